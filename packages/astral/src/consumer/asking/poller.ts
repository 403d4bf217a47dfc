import type { Clock } from '@partner-apis/core/user';
import { ResettableTimer } from '../timing/resettable-timer.ts';
import { listOf } from '../handling/arrival.ts';
import { backoff, idlePause, LEAST_PAUSE } from './backoff.ts';
import { RequestSlot, type RequestEnd } from './request-slot.ts';
import type { PollTimeout, PollTimeoutChange } from './poll-timeout.ts';
import type { Observer } from '../observing/observer.ts';
import type { Platform, PollAnswer } from './platform.ts';
import { classifyFailure } from './classify-failure.ts';

/** An empty answer that comes sooner was not waited for, in milliseconds. */
const AT_ONCE = 250;
/** An answer from something on the way that comes later tells of an idle limit there, in milliseconds. */
const TELLING = 5_000;
/** A poll that lived at least this long shows that asking again at once is no flood, in milliseconds. */
const LIVED = 10_000;

/** So many deaths of the shortest polls at one age are a limit. */
const SAME_AGE = 3;

/** What the poller works with. */
export interface PollerTools {
  readonly platform: Platform;
  readonly clock: Clock;
  readonly random: () => number;
  readonly observer: Observer;
  readonly pollTimeout: PollTimeout;
  readonly slackMs: number;
  /** Takes on what arrived; how many events it was. */
  readonly take: (events: readonly unknown[], askedAt: number) => number;
  /** Events may have been handed out to a connection that is gone; the platform may keep handing them out for `remainingMs`. */
  readonly lost: (remainingMs: number) => void;
  readonly fatal: (error: unknown) => boolean;
  /** Something has changed: look whether there is something to do. */
  readonly pump: () => void;
}

/** The long poll (manual, section 3.2): one request at a time, the next one right after the last, and only for what can be taken. */
export class Poller {
  readonly #tools: PollerTools;
  readonly #request: RequestSlot;
  readonly #timer: ResettableTimer;
  #notBefore = 0;
  #idle = 0;
  /** Polls in a row that something on the way ended before their time. */
  #early = 0;
  /** Until when the platform may hand events to a connection that is gone. */
  #lostUntil = 0;
  /** Ages at which the shortest polls died, in milliseconds. */
  #short: number[] = [];
  #asked = { limit: 0, timeout: 0, startedAt: 0 };
  /** Failures since the last completed poll. */
  failures = 0;
  /** Epoch milliseconds. */
  startedAt: number | undefined;
  /** Epoch milliseconds. */
  completedAt: number | undefined;

  constructor(tools: PollerTools) {
    this.#tools = tools;
    this.#request = new RequestSlot(tools.clock);
    this.#timer = new ResettableTimer(tools.clock, tools.pump);
  }

  /** Sends the next poll if none is under way, room for its events is free, and no pause is due. */
  next(room: number): void {
    if (this.#request.busy || room < 1) return;
    const { clock, platform, pollTimeout, slackMs } = this.#tools;
    if (clock.now() < this.#notBefore) return this.#timer.set(this.#notBefore);
    const timeout = pollTimeout.timeout;
    const startedAt = clock.now();
    this.startedAt = startedAt;
    const asked = { limit: room, timeout, startedAt };
    this.#asked = asked;
    this.#request.start<PollAnswer>(
      (signal) => platform.poll(room, timeout, signal),
      timeout * 1_000 + slackMs,
      (end) => {
        this.#landed(asked, end);
        this.#tools.pump();
      },
      ({ body }) => this.#late(listOf(body)),
    );
  }

  /** Gives up the poll under way. */
  end(): void {
    this.#timer.clear();
    const { limit, timeout } = this.#asked;
    const durationMs = this.#request.ageMs;
    if (!this.#request.end('The consumer takes no more events.')) return;
    const nothing = { outcome: 'ended', events: 0, accepted: 0 } as const;
    this.#tools.observer.tell('poll', { limit, timeout, durationMs, ...nothing });
    // The answer may have been on its way.
    this.#lost(Math.max(0, timeout * 1_000 - durationMs));
  }

  /**
   * An event was handed out after `since`, to nobody but this poll, and has not come: its path is dead, though nothing has said so. Not where
   * the platform may still have been serving an earlier connection.
   */
  missed(since: number): void {
    const asked = this.#asked;
    if (asked.startedAt > since || this.#lostUntil > since) return;
    const { ageMs } = this.#request;
    if (this.#request.end('The sweep found what this poll should have brought.'))
      this.#landed(asked, { kind: 'overdue', ageMs });
  }

  #lost(remainingMs: number): void {
    this.#lostUntil = Math.max(this.#lostUntil, this.#tools.clock.now() + remainingMs);
    this.#tools.lost(remainingMs);
  }

  #late(events: readonly unknown[]): void {
    if (events.length === 0) return;
    this.#tools.observer.tell('dropped', { eventId: undefined, source: 'poll', why: 'late' });
    this.#lost(0);
    this.#tools.pump();
  }

  #landed(asked: { limit: number; timeout: number; startedAt: number }, end: RequestEnd<PollAnswer>): void {
    const report = { limit: asked.limit, timeout: asked.timeout, durationMs: end.ageMs };
    if (end.kind === 'answer') {
      const events = listOf(end.value.body);
      const accepted = this.#tools.take(events, asked.startedAt);
      this.#tools.observer.tell('poll', { ...report, outcome: 'answered', events: events.length, accepted });
      return this.#answered(end.value.status, end.ageMs, asked.timeout, accepted);
    }
    const error =
      end.kind === 'error'
        ? end.error
        : new Error(
            `A poll of ${asked.timeout} s brought nothing in ${Math.round(end.ageMs / 1_000)} s though it should have; its connection was dropped.`,
          );
    const retryInMs = this.#failed(error, end, asked.timeout);
    this.#tools.observer.tell('poll', {
      ...report,
      outcome: 'failed',
      events: 0,
      accepted: 0,
      error,
      retryInMs,
    });
  }

  #answered(status: number, ageMs: number, timeout: number, accepted: number): void {
    const { clock, pollTimeout } = this.#tools;
    if ((status === 408 || status === 504) && ageMs < timeout * 900) {
      this.#cutShort(status, ageMs, timeout);
    } else {
      this.completedAt = clock.now();
      this.failures = 0;
      this.#early = 0;
      this.#step(pollTimeout.completed(ageMs));
    }
    this.#idle = accepted === 0 && ageMs < AT_ONCE ? this.#idle + 1 : 0;
    if (this.#idle > 0) this.#notBefore = clock.now() + idlePause(this.#idle);
  }

  /** Not the platform ended this poll but something on the way: no sign of life, whatever the status says. */
  #cutShort(status: number, ageMs: number, timeout: number): void {
    const { pollTimeout, observer } = this.#tools;
    if (ageMs >= TELLING) {
      this.#step(pollTimeout.died(ageMs, timeout));
      this.#tooShort(ageMs, timeout);
      this.#lost(timeout * 1_000 - ageMs);
    }
    this.#early += 1;
    // Now and then is enough: they can come many times a second.
    if ((this.#early & (this.#early - 1)) !== 0) return;
    observer.report(
      'warn',
      `a poll of ${timeout} s was answered ${status} after ${Math.round(ageMs / 1_000)} s: a gateway on the way gave up, so it does not count as a sign of life.`,
      { early: this.#early },
    );
  }

  /** How long to wait before the next poll. */
  #failed(error: unknown, end: RequestEnd<PollAnswer>, timeout: number): number {
    const { clock, random, pollTimeout, observer } = this.#tools;
    const failure = end.kind === 'overdue' ? ({ kind: 'died' } as const) : classifyFailure(error);
    this.failures += 1;
    this.#idle = 0;
    if (failure.kind === 'fatal' && this.#tools.fatal(error)) return 0;
    if (failure.kind === 'died') {
      this.#step(pollTimeout.died(end.ageMs, timeout, end.kind === 'overdue'));
      this.#tooShort(end.ageMs, timeout);
      this.#lost(Math.max(0, timeout * 1_000 - end.ageMs));
    } else if (failure.kind === 'transient' && failure.unknown) {
      this.#lost(0);
    }
    const asked = failure.kind === 'throttled' ? failure.waitMs : LEAST_PAUSE;
    const inARow = end.ageMs >= LIVED ? 1 : this.failures;
    const retryInMs = Math.round(Math.max(asked, backoff(inARow, random)));
    this.#notBefore = clock.now() + retryInMs;
    observer.report('warn', `a poll failed; the next one follows in ${retryInMs} ms. No event is lost.`, {
      err: error,
      failures: this.failures,
    });
    return retryInMs;
  }

  /** Connections that do not live even as long as the shortest poll: nothing here can help that. */
  #tooShort(ageMs: number, timeout: number): void {
    const { pollTimeout, observer } = this.#tools;
    if (timeout > pollTimeout.lowest || ageMs < 1_000 || ageMs >= timeout * 1_000) return;
    const similar = this.#short.filter((other) => Math.abs(other - ageMs) <= Math.max(1_000, ageMs * 0.1));
    this.#short = [...similar, ageMs];
    if (this.#short.length < SAME_AGE) return;
    this.#short = [];
    observer.report(
      'error',
      `${SAME_AGE} polls died after about ${Math.round(ageMs / 1_000)} s, and the shortest one takes ${timeout} s: something on the way has an ` +
        `idle limit below that. Raise it (TIMEOUTidle of stunnel, a proxy, a firewall) above ${timeout} s.`,
    );
  }

  #step(step: PollTimeoutChange | undefined): void {
    if (step === undefined) return;
    const { observer } = this.#tools;
    observer.tell('ladder', step);
    observer.report('info', `polls now wait ${step.to} s instead of ${step.from} s (${step.why}).`);
  }
}
