import type { Clock } from '@partner-apis/core/user';
import { ResettableTimer } from '../timing/resettable-timer.ts';
import { type Arrival, listOf } from '../handling/arrival.ts';
import { backoff, LEAST_PAUSE } from '../asking/backoff.ts';
import { RequestSlot, type RequestEnd } from '../asking/request-slot.ts';
import type { Observer } from '../observing/observer.ts';
import type { Platform, PollAnswer } from '../asking/platform.ts';
import { Sightings } from './sightings.ts';
import { SweepTimes } from './sweep-times.ts';
import { classifyFailure } from '../asking/classify-failure.ts';
import { settlesWithin } from '@partner-apis/core/vendor';

/** How long one sweep may take, and how long `owner()` may think, in milliseconds. */
const LIMIT = 30_000;
const OWNER_LIMIT = 10_000;
/** The most that is asked for when events which cannot be taken fill the page. */
const LARGEST_PAGE = 10_000;
/** Between two pages of one sweep that brought nothing to take, in milliseconds. */
const PAGE_PAUSE = 250;

/** What the sweeper works with. */
export interface SweeperTools {
  readonly platform: Platform;
  readonly clock: Clock;
  readonly random: () => number;
  readonly observer: Observer;
  readonly everyMs: number;
  readonly minAgeMs: number;
  readonly firstPage: number;
  readonly owner: (() => boolean | Promise<boolean>) | undefined;
  /** Reads an item; undefined where it must not be taken on. */
  readonly look: (raw: unknown, askedAt: number) => Arrival | undefined;
  readonly accept: (arrival: Arrival) => void;
  readonly setAside: (id: string) => boolean;
  readonly room: () => number;
  readonly completed: () => void;
  /** Only this process sweeps, and an event was handed out since `since` that no poll has brought. */
  readonly missed: (since: number) => void;
  readonly fatal: (error: unknown) => boolean;
  readonly pump: () => void;
}

/**
 * Reads the events that were handed out and not confirmed (manual, section 3.2): what a crash, a lost answer or a release has left behind
 * is found nowhere else. There is no offset, and what is in hand or set aside stays at the head, so a page that is full of such events
 * is asked for again with a larger limit.
 */
export class Sweeper {
  readonly sightings: Sightings;
  readonly #tools: SweeperTools;
  readonly #request: RequestSlot;
  readonly #timer: ResettableTimer;
  readonly #times = new SweepTimes();
  #limit: number;
  #notBefore = 0;
  #failures = 0;
  #asking = false;
  #granted = false;
  #ended = false;
  /** When the last page that held everything was asked for. */
  #wholeAt: number | undefined;

  constructor(tools: SweeperTools) {
    this.#tools = tools;
    this.sightings = new Sightings(tools.clock);
    this.#request = new RequestSlot(tools.clock);
    this.#timer = new ResettableTimer(tools.clock, tools.pump);
    this.#limit = tools.firstPage;
  }

  /** Asks for a sweep `ms` from now. */
  in(ms: number): void {
    if (!this.#ended) this.#times.add(this.#tools.clock.now() + ms);
  }

  /** A poll was lost: look soon, and again when the platform has given up on it too. */
  lost(remainingMs: number): void {
    const { random } = this.#tools;
    this.in(500 + random() * 1_000);
    if (remainingMs > 0) this.in(remainingMs + 2_000 + random() * 2_000);
  }

  /** Sends the next page if one is due and there is room for what it brings. */
  next(): void {
    if (this.#ended || this.#request.busy || this.#asking) return;
    const { clock, room, owner, firstPage } = this.#tools;
    const at = Math.max(this.#times.next, this.#notBefore);
    if (clock.now() < at) {
      if (Number.isFinite(at)) this.#timer.set(at);
      return;
    }
    // Half a page of room at least: a request for each event that leaves would be one too many.
    if (room() < 1 || room() * 2 < firstPage) return;
    if (owner !== undefined && !this.#granted) return void this.#elect(owner);
    this.#granted = false;
    this.#send();
  }

  /** Gives up the page under way; nothing is lost by that. */
  end(): void {
    this.#timer.clear();
    const durationMs = this.#request.ageMs;
    if (!this.#request.end('The consumer takes no more events.')) return;
    const nothing = { outcome: 'ended', events: 0, accepted: 0 } as const;
    this.#tools.observer.tell('sweep', { limit: this.#limit, durationMs, ...nothing });
    this.in(0);
  }

  /** For good. */
  close(): void {
    this.end();
    this.#ended = true;
  }

  /** Asks whether this process is to sweep, then lets the loop come by again. */
  async #elect(owner: () => boolean | Promise<boolean>): Promise<void> {
    const { observer, clock, pump } = this.#tools;
    this.#asking = true;
    try {
      const asked = (async () => owner())();
      this.#granted = (await settlesWithin(clock, OWNER_LIMIT, asked)) && (await asked);
    } catch (error) {
      observer.report('error', 'owner() failed; this process does not sweep until it works.', { error });
    }
    this.#asking = false;
    if (!this.#granted) {
      this.#times.begin(clock.now());
      this.#interval();
    }
    pump();
  }

  #send(): void {
    const { clock, platform } = this.#tools;
    const askedAt = clock.now();
    const limit = this.#limit;
    this.#times.begin(askedAt);
    this.#request.start<PollAnswer>(
      (signal) => platform.sweep(limit, signal),
      LIMIT,
      (end) => {
        this.#landed(limit, askedAt, end);
        this.#tools.pump();
      },
      () => {},
    );
  }

  #landed(limit: number, askedAt: number, end: RequestEnd<PollAnswer>): void {
    const { clock, observer, completed } = this.#tools;
    this.#notBefore = clock.now() + LEAST_PAUSE;
    const report = { limit, durationMs: end.ageMs };
    if (end.kind === 'answer') {
      this.#failures = 0;
      completed();
      const events = listOf(end.value.body);
      const { accepted, left } = this.#sort(events, askedAt, events.length < limit);
      observer.tell('sweep', { ...report, outcome: 'answered', events: events.length, accepted });
      return this.#plan(events.length >= limit, accepted, left);
    }
    const late = 'No answer came in time; the connection was dropped.';
    const error = end.kind === 'error' ? end.error : new Error(late);
    const retryInMs = this.#failed(error);
    observer.tell('sweep', { ...report, outcome: 'failed', events: 0, accepted: 0, error, retryInMs });
  }

  /** Takes on what can be taken on; `left` is what could be but for want of room. */
  #sort(events: readonly unknown[], askedAt: number, all: boolean): { accepted: number; left: number } {
    const { clock, observer, random, minAgeMs, look, accept, setAside, room, owner, missed } = this.#tools;
    const seen = new Set<string>();
    let fresh = false;
    let [accepted, left, ripeIn] = [0, 0, Number.POSITIVE_INFINITY];
    const dropped = (eventId: string, why: 'set-aside' | 'young'): void =>
      observer.tell('dropped', { eventId, source: 'sweep', why });
    for (const raw of events) {
      const arrival = look(raw, askedAt);
      if (arrival === undefined) continue;
      const { id } = arrival;
      seen.add(id);
      fresh ||= !this.sightings.has(id);
      const age = this.sightings.ageOf(id);
      if (setAside(id)) {
        dropped(id, 'set-aside');
      } else if (age < minAgeMs) {
        ripeIn = Math.min(ripeIn, minAgeMs - age);
        dropped(id, 'young');
      } else if (room() < 1) {
        left += 1;
      } else {
        accept(arrival);
        accepted += 1;
      }
    }
    // With several processes it may be in hand elsewhere: minAgeMs of 0 says that there is no other.
    const alone = owner !== undefined && minAgeMs === 0;
    if (fresh && alone && this.#wholeAt !== undefined) missed(this.#wholeAt);
    if (all) this.sightings.keepOnly(seen);
    this.#wholeAt = all ? askedAt : undefined;
    // Replicas that saw the same ids at the same time must not take them at the same time.
    if (Number.isFinite(ripeIn))
      this.#times.add(clock.now() + ripeIn + random() * Math.min(30_000, minAgeMs / 4));
    return { accepted, left };
  }

  #plan(full: boolean, accepted: number, left: number): void {
    const { clock, firstPage, observer } = this.#tools;
    if (!full) this.#limit = firstPage;
    if (left > 0 || (full && accepted > 0)) {
      // There is more: go on as soon as there is room.
      this.#times.add(clock.now());
    } else if (full && this.#limit < LARGEST_PAGE) {
      this.#limit = Math.min(LARGEST_PAGE, this.#limit * 2);
      this.#notBefore = clock.now() + PAGE_PAUSE;
      this.#times.add(clock.now());
    } else {
      if (full) {
        observer.report(
          'warn',
          `the first ${LARGEST_PAGE} unconfirmed events are all in hand, young or set aside; what is behind them cannot be reached.`,
        );
        this.#limit = firstPage;
      }
      this.#interval();
    }
  }

  /** The next regular one, at a time of its own for each instance. */
  #interval(): void {
    const { everyMs, random } = this.#tools;
    this.in(everyMs * (0.75 + random() / 2));
  }

  /** How long to wait before it is tried again. */
  #failed(error: unknown): number {
    const { clock, random, observer, fatal, firstPage } = this.#tools;
    const failure = classifyFailure(error);
    this.#failures += 1;
    if (failure.kind === 'fatal' && fatal(error)) return 0;
    // A page too large to be answered is no reason to ask for it again.
    this.#limit = firstPage;
    const asked = failure.kind === 'throttled' ? failure.waitMs : LEAST_PAUSE;
    const retryInMs = Math.round(Math.max(asked, backoff(this.#failures, random)));
    this.#notBefore = clock.now() + retryInMs;
    this.#times.add(clock.now());
    const what = `a sweep over the unconfirmed events failed; it is repeated in ${retryInMs} ms.`;
    observer.report('warn', what, { err: error, failures: this.#failures });
    return retryInMs;
  }
}
