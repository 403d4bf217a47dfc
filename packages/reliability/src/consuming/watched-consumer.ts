import type { AstralClient, Consumer, ConsumerOptions } from '@partner-apis/astral';
import type { Sandbox } from '@partner-apis/sandbox';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a consumer did with the events that were published while it ran. */
export interface Count {
  readonly published: number;
  /** Published and never handled. */
  readonly lost: number;
  /** Handled more than once. */
  readonly twice: number;
  /** Confirmed and never handled. */
  readonly unhandled: number;
  /** Handled and not confirmed. */
  readonly unconfirmed: number;
}

/** A consumer of the sandbox's Astral.Platform that counts, the only one of its participant. */
export class WatchedConsumer {
  /** Timeouts of polls, in seconds, in the order in which the ladder came to them. */
  readonly ladder: number[] = [];
  /** Outcomes of polls, with the seconds asked for and how long they lasted. */
  readonly polls: { outcome: string; timeout: number; seconds: number }[] = [];
  readonly #sandbox: Sandbox;
  readonly #consumer: Consumer;
  readonly #handled = new Map<string, number>();
  readonly #published: string[] = [];
  #running: Promise<unknown> | undefined;

  constructor(sandbox: Sandbox, client: AstralClient, options: ConsumerOptions = {}) {
    this.#sandbox = sandbox;
    this.#consumer = client
      .consumer({
        owner: () => true,
        ...options,
        hooks: {
          ladder: ({ to }) => this.ladder.push(to),
          poll: ({ outcome, timeout, durationMs }) =>
            this.polls.push({ outcome, timeout, seconds: Math.round(durationMs / 1_000) }),
        },
      })
      .on('try', (event) => {
        this.#handled.set(event.id, (this.#handled.get(event.id) ?? 0) + 1);
        return Promise.resolve();
      });
  }

  start(): this {
    this.#running = this.#consumer.run();
    // Looked at when it is stopped.
    this.#running.catch(() => undefined);
    return this;
  }

  /** Publishes an event each `everyMs` for `ms`. */
  async feed(ms: number, everyMs: number): Promise<void> {
    const end = performance.now() + ms;
    while (performance.now() < end) {
      this.#published.push(this.#sandbox.astral.publish({ code: 'try' }).id);
      await sleep(everyMs);
    }
  }

  /** Waits until every event is confirmed, `patienceMs` at most; then stops and counts. */
  async finish(patienceMs: number): Promise<Count> {
    const end = performance.now() + patienceMs;
    while (this.#sandbox.astral.confirmed().length < this.#published.length && performance.now() < end)
      await sleep(50);
    await this.#consumer.stop();
    await this.#running;
    const confirmed = new Set(this.#sandbox.astral.confirmed());
    const published = this.#published;
    return {
      published: published.length,
      lost: published.filter((id) => !this.#handled.has(id)).length,
      twice: [...this.#handled.values()].filter((times) => times > 1).length,
      unhandled: published.filter((id) => confirmed.has(id) && !this.#handled.has(id)).length,
      unconfirmed: published.filter((id) => this.#handled.has(id) && !confirmed.has(id)).length,
    };
  }
}

/** Where a count says that something went wrong; `twice`: whether an event may be handled twice. */
export function missedIn(what: string, count: Count, twice: 'never' | 'sometimes'): string[] {
  const { published, lost, unhandled, unconfirmed } = count;
  return [
    ...(published === 0 ? [`${what}: no event was published.`] : []),
    ...(lost === 0 ? [] : [`${what}: ${lost} of ${published} events were lost.`]),
    ...(unhandled === 0 ? [] : [`${what}: ${unhandled} events were confirmed and not handled.`]),
    ...(unconfirmed === 0 ? [] : [`${what}: ${unconfirmed} events were handled and not confirmed.`]),
    ...(twice === 'never' && count.twice > 0 ? [`${what}: ${count.twice} events were handled twice.`] : []),
  ];
}

/** A count as a cell of a table. */
export function shown({ published, lost, twice }: Count): string {
  return `${published} events: ${lost} lost, ${twice} handled twice`;
}
