import { Acknowledgements } from './confirming/acknowledgements.ts';
import { ConfirmQueue } from './confirming/confirm-queue.ts';
import type { EngineParts } from './engine-parts.ts';
import { type ConsumerHealth, healthOf } from './observing/health.ts';
import { Denials } from './asking/denials.ts';
import { Intake } from './intake.ts';
import { Ladder } from './asking/ladder.ts';
import { Observer } from './observing/observer.ts';
import type { Settings } from './options.ts';
import { Poller } from './asking/poller.ts';
import { Slots } from './handling/slots.ts';
import { Life } from './life.ts';
import { stopAll, type StopLimits, type StopResult } from './stopping/stop.ts';
import { Sweeper } from './unconfirmed/sweeper.ts';

/**
 * The endless loop: poll, hand out, confirm, sweep. Its parts change only what is theirs and then call {@link pump}, which looks at
 * everything and starts what can be started. There is no other place where something begins, so there is none where the loop can end
 * unnoticed.
 */
export class Engine {
  readonly life: Life;
  readonly observer: Observer;
  readonly slots: Slots;
  readonly confirms: ConfirmQueue;
  readonly poller: Poller;
  readonly sweeper: Sweeper;
  readonly acknowledgements = new Acknowledgements();
  readonly settings: Settings;
  readonly #intake: Intake;
  readonly #ladder: Ladder;
  readonly #denials: Denials;
  readonly #done = Promise.withResolvers<void>();
  readonly #ending: (() => void) | undefined;
  #pumping = false;
  #again = false;
  #stopping: Promise<StopResult> | undefined;
  #fatal: { readonly error: unknown } | undefined;
  #lastEventAt: number | undefined;
  #resumedAt = 0;

  constructor({ settings, routes, platform, logger, owner, ending }: EngineParts) {
    this.settings = settings;
    this.#ending = ending;
    const { clock, random } = settings;
    const observer = new Observer(settings.hooks, logger, owner);
    this.observer = observer;
    this.life = new Life(observer);
    this.#ladder = new Ladder(settings.poll.ladder, clock);
    this.#denials = new Denials(clock);
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
    this.#intake = new Intake({
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
      life: this.life,
      unconfirmed: () => this.confirms.size,
      finished: (id) => {
        this.#intake.finished(id);
        this.confirms.add(id, this.acknowledgements.awaited(id));
      },
      released: (item) => {
        this.#intake.released(item.id);
        this.sweeper.sightings.note(item.id, item.since);
      },
      settled: () => {
        if (this.slots.idle) this.confirms.flush();
        this.pump();
      },
    });
    this.sweeper = new Sweeper({
      ...shared,
      ...settings.sweep,
      owner: settings.owner,
      firstPage: settings.limitMax,
      look: (raw, askedAt) => this.#intake.look(raw, 'sweep', askedAt),
      accept: (arrival) => this.#accepted(this.#intake.accept(arrival, 'sweep')),
      setAside: (id) => this.slots.quarantine.holds(id),
      room: () => this.slots.sweepRoom,
      completed: () => {
        this.poller.completedAt = clock.now();
        this.#denials.forget();
      },
      missed: (since) => this.poller.missed(since),
      fatal,
      pump,
    });
    this.poller = new Poller({
      ...shared,
      ladder: this.#ladder,
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

  start(): void {
    this.life.to('running');
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
    if (!this.life.to('paused')) return;
    this.poller.end();
    this.sweeper.end();
    this.confirms.flush();
  }

  resume(): void {
    if (this.life.state !== 'paused' || !this.life.to('running')) return;
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
    const { life, slots, confirms, poller, sweeper } = this;
    const parts = { life, slots, confirms, poller, sweeper, clock: this.settings.clock };
    const stopped = stopAll(parts, limits);
    this.#ending?.();
    const result = await stopped;
    life.to(this.#fatal === undefined ? 'stopped' : 'failed');
    this.acknowledgements.close();
    if (this.#fatal === undefined) this.#done.resolve();
    else this.#done.reject(this.#fatal.error);
    return result;
  }

  health(): ConsumerHealth {
    const { life, poller, slots, confirms, settings } = this;
    return healthOf({
      state: life.state,
      now: settings.clock.now(),
      liveWithinMs: settings.liveWithinMs,
      resumedAt: this.#resumedAt,
      lastEventAt: this.#lastEventAt,
      timeout: this.#ladder.timeout,
      unconfirmed: confirms.size,
      poller,
      slots,
    });
  }

  /** In this order, so that with work on both sides every second free slot goes to each. */
  #step(): void {
    if (!this.life.running) return;
    this.slots.fill('poll');
    this.poller.next(this.slots.pollRoom);
    this.slots.fill('sweep');
    this.sweeper.next();
  }

  #take(events: readonly unknown[], askedAt: number): number {
    this.#denials.forget();
    let accepted = 0;
    for (const raw of events) {
      const arrival = this.#intake.look(raw, 'poll', askedAt);
      if (arrival === undefined) continue;
      this.#accepted(this.#intake.accept(arrival, 'poll'));
      accepted += 1;
    }
    return accepted;
  }

  #accepted(item: ReturnType<Intake['accept']>): void {
    this.#lastEventAt = this.settings.clock.now();
    this.slots.add(item);
  }

  #acknowledged(ids: readonly string[]): void {
    for (const id of ids) {
      this.#intake.acknowledged(id);
      this.acknowledgements.yes(id);
    }
    this.pump();
  }

  #refused(id: string, error: unknown): void {
    this.#intake.acknowledged(id);
    this.acknowledgements.no(id, error);
  }

  /** Ends the run; false where the error is not believed yet, and asking again may help. */
  #fail(error: unknown): boolean {
    if (this.#fatal !== undefined || this.#stopping !== undefined) return true;
    if (!this.#denials.believed(error)) return false;
    this.#fatal = { error };
    this.observer.report('error', 'it stops: asking again cannot help. run() rejects with the error.', {
      err: error,
    });
    void this.stop();
    return true;
  }
}
