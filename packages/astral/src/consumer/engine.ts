import { Acknowledgements } from './confirming/acknowledgements.ts';
import { ConfirmQueue } from './confirming/confirm-queue.ts';
import type { EngineParts } from './engine-parts.ts';
import { type ConsumerHealth, healthOf } from './observing/health.ts';
import { CredentialRefusals } from './asking/credential-refusals.ts';
import { Admission } from './admission.ts';
import { PollTimeout } from './asking/poll-timeout.ts';
import type { Observer } from './observing/observer.ts';
import { onceATurn } from './timing/once-a-turn.ts';
import type { Settings } from './options.ts';
import { Poller } from './asking/poller.ts';
import { Slots } from './handling/slots.ts';
import type { Lifecycle } from './lifecycle.ts';
import { stopAll, type StopLimits, type StopResult } from './stopping/stop.ts';
import { Sweeper } from './unconfirmed/sweeper.ts';

/**
 * The endless loop: poll, hand out, confirm, sweep. Its parts change only what is theirs and then call {@link pump}, which looks at
 * everything and starts what can be started. There is no other place where something begins, so there is none where the loop can end
 * unnoticed.
 */
export class Engine {
  readonly lifecycle: Lifecycle;
  readonly observer: Observer;
  readonly slots: Slots;
  readonly confirms: ConfirmQueue;
  readonly poller: Poller;
  readonly sweeper: Sweeper;
  readonly acknowledgements = new Acknowledgements();
  readonly settings: Settings;
  readonly #admission: Admission;
  readonly #pollTimeout: PollTimeout;
  readonly #credentialRefusals: CredentialRefusals;
  readonly #done = Promise.withResolvers<void>();
  readonly #ending: (() => void) | undefined;
  #pumping = false;
  #again = false;
  #stopping: Promise<StopResult> | undefined;
  #fatal: { readonly error: unknown } | undefined;
  #lastEventAt: number | undefined;
  #resumedAt = 0;

  constructor({ settings, routes, platform, observer, lifecycle, ending }: EngineParts) {
    this.settings = settings;
    this.#ending = ending;
    const { clock, random } = settings;
    this.observer = observer;
    this.lifecycle = lifecycle;
    this.#pollTimeout = new PollTimeout(settings.poll.ladder, clock);
    this.#credentialRefusals = new CredentialRefusals(clock);
    const shared = { platform, clock, random, observer };
    const fatal = (error: unknown): boolean => this.#fail(error);
    const pump = (): void => this.pump();
    this.confirms = new ConfirmQueue({
      ...shared,
      ...settings.confirm,
      acknowledged: (ids) => this.#acknowledged(ids),
      refused: (id, error) => this.#refused(id, error),
      fatal,
    });
    this.#admission = new Admission({
      clock,
      observer,
      orderKey: settings.orderKey,
      confirming: (id) => this.confirms.has(id),
      confirmAgain: (id) => {
        if (this.slots.confirmable) this.confirms.add(id);
      },
    });
    this.slots = new Slots({
      settings,
      routes,
      observer,
      lifecycle,
      unconfirmed: () => this.confirms.size,
      finished: (id) => {
        this.#admission.finished(id);
        this.confirms.add(id, this.acknowledgements.awaited(id));
      },
      released: (item) => {
        this.#admission.released(item.id);
        this.sweeper.sightings.note(item.id, item.since);
      },
      // A poll for each slot would ask for one event, where one for all that become free together asks for as many as there are.
      settled: onceATurn(() => {
        const { idle } = this.slots;
        this.pump();
        if (idle) this.confirms.flush();
      }),
    });
    this.sweeper = new Sweeper({
      ...shared,
      ...settings.sweep,
      owner: settings.owner,
      firstPage: settings.limitMax,
      look: (raw, askedAt) => this.#admission.look(raw, 'sweep', askedAt),
      accept: (arrival) => this.#accepted(this.#admission.accept(arrival, 'sweep', clock.now())),
      setAside: (id) => this.slots.quarantine.holds(id),
      room: () => this.slots.sweepRoom,
      completed: () => {
        this.poller.completedAt = clock.now();
        this.#credentialRefusals.forget();
      },
      missed: (since) => this.poller.missed(since),
      fatal,
      pump,
    });
    this.poller = new Poller({
      ...shared,
      pollTimeout: this.#pollTimeout,
      slackMs: settings.poll.slackMs,
      take: (events, askedAt) => this.#take(events, askedAt),
      lost: (remainingMs) => this.sweeper.lost(remainingMs),
      fatal,
      pump,
    });
  }

  /** Resolves after the stop, rejects when a fatal error caused it. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  /** Begins to work, as far as its lifecycle lets it: it may have been paused already. */
  start(): void {
    this.sweeper.in(0);
    this.pump();
  }

  /** Starts whatever can be started now. */
  pump(): void {
    this.#again = true;
    // A hook that pauses or stops the consumer calls back into here.
    if (this.#pumping) return;
    this.#pumping = true;
    while (this.#again) {
      this.#again = false;
      this.#step();
    }
    this.#pumping = false;
  }

  pause(): void {
    if (!this.lifecycle.to('paused')) return;
    this.poller.end();
    this.sweeper.end();
    this.confirms.flush();
  }

  resume(): void {
    if (this.lifecycle.state !== 'paused' || !this.lifecycle.to('running')) return;
    this.#resumedAt = this.settings.clock.now();
    this.slots.openGate();
    this.pump();
  }

  stop(limits: StopLimits = {}): Promise<StopResult> {
    if (this.#stopping === undefined) {
      const { promise, resolve, reject } = Promise.withResolvers<StopResult>();
      // Before anything else: a hook that hears of the stop may call it again.
      this.#stopping = promise;
      this.#stop(limits).then(resolve, reject);
    }
    return this.#stopping;
  }

  async #stop(limits: StopLimits): Promise<StopResult> {
    const { lifecycle, slots, confirms, poller, sweeper } = this;
    const parts = { lifecycle, slots, confirms, poller, sweeper, clock: this.settings.clock };
    const stopped = stopAll(parts, limits);
    this.#ending?.();
    const result = await stopped;
    lifecycle.to(this.#fatal === undefined ? 'stopped' : 'failed');
    this.acknowledgements.close();
    if (this.#fatal === undefined) this.#done.resolve();
    else this.#done.reject(this.#fatal.error);
    return result;
  }

  health(): ConsumerHealth {
    const { lifecycle, poller, slots, confirms, settings } = this;
    return healthOf({
      state: lifecycle.state,
      now: settings.clock.now(),
      liveWithinMs: settings.liveWithinMs,
      resumedAt: this.#resumedAt,
      lastEventAt: this.#lastEventAt,
      timeout: this.#pollTimeout.timeout,
      unconfirmed: confirms.size,
      poller,
      slots,
    });
  }

  /** In this order, so that with work on both sides every second free slot goes to each. */
  #step(): void {
    if (!this.lifecycle.running) return;
    this.slots.fill('poll');
    // A handler that pauses or stops the consumer may do so before it waits for anything.
    if (!this.lifecycle.running) return;
    this.poller.next(this.slots.pollRoom);
    this.slots.fill('sweep');
    this.sweeper.next();
  }

  #take(events: readonly unknown[], askedAt: number): number {
    this.#credentialRefusals.forget();
    const now = this.settings.clock.now();
    let accepted = 0;
    for (const raw of events) {
      const arrival = this.#admission.look(raw, 'poll', askedAt);
      if (arrival === undefined) continue;
      this.#accepted(this.#admission.accept(arrival, 'poll', now));
      accepted += 1;
    }
    return accepted;
  }

  #accepted(item: ReturnType<Admission['accept']>): void {
    this.#lastEventAt = item.since;
    this.slots.add(item);
  }

  #acknowledged(ids: readonly string[]): void {
    this.#admission.acknowledged(ids);
    for (const id of ids) this.acknowledgements.yes(id);
    this.pump();
  }

  #refused(id: string, error: unknown): void {
    this.#admission.acknowledged([id]);
    this.acknowledgements.no(id, error);
  }

  /** Ends the run; false where the error is not believed yet, and asking again may help. */
  #fail(error: unknown): boolean {
    if (this.#fatal !== undefined || this.#stopping !== undefined) return true;
    if (!this.#credentialRefusals.believed(error)) return false;
    this.#fatal = { error };
    this.observer.report('error', 'it stops: asking again cannot help. run() rejects with the error.', {
      err: error,
    });
    void this.stop();
    return true;
  }
}
