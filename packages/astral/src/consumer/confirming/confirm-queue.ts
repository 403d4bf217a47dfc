import { type Clock, TimeoutError } from '@partner-apis/core/user';
import { onceATurn } from '../timing/once-a-turn.ts';
import { ResettableTimer } from '../timing/resettable-timer.ts';
import { backoff, LEAST_PAUSE } from '../asking/backoff.ts';
import { RequestSlot, type RequestEnd } from '../asking/request-slot.ts';
import type { Observer } from '../observing/observer.ts';
import type { Platform } from '../asking/platform.ts';
import { RefusedIds } from './refused-ids.ts';
import { classifyFailure } from '../asking/classify-failure.ts';
import { settlesWithin } from '@partner-apis/core/vendor';

/** What a confirm queue works with. */
export interface ConfirmTools {
  readonly platform: Platform;
  readonly clock: Clock;
  readonly random: () => number;
  readonly observer: Observer;
  readonly maxBatch: number;
  readonly maxDelayMs: number;
  /** These ids are confirmed: nobody has to think of them any more. */
  readonly acknowledged: (ids: readonly string[]) => void;
  /** The platform will not confirm this one, whatever we do. */
  readonly refused: (id: string, error: unknown) => void;
  readonly fatal: (error: unknown) => boolean;
}

/** How long one confirmation may take, in milliseconds. */
const LIMIT = 30_000;
/** Of one id alone: the platform does not know it, or knows it as confirmed. Either way it will not come again. */
const GONE = new Set([404, 409, 410]);
/** More of them than this one after the other, and it is the endpoint that is not there. */
const GONE_IN_A_ROW = 20;

/**
 * Ids whose events have been handled, on their way to the platform (manual, section 3.4). Whether a confirmation fails has nothing to do
 * with whether its event was handled: ids stay here until the platform has said yes. Confirming twice is harmless, so whatever has an
 * unknown outcome is sent again. A batch that is refused is cut in two until the one id that is to blame stands alone.
 */
export class ConfirmQueue {
  readonly #tools: ConfirmTools;
  readonly #request: RequestSlot;
  readonly #timer: ResettableTimer;
  readonly #refused: RefusedIds;
  #fresh: string[] = [];
  #again: (readonly string[])[] = [];
  readonly #known = new Set<string>();
  #dueAt = Number.POSITIVE_INFINITY;
  #notBefore = 0;
  #failures = 0;
  /** Ids in a row that were taken for confirmed because the platform did not know them. */
  #gone = 0;
  #hopeless = false;
  #closed = false;
  #empty: (() => void) | undefined;
  /** A poll that becomes possible in the same turn goes before: slots wait for its answer, and nothing for that of a confirmation. */
  readonly #full = onceATurn(() => this.#next());

  constructor(tools: ConfirmTools) {
    this.#tools = tools;
    this.#request = new RequestSlot(tools.clock);
    this.#timer = new ResettableTimer(tools.clock, () => this.#next());
    this.#refused = new RefusedIds(tools, (ids) => this.#repeat(ids));
  }

  /** Handled events whose confirmation is not through. */
  get size(): number {
    return this.#known.size + this.#refused.size;
  }

  /** Whether this id is on its way, or refused and to be left alone. */
  has(id: string): boolean {
    return this.#known.has(id) || this.#refused.holds(id);
  }

  /** Every handled id without a yes from the platform. */
  unconfirmed(): string[] {
    return [...new Set([...this.#known, ...this.#refused.all()])];
  }

  /** Queues an id; `now` when somebody waits for it. */
  add(id: string, now = false): void {
    if (this.#closed || this.#refused.holds(id)) return;
    const before = this.#known.size;
    if (this.#known.add(id).size === before) return;
    this.#fresh.push(id);
    const { clock, maxDelayMs, maxBatch } = this.#tools;
    const first = this.#dueAt === Number.POSITIVE_INFINITY;
    if (first || now) this.#dueAt = Math.min(this.#dueAt, clock.now() + (now ? 0 : maxDelayMs));
    // For the ones between there is nothing to do: the timer is set, and the batch is not full.
    if (first || now) this.#next();
    else if (this.#fresh.length >= maxBatch) this.#full();
  }

  /** Sends what is there without waiting for more. */
  flush(): void {
    if (this.#fresh.length === 0) return;
    this.#dueAt = this.#tools.clock.now();
    this.#next();
  }

  /** Sends everything at once and waits until it is through, or `ms` have passed; then nothing is left running. */
  async drain(ms: number): Promise<void> {
    this.#notBefore = 0;
    this.flush();
    this.#next();
    if (this.#known.size > 0 && !this.#hopeless) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#empty = resolve;
      await settlesWithin(this.#tools.clock, ms, promise);
    }
    this.#closed = true;
    this.#timer.clear();
    this.#refused.close();
    this.#request.end('The consumer has stopped.');
  }

  #repeat(ids: readonly string[]): void {
    const { maxBatch } = this.#tools;
    for (const id of ids) this.#known.add(id);
    for (let at = 0; at < ids.length; at += maxBatch) this.#again.push(ids.slice(at, at + maxBatch));
    this.#next();
  }

  #next(): void {
    if (this.#closed || this.#hopeless || this.#request.busy) return;
    const { clock, maxBatch } = this.#tools;
    const ripe = this.#fresh.length >= maxBatch || this.#dueAt <= clock.now();
    if (this.#again.length === 0 && !ripe) {
      if (this.#fresh.length > 0) this.#timer.set(this.#dueAt);
      return;
    }
    if (clock.now() < this.#notBefore) return this.#timer.set(this.#notBefore);
    this.#send(this.#again.shift() ?? this.#fresh.splice(0, maxBatch));
  }

  #send(ids: readonly string[]): void {
    if (this.#fresh.length === 0) this.#dueAt = Number.POSITIVE_INFINITY;
    this.#request.start(
      (signal) => this.#tools.platform.confirm(ids, signal),
      LIMIT,
      (end) => {
        this.#landed(ids, end);
        if (this.#known.size === 0 || this.#hopeless) this.#empty?.();
        this.#next();
      },
      () => {},
    );
  }

  #landed(ids: readonly string[], end: RequestEnd<number | undefined>): void {
    if (end.kind === 'answer') {
      this.#gone = 0;
      return this.#through(ids, end.value);
    }
    const error = end.kind === 'error' ? end.error : overdue();
    const failure = classifyFailure(error);
    if (failure.kind === 'refused') return this.#bisect(ids, error, failure.status);
    this.#again.unshift(ids);
    if (failure.kind === 'fatal') {
      // Before the stop that follows, which would wait for confirmations otherwise.
      this.#hopeless = true;
      if (this.#tools.fatal(error)) return;
      this.#hopeless = false;
    }
    const { clock, random, observer } = this.#tools;
    this.#failures += 1;
    const asked = failure.kind === 'throttled' ? failure.waitMs : LEAST_PAUSE;
    const retryInMs = Math.round(Math.max(asked, backoff(this.#failures, random)));
    this.#notBefore = clock.now() + retryInMs;
    observer.tell('confirmFailed', { eventIds: ids, error, retryInMs });
    observer.report(
      'warn',
      `${count(ids)} handled and could not be confirmed; sending again in ${retryInMs} ms.`,
      { err: error },
    );
  }

  #through(ids: readonly string[], confirmed: number | undefined): void {
    this.#failures = 0;
    this.#notBefore = 0;
    for (const id of ids) {
      this.#known.delete(id);
      this.#refused.forget(id);
    }
    this.#refused.endpointWorks();
    this.#tools.observer.tell('confirmed', { eventIds: ids, count: confirmed });
    this.#tools.acknowledged(ids);
  }

  #bisect(ids: readonly string[], error: unknown, status: number): void {
    const { clock, observer } = this.#tools;
    const [id] = ids;
    if (ids.length > 1) {
      const middle = Math.ceil(ids.length / 2);
      this.#again.unshift(ids.slice(0, middle), ids.slice(middle));
      this.#notBefore = clock.now() + LEAST_PAUSE;
      observer.tell('confirmFailed', { eventIds: ids, error, retryInMs: LEAST_PAUSE });
    } else if (GONE.has(status) && this.#gone < GONE_IN_A_ROW) {
      this.#gone += 1;
      this.#through(ids, 0);
      this.#notBefore = clock.now() + LEAST_PAUSE;
    } else if (id !== undefined) {
      this.#known.delete(id);
      this.#notBefore = clock.now() + LEAST_PAUSE;
      if (this.#refused.add(id)) {
        observer.tell('confirmRefused', { eventId: id, error });
        observer.report(
          'error',
          `event ${id} was handled, but the platform refuses to confirm it (status ${status}). Its handler is not run again; tell the vendor.`,
          { eventId: id, err: error },
        );
      }
      this.#tools.refused(id, error);
    }
  }
}

function count(ids: readonly string[]): string {
  return ids.length === 1 ? `event ${ids[0]} was` : `${ids.length} events were`;
}

function overdue(): TimeoutError {
  return new TimeoutError(
    `Astral.Platform events.confirm timed out: no answer within ${LIMIT} ms. It is safe to repeat.`,
    'deadline',
    { vendor: 'astral', operation: 'events.confirm' },
  );
}
