import type { Observer } from '../observing/observer.ts';
import type { Settings } from '../options.ts';
import { Quarantine } from '../unconfirmed/quarantine.ts';
import type { Routes } from './routes.ts';
import { HandlersAtWork } from './handlers-at-work.ts';
import { HandlerRun } from './handler-run.ts';
import { type Outcome, EventProcessor } from './event-processor.ts';
import type { EventSource } from '../observing/signals.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { type Item, WorkQueue } from './work-queue.ts';

/** What the slots have to know of the rest. */
export interface SlotTools {
  readonly settings: Settings;
  readonly routes: Routes;
  readonly observer: Observer;
  readonly lifecycle: Lifecycle;
  /** Handled events whose confirmation is not through. */
  readonly unconfirmed: () => number;
  /** An event was handled or buried: confirm it. */
  readonly finished: (id: string) => void;
  readonly released: (item: Item) => void;
  /** A slot is free again. */
  readonly settled: () => void;
}

/** The handlers at work, never more than `concurrency`, and the events that wait for one of them. */
export class Slots {
  readonly quarantine: Quarantine;
  readonly #tools: SlotTools;
  readonly #processor: EventProcessor;
  readonly #queue = new WorkQueue();
  readonly #runs: HandlersAtWork;
  readonly #paused = (): Promise<void> | undefined => this.#pause();
  #gate: PromiseWithResolvers<void> | undefined;
  #quiet: PromiseWithResolvers<void> | undefined;

  constructor(tools: SlotTools) {
    const { settings, routes, observer } = tools;
    this.#tools = tools;
    this.#runs = new HandlersAtWork(settings.clock);
    const settle = (run: HandlerRun, outcome: Outcome): void => this.#settle(run, outcome);
    this.#processor = new EventProcessor(settings, routes, observer, this.#runs, settle);
    this.quarantine = new Quarantine(settings.clock);
  }

  /** Handlers at work. */
  get running(): number {
    return this.#runs.size;
  }

  /** Events that wait. */
  get buffered(): number {
    return this.#queue.size;
  }

  get idle(): boolean {
    return this.#runs.size === 0 && (this.#queue.size === 0 || !this.#tools.lifecycle.running);
  }

  /** How many events a poll may bring: one for each free slot, and no more than can be confirmed one day. */
  get pollRoom(): number {
    const { concurrency, limitMax, maxUnconfirmed } = this.#tools.settings;
    const ready = this.#queue.ready('poll');
    const free = concurrency - this.#runs.size - ready;
    // Events that wait for their key take no slot, so that other keys get through; but not without end.
    const waiting = this.#queue.size - ready - this.#queue.ready('sweep');
    const parking = Math.max(limitMax, concurrency * 4) - waiting;
    const confirmable =
      maxUnconfirmed - this.#tools.unconfirmed() - this.#runs.size - this.#queue.count('poll');
    return Math.max(0, Math.min(limitMax, free, parking, confirmable));
  }

  /** How many events a sweep may bring. They are unconfirmed anyway: letting them wait here takes them from nobody. */
  get sweepRoom(): number {
    return this.confirmable ? this.#tools.settings.limitMax - this.#queue.count('sweep') : 0;
  }

  add(item: Item): void {
    this.#queue.add(item);
  }

  /** Gives free slots to waiting events of one source. */
  fill(source: EventSource): void {
    while (
      this.#tools.lifecycle.running &&
      this.#runs.size < this.#tools.settings.concurrency &&
      this.confirmable
    ) {
      const item = this.#queue.take(source);
      if (item === undefined) return;
      const run = new HandlerRun(item, this.#paused);
      this.#runs.add(run);
      void this.#processor.process(run);
    }
  }

  /** Lets handlers run again that were to be repeated during a pause. */
  openGate(): void {
    this.#gate?.resolve();
    this.#gate = undefined;
  }

  /** Begins nothing more: gives back what waits, here or for another try. */
  close(): void {
    for (const item of this.#queue.clear()) {
      this.#release(item, { kind: 'released', reason: 'the consumer is stopping', setAside: false });
    }
    for (const run of this.#runs) run.end();
    this.openGate();
  }

  /** Resolves when no handler is at work. */
  quiet(): Promise<void> {
    if (this.#runs.size === 0) return Promise.resolve();
    this.#quiet ??= Promise.withResolvers<void>();
    return this.#quiet.promise;
  }

  /** Aborts the signals of all handlers at work. */
  cancel(): void {
    for (const run of this.#runs) run.cancel();
  }

  /** Waits for nobody any more; the ids left behind. */
  abandon(): string[] {
    for (const run of this.#runs) run.abandon();
    this.#runs.unwatch();
    return Array.from(this.#runs, ({ item }) => item.id);
  }

  /** Whether one more event may be handled, as far as its confirmation goes. */
  get confirmable(): boolean {
    return this.#tools.unconfirmed() + this.#runs.size < this.#tools.settings.maxUnconfirmed;
  }

  /** Undefined unless the consumer is paused; then resolves with the end of the pause. */
  #pause(): Promise<void> | undefined {
    if (this.#tools.lifecycle.state !== 'paused') return undefined;
    this.#gate ??= Promise.withResolvers<void>();
    return this.#gate.promise;
  }

  #settle(run: HandlerRun, outcome: Outcome): void {
    if (run.abandoned) return;
    const { observer, finished, settled } = this.#tools;
    const { item } = run;
    this.#runs.delete(run);
    this.#queue.settled(item);
    if (outcome.kind === 'released') {
      this.#release(item, outcome);
    } else {
      this.quarantine.release(item.id);
      if (outcome.kind === 'deadLettered') {
        const name = nameOf(item);
        observer.tell('deadLettered', { ...name, error: outcome.error });
        observer.report('warn', `event ${item.id} (${name.code}) went to the dead letter.`, {
          err: outcome.error,
        });
      } else if (observer.hears('handled')) {
        const durationMs = this.#tools.settings.clock.now() - outcome.startedAt;
        observer.tell('handled', { ...nameOf(item), attempt: outcome.attempt, durationMs });
      }
      finished(item.id);
    }
    if (this.#runs.size === 0) this.#quiet?.resolve();
    settled();
  }

  #release(item: Item, outcome: Outcome & { kind: 'released' }): void {
    const { observer, released } = this.#tools;
    const { reason, error } = outcome;
    const name = nameOf(item);
    const fields = error === undefined ? {} : { err: error };
    observer.tell('released', { ...name, reason, ...(error === undefined ? {} : { error }) });
    if (outcome.setAside) {
      const { delayMs, first } = this.quarantine.add(item.id);
      observer.tell('quarantined', { ...name, delayMs, error });
      observer.report(
        first ? 'error' : 'debug',
        `event ${item.id} (${name.code}) is set aside for ${delayMs / 1_000} s: ${reason}. It stays unconfirmed at the platform.`,
        fields,
      );
    } else {
      observer.report(
        'warn',
        `event ${item.id} (${name.code}) was released: ${reason}. It comes back with a sweep.`,
        fields,
      );
    }
    released(item);
  }
}

function nameOf({ id, event }: Item): { eventId: string; code: string } {
  return { eventId: id, code: String(event.code) };
}
