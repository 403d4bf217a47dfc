import { ConfigurationError } from '@partner-apis/core/user';
import type { Caller } from '@partner-apis/core/vendor';
import type { Delivery } from './handling/delivery.ts';
import { consumerLoop } from './loading.ts';
import { type ConsumerOptions, settingsOf } from './options.ts';
import type { Pull } from './pulling/pull.ts';

/** Options of `astral.events.stream()`: those of a consumer but for what only push style has. */
export type StreamOptions = Omit<ConsumerOptions, 'retry' | 'signals'>;

/** What a client stops before it closes. */
export interface Stoppable {
  stop(): Promise<unknown>;
}

/** Events in pull style; to be iterated once. */
export interface EventStream extends AsyncIterable<Delivery> {
  /** Starts it. Leaving the loop stops it and gives back what was not confirmed. */
  [Symbol.asyncIterator](): AsyncIterator<Delivery, undefined>;
}

/**
 * The consumer's engine behind a `for await` loop. It starts with the first turn of the loop. Leaving the loop stops it: what was not
 * confirmed is released. A fatal error ends the loop by throwing; aborting `signal` ends it without.
 *
 * @throws ConfigurationError for options that cannot work.
 */
export function streamEvents(client: Caller, options: StreamOptions, running: Set<Stoppable>): EventStream {
  const settings = settingsOf({ ...options, retry: { retries: 0 } }, client.runtime);
  let taken = false;
  return {
    [Symbol.asyncIterator]() {
      if (taken)
        throw new ConfigurationError('A stream of events can be iterated once: call stream() again.');
      taken = true;
      return new Turns(running, async () => {
        const { Pull } = await consumerLoop();
        return () => new Pull(client, settings, this);
      });
    },
  };
}

const OVER: IteratorResult<Delivery, undefined> = { done: true, value: undefined };

/** The turns of the loop; what they are pulled with is loaded with the first. */
class Turns implements AsyncIterator<Delivery, undefined>, Stoppable {
  readonly #running: Set<Stoppable>;
  readonly #load: () => Promise<() => Pull>;
  #pull: Promise<Pull | undefined> | undefined;
  /** Left or stopped, which may be before there is anything to stop. */
  #over = false;

  /** @param load - Gets what makes the pull, which nothing has been asked with yet. */
  constructor(running: Set<Stoppable>, load: () => Promise<() => Pull>) {
    this.#running = running;
    this.#load = load;
  }

  async next(): Promise<IteratorResult<Delivery, undefined>> {
    this.#pull ??= this.#begin();
    return (await this.#pull)?.next() ?? OVER;
  }

  async return(): Promise<IteratorResult<Delivery, undefined>> {
    this.#over = true;
    return (await this.#begun())?.return() ?? OVER;
  }

  async stop(): Promise<void> {
    this.#over = true;
    await (await this.#begun())?.stop();
  }

  /** The pull, unless it never came to one: the turn that wanted it was told why. */
  async #begun(): Promise<Pull | undefined> {
    return this.#pull?.catch(() => undefined);
  }

  async #begin(): Promise<Pull | undefined> {
    if (this.#over) return undefined;
    this.#running.add(this);
    const ended = (): void => void this.#running.delete(this);
    try {
      const make = await this.#load();
      if (this.#over) {
        ended();
        return undefined;
      }
      const pull = make();
      pull.done.then(ended, ended);
      return pull;
    } catch (error) {
      ended();
      this.#over = true;
      this.#pull = undefined;
      throw error;
    }
  }
}
