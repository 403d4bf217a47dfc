import type { ForwardItem } from '../item/item.ts';
import { isTaken, type Outcome, type PutContext } from '../item/sink.ts';
import type { Ending, Intake } from '../sources/source.ts';
import { backoff } from './backoff.ts';
import { bury } from './bury.ts';
import type { Observer } from './observer.ts';
import type { Settings } from './options.ts';
import { putOnce } from './put.ts';

/** What a hand-over tells its forwarder. */
export interface HandOverEvents {
  /** The engine does not take items: ask for none. */
  readonly away: () => void;
  readonly back: () => void;
  readonly fatal: (error: unknown) => void;
}

/** An item in hand. */
interface Entry {
  readonly item: ForwardItem;
  /** Whether it waits for an engine that is away. */
  readonly patient: boolean;
  readonly settle: (ending: Ending) => void;
}

type Cursor = PutContext['cursor'];

/**
 * Brings items into the engine: one put at a time, in the order in which they came, up to a batch in each. What is to be tried again goes
 * before everything else, after a wait in which nothing is put.
 */
export class HandOver implements Intake {
  readonly stats = { stored: 0, duplicates: 0, deadLettered: 0, rejected: 0, failures: 0 };
  /** Undefined until the first put has come back. */
  engine: 'ready' | 'away' | undefined;
  lastStoredAt: number | undefined;
  lastError: unknown;
  paused = false;
  readonly #settings: Settings;
  readonly #observer: Observer;
  readonly #events: HandOverEvents;
  readonly #cancelled = new AbortController();
  #queue: Entry[] = [];
  #inPut = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #scheduled = false;
  #notBefore = 0;
  #ending = false;
  #wake: () => void = () => undefined;

  constructor(settings: Settings, observer: Observer, events: HandOverEvents) {
    this.#settings = settings;
    this.#observer = observer;
    this.#events = events;
  }

  get batch(): number {
    return this.#settings.batch;
  }

  get clock(): Settings['clock'] {
    return this.#settings.clock;
  }

  get cursors(): Settings['sink']['cursors'] {
    return this.#settings.sink.cursors;
  }

  /** Items that wait for a put. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Items in the put under way. */
  get inFlight(): number {
    return this.#inPut;
  }

  hand = (item: ForwardItem): Promise<Ending> => this.#add(item, true);

  offer = (item: ForwardItem): Promise<Ending> => {
    const closed = this.#ending || this.paused || this.clock.now() < this.#notBefore;
    return closed ? Promise.resolve('later') : this.#add(item, false);
  };

  page = (items: readonly ForwardItem[], cursor?: Cursor): Promise<readonly Ending[]> =>
    this.#inTurn(() => this.#page(items, cursor));

  cancel = (): void => {
    this.#ending = true;
    this.#cancelled.abort(new Error('The forwarder has stopped.'));
    this.#wake();
  };

  /** Puts what is in hand, but waits for no engine that is away. */
  end(): void {
    this.#ending = true;
    this.#wake();
  }

  resume(): void {
    this.paused = false;
    this.#wake();
  }

  #add(item: ForwardItem, patient: boolean): Promise<Ending> {
    const { promise, resolve } = Promise.withResolvers<Ending>();
    this.#queue.push({ item: this.#keyed(item), patient, settle: resolve });
    this.#schedule();
    return promise;
  }

  /** After whatever else comes in this turn of the event loop: a batch of a source arrives as one. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => void this.#inTurn(() => this.#drain()));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #drain(): Promise<void> {
    this.#scheduled = false;
    while (this.#queue.length > 0) {
      const open = await this.#open({ pausing: false });
      const entries = this.#queue.splice(0, open ? this.batch : this.#queue.length);
      // After the round, not around it: what waits may have been turned away meanwhile.
      const again = open ? (await this.#round(entries, undefined)).again : [];
      this.#queue.unshift(...again);
      if (!open) for (const { settle } of entries) settle('later');
    }
  }

  async #page(items: readonly ForwardItem[], cursor: Cursor): Promise<readonly Ending[]> {
    const endings: Ending[] = items.map(() => 'later');
    let entries = items.map((item, index): Entry => {
      const settle = (ending: Ending): void => void (endings[index] = ending);
      return { item: this.#keyed(item), patient: true, settle };
    });
    for (let saved = cursor === undefined; entries.length > 0 || !saved;) {
      // The cursor must not pass what nobody has taken.
      const blocked = endings.some((ending) => typeof ending === 'object');
      if ((blocked && entries.length === 0) || !(await this.#open({ pausing: true }))) break;
      const round = await this.#round(entries, blocked ? undefined : cursor);
      entries = round.again;
      saved ||= round.whole && !blocked;
    }
    return endings;
  }

  /** One put. What is to come again, and whether the sink has taken all there was. */
  async #round(entries: readonly Entry[], cursor: Cursor): Promise<{ again: Entry[]; whole: boolean }> {
    this.#inPut = entries.length;
    const items = entries.map(({ item }) => item);
    const result = await putOnce(this.#settings, this.#observer, items, {
      cancelled: this.#cancelled.signal,
      cursor,
    });
    const failed = result.error !== undefined || result.outcomes.includes('retry');
    if (result.fatal === true) this.#fail(result.error);
    else if (failed) this.#away(result.error);
    else this.#back();
    const again: Entry[] = [];
    for (const [index, entry] of entries.entries()) {
      const outcome = result.outcomes[index] ?? 'retry';
      if (outcome !== 'retry') entry.settle(await this.#ended(entry.item, outcome));
      else if (entry.patient) again.push(entry);
      else entry.settle('later');
    }
    this.#inPut = 0;
    return { again, whole: !failed && result.outcomes.every(isTaken) };
  }

  async #ended(item: ForwardItem, outcome: Exclude<Outcome, 'retry'>): Promise<Ending> {
    if (isTaken(outcome)) {
      this.stats[outcome === 'stored' ? 'stored' : 'duplicates'] += 1;
      this.lastStoredAt = this.clock.now();
      return 'taken';
    }
    const buried = await bury(this.#settings.deadLetter, this.#observer, item, outcome.reject);
    this.stats[buried ? 'deadLettered' : 'rejected'] += 1;
    return buried ? 'taken' : { rejected: outcome.reject };
  }

  /** Resolves when a put may begin; to false when none may any more. What is in hand one by one goes on in a pause, a page waits. */
  async #open({ pausing }: { readonly pausing: boolean }): Promise<boolean> {
    for (;;) {
      if (this.#cancelled.signal.aborted) return false;
      if (this.#ending) return this.engine !== 'away';
      const ms = this.#notBefore - this.clock.now();
      const waiting = this.paused && pausing;
      if (!waiting && ms <= 0) return true;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      const cancel = waiting ? () => undefined : this.clock.schedule(ms, resolve);
      await promise;
      cancel();
    }
  }

  #away(error: unknown): void {
    const { random, retry, sink } = this.#settings;
    this.engine = 'away';
    this.lastError = error;
    this.stats.failures += 1;
    const retryInMs = backoff(this.stats.failures, random, retry);
    this.#notBefore = this.clock.now() + retryInMs;
    this.#observer.tell('away', { failures: this.stats.failures, retryInMs, error });
    const text = `the ${sink.title ?? 'engine'} did not take everything; trying again in ${retryInMs} ms. Until then nothing is asked for, and nothing is lost.`;
    this.#observer.report('warn', text, { err: error, failures: this.stats.failures });
    // Whoever waits for an answer gets one now.
    for (const entry of this.#queue) if (!entry.patient) entry.settle('later');
    this.#queue = this.#queue.filter(({ patient }) => patient);
    this.#events.away();
  }

  #back(): void {
    const { failures } = this.stats;
    this.engine = 'ready';
    this.#notBefore = 0;
    if (failures === 0) return;
    this.stats.failures = 0;
    this.#observer.tell('back', { failures });
    this.#observer.report('info', 'the engine takes items again.', { failures });
    this.#events.back();
  }

  #fail(error: unknown): void {
    this.engine = 'away';
    this.lastError = error;
    this.#events.fatal(error);
  }

  #keyed(item: ForwardItem): ForwardItem {
    const orderKey = this.#settings.orderKey?.(item);
    return orderKey === undefined ? item : { ...item, orderKey: String(orderKey) };
  }
}
