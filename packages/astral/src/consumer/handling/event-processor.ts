import { type Clock, type Issue, PartnerApiError } from '@partner-apis/core/user';
import { check, type Checked } from '@partner-apis/core/vendor';
import type { AttemptStore } from './attempt-store.ts';
import { backoff } from '../asking/backoff.ts';
import { Decision, orRelease } from './decision.ts';
import type { Handler, HandlerContext } from './handler.ts';
import type { Observer } from '../observing/observer.ts';
import type { Settings } from '../options.ts';
import { RecentMap } from '../recent-map.ts';
import type { Routes } from './routes.ts';
import type { HandlerRun } from './handler-run.ts';
import type { HandlersAtWork } from './handlers-at-work.ts';
import type { Item } from './work-queue.ts';

/** What became of an event in hand. */
export type Outcome =
  | { readonly kind: 'handled'; readonly attempt: number; readonly startedAt: number }
  | { readonly kind: 'deadLettered'; readonly error: unknown }
  | {
      readonly kind: 'released';
      readonly reason: string;
      readonly error?: unknown;
      /** True where the next delivery would come to the same end. */
      readonly setAside: boolean;
    };

const STOPPING: Outcome = { kind: 'released', reason: 'the consumer is stopping', setAside: false };

/** One call of the user's code for an event. */
type Work = (ctx: HandlerContext) => unknown;

/** Runs the handler of an event until it has come to an end in this process: handled, buried, or given back. Never rejects. */
export class EventProcessor {
  readonly #settings: Settings;
  readonly #routes: Routes;
  readonly #observer: Observer;
  readonly #clock: Clock;
  readonly #store: AttemptStore;
  /** Why the last run of a released event failed, for its dead letter. */
  readonly #lastErrors = new RecentMap<unknown>(1_000);
  /** Runs of released events here, for when the store of the user does not count. */
  readonly #counted = new RecentMap<number>(10_000);
  readonly #atWork: HandlersAtWork;
  readonly #settled: (run: HandlerRun, outcome: Outcome) => void;
  /** One function for all runs, and none made for each. */
  readonly #call = (item: Item, ctx: HandlerContext): unknown => this.#work(item, ctx);

  /** @param settled - Hears what became of each event. */
  constructor(
    settings: Settings,
    routes: Routes,
    observer: Observer,
    atWork: HandlersAtWork,
    settled: (run: HandlerRun, outcome: Outcome) => void,
  ) {
    this.#settings = settings;
    this.#routes = routes;
    this.#observer = observer;
    this.#clock = settings.clock;
    this.#store = settings.attempts;
    this.#atWork = atWork;
    this.#settled = settled;
  }

  /** Brings one event to its end. One function, and no promise but those of the user's code: this is the way of every event. */
  async process(run: HandlerRun): Promise<void> {
    const { item } = run;
    const { retry, maxAttempts, deadLetter, handlerTimeoutMs } = this.#settings;
    for (let runs = 1; ; runs += 1) {
      if (run.ending) return this.#ended(run, runs - 1, STOPPING);
      if (!this.#routed(item)) return this.#ended(run, runs - 1, unrouted(item));
      const counted = this.#count(item.id, runs);
      const attempt = typeof counted === 'number' ? counted : await counted;
      // Counting may take its time, a store of the user's is a database; from here to the handler nothing waits.
      for (let pause = run.pause; pause !== undefined; pause = run.pause) await pause;
      if (run.ending) return this.#ended(run, runs, STOPPING);
      if (attempt > maxAttempts && deadLetter !== undefined)
        return this.#ended(run, runs, await this.#bury(item, this.#exhausted(item)));
      const startedAt = this.#clock.now();
      this.#atWork.watch(startedAt + handlerTimeoutMs);
      let outcome: Outcome | undefined;
      try {
        const result = await run.once(attempt, startedAt, handlerTimeoutMs, this.#observer, this.#call);
        run.over();
        outcome =
          result instanceof Decision && result.kind !== 'confirm'
            ? await this.#decided(item, result, attempt)
            : { kind: 'handled', attempt, startedAt };
      } catch (error) {
        run.over();
        const spent = attempt >= maxAttempts;
        const again = !spent && runs <= retry.retries && !run.ending;
        this.#observer.tell('failed', { ...nameOf(item), attempt, error, again });
        if (spent) outcome = await this.#bury(item, error);
        else if (again) {
          this.#observer.report('debug', `the handler of event ${item.id} failed and is run again.`, {
            err: error,
          });
        } else outcome = { kind: 'released', reason: 'its handler failed', error, setAside: false };
      }
      if (outcome !== undefined) return this.#ended(run, runs, outcome);
      await run.rest(backoff(runs, this.#settings.random, retry), this.#clock);
    }
  }

  /** Keeps what the next delivery of a released event has to know of this one, forgets what is over. */
  #ended(run: HandlerRun, runs: number, outcome: Outcome): void {
    const { id } = run.item;
    if (outcome.kind === 'released') {
      if (outcome.error !== undefined) this.#lastErrors.set(id, outcome.error);
      if (runs > 0) this.#counted.set(id, (this.#counted.get(id) ?? 0) + runs);
    } else {
      this.#lastErrors.delete(id);
      this.#counted.delete(id);
      this.#observer.guard('attempts.forget', () => this.#store.forget(id));
    }
    this.#settled(run, outcome);
  }

  /** Whether any code of the user's is there for this event. */
  #routed(item: Item): boolean {
    if (item.issues.length > 0) return this.#routes.invalid !== undefined;
    return this.#routes.of(item.event.code) !== undefined || this.#routes.rest !== undefined;
  }

  /** Whatever it throws or rejects with is the failure of the run. */
  #work(item: Item, ctx: HandlerContext): unknown {
    if (item.keyError !== undefined) throw item.keyError.error;
    if (item.issues.length > 0) return this.#invalid(item, item.issues)(ctx);
    const route = this.#routes.of(item.event.code);
    if (route === undefined) return this.#rest(item, ctx);
    if (route.schema === undefined) return route.handler(item.event, ctx);
    // Not waiting where there is nothing to wait for: handlers begin in the order of delivery, with a schema or without.
    const checked = check(route.schema, item.event.data);
    return checked instanceof Promise
      ? checked.then((data) => this.#checked(item, route.handler, data, ctx))
      : this.#checked(item, route.handler, checked, ctx);
  }

  #checked(item: Item, handler: Handler<unknown>, data: Checked<unknown>, ctx: HandlerContext): unknown {
    if (data.issues !== undefined) return this.#invalid(item, data.issues)(ctx);
    return handler({ ...item.event, data: data.value }, ctx);
  }

  async #rest(item: Item, ctx: HandlerContext): Promise<Decision> {
    return orRelease(await this.#routes.rest?.(item.event, ctx), 'unknown code');
  }

  #invalid(item: Item, issues: readonly Issue[]): Work {
    const { invalid } = this.#routes;
    return async (ctx) => {
      const decided = invalid === undefined ? undefined : await invalid(item.event, issues, ctx);
      return orRelease(decided, `invalid: ${describe(issues)}`);
    };
  }

  async #decided(item: Item, decision: Decision, attempt: number): Promise<Outcome> {
    const said = decision.reason === undefined ? '' : `: ${decision.reason}`;
    const text = decision.kind === 'release' ? 'was released by its handler' : 'was given up by its handler';
    const error = new PartnerApiError(
      decision.kind === 'release' ? 'EVENT_RELEASED' : 'EVENT_DEAD_LETTERED',
      `Astral.Platform event ${item.id} ${text}${said}.`,
      { vendor: 'astral' },
    );
    if (decision.kind === 'deadLetter' && this.#settings.deadLetter !== undefined)
      return this.#bury(item, error);
    if (attempt >= this.#settings.maxAttempts) return this.#bury(item, error);
    const reason =
      decision.kind === 'release' ? (decision.reason ?? 'by its handler') : `there is no deadLetter${said}`;
    return { kind: 'released', reason, error, setAside: false };
  }

  /** Hands an event over for good, if there is somebody to take it. */
  async #bury(item: Item, error: unknown): Promise<Outcome> {
    const { deadLetter, maxAttempts } = this.#settings;
    if (deadLetter === undefined) {
      const reason = `${maxAttempts} runs of its handler failed and there is no deadLetter`;
      return { kind: 'released', reason, error, setAside: true };
    }
    try {
      await deadLetter(item.event, error);
      return { kind: 'deadLettered', error };
    } catch (failure) {
      return { kind: 'released', reason: 'deadLetter failed', error: failure, setAside: true };
    }
  }

  #exhausted(item: Item): unknown {
    return (
      this.#lastErrors.get(item.id) ??
      new PartnerApiError(
        'ATTEMPTS_EXHAUSTED',
        `Astral.Platform event ${item.id} had ${this.#settings.maxAttempts} runs of its handler before this delivery.`,
        { vendor: 'astral' },
      )
    );
  }

  /** Which run of this event the next one is; `runs`: which one of this delivery. A promise only where the store needs one. */
  #count(id: string, runs: number): number | Promise<number> {
    try {
      const stored: unknown = this.#store.increment(id);
      return isCount(stored) ? stored : this.#countedLater(id, runs, stored);
    } catch (error) {
      return this.#countedHere(id, runs, error);
    }
  }

  async #countedLater(id: string, runs: number, stored: unknown): Promise<number> {
    try {
      const count = await stored;
      if (isCount(count)) return count;
      throw new TypeError('attempts.increment() must return a number of 1 or more.');
    } catch (error) {
      return this.#countedHere(id, runs, error);
    }
  }

  #countedHere(id: string, runs: number, error: unknown): number {
    this.#observer.report('error', `the attempt store failed; runs of event ${id} are counted in memory.`, {
      err: error,
    });
    return (this.#counted.get(id) ?? 0) + runs;
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 1;
}

function nameOf({ id, event }: Item): { eventId: string; code: string } {
  return { eventId: id, code: String(event.code) };
}

function unrouted(item: Item): Outcome {
  const reason =
    item.issues.length > 0
      ? `it is not a valid event (${describe(item.issues)}) and there is no .onInvalid()`
      : `there is no handler for code '${String(item.event.code)}' and no .otherwise()`;
  return { kind: 'released', reason, setAside: true };
}

function describe(issues: readonly Issue[]): string {
  const [first] = issues;
  if (first === undefined) return 'no details';
  const more = issues.length > 1 ? ` and ${issues.length - 1} more` : '';
  return `${first.path.join('.')}${first.path.length > 0 ? ': ' : ''}${first.message}${more}`;
}
