import type { Clock } from '@partner-apis/core/user';

/** Deaths of a younger age say nothing about how long a connection may rest, in seconds. */
const TELLING_AGE = 5;
/** How long a learned ceiling is believed before one longer poll tries it, in milliseconds; doubled each time it holds. */
const PROBE_AFTER = 3_600_000;
const PROBE_AFTER_MOST = 86_400_000;

/** A change of the poll timeout, in seconds. */
export interface PollTimeoutChange {
  readonly from: number;
  readonly to: number;
  /** `died`: one step down; `ceiling`: below the age at which connections die here; `recovered`: a step up; `probe`: above the ceiling. */
  readonly why: 'died' | 'ceiling' | 'recovered' | 'probe';
}

/**
 * How long the platform is asked to hold a poll. Starts with the longest, steps down when a connection dies, and up again after
 * a poll that outlived the last death (manual, section 3.2). Three deaths that nobody noticed lead to the lowest step. Two connections that die at a similar age give away an idle limit on the way: from then on polls stay
 * below it, and now and then one tries whether it is still there.
 */
export class PollTimeout {
  readonly #steps: readonly number[];
  readonly #clock: Clock;
  #at = 0;
  #deaths: number[] = [];
  /** The last death: as long as it is believed, only a poll that outlived it lengthens the polls. */
  #last: { readonly age: number; readonly until: number } | undefined;
  /** Silent deaths since a poll outlived the last one. */
  #silent = 0;
  #ceiling: { readonly age: number; until: number; probeAfterMs: number; probing: boolean } | undefined;

  /** @param steps - Seconds, longest first. */
  constructor(steps: readonly number[], clock: Clock) {
    this.#steps = steps;
    this.#clock = clock;
  }

  /** Seconds to ask for. */
  get timeout(): number {
    return this.#steps[this.#at] ?? 60;
  }

  /** The shortest poll, in seconds. */
  get lowest(): number {
    return this.#steps.at(-1) ?? 60;
  }

  /** A connection died `ageMs` after the request; `timeout` is what the request had asked for, in seconds. */
  died(ageMs: number, timeout: number, unnoticed = false): PollTimeoutChange | undefined {
    const from = this.timeout;
    const age = Math.min(ageMs / 1_000, timeout);
    const kept = this.#ceiling;
    if (age >= TELLING_AGE) this.#last = { age, until: this.#clock.now() + PROBE_AFTER };
    if (kept?.probing === true && age >= TELLING_AGE) {
      const probeAfterMs = Math.min(PROBE_AFTER_MOST, kept.probeAfterMs * 2);
      this.#hold(Math.min(age, kept.age), probeAfterMs);
      return this.#moved(from, 'ceiling');
    }
    if (kept?.probing === true)
      Object.assign(kept, { probing: false, until: this.#clock.now() + kept.probeAfterMs });
    // Nobody said when it died, so its age tells no limit: few such deaths must do, since each costs a whole poll.
    const silent = unnoticed || age >= timeout;
    if (age >= TELLING_AGE && !silent) {
      const similar = this.#deaths.filter((other) => Math.abs(other - age) <= Math.max(1, age * 0.1));
      if (similar.length > 0) {
        this.#deaths = [];
        this.#hold(Math.min(age, ...similar), PROBE_AFTER);
        return this.#moved(from, 'ceiling');
      }
      this.#deaths = [...this.#deaths.slice(-5), age];
    }
    if (silent) this.#silent += 1;
    const down = !silent || this.#silent < 2 ? 1 : this.#silent === 2 ? 2 : this.#steps.length;
    this.#at = Math.min(this.#at + down, this.#steps.length - 1);
    return this.#moved(from, 'died');
  }

  /** A poll was answered `ageMs` after the request, with events or without. */
  completed(ageMs: number): PollTimeoutChange | undefined {
    const kept = this.#ceiling;
    // It outlived what connections were thought to survive.
    if (kept?.probing === true && ageMs / 1_000 > kept.age) this.#ceiling = undefined;
    const last = this.#last;
    const outlived = last === undefined || ageMs / 1_000 > last.age || this.#clock.now() >= last.until;
    if (outlived) this.#silent = 0;
    const from = this.timeout;
    const next = this.#steps[this.#at - 1];
    if (next === undefined) return undefined;
    const above = this.#ceiling !== undefined && next > limitOf(this.#ceiling.age);
    if (above && this.#ceiling !== undefined) {
      if (this.#clock.now() < this.#ceiling.until || this.#ceiling.probing) return undefined;
      this.#ceiling.probing = true;
    } else if (!outlived) {
      return undefined;
    }
    this.#at -= 1;
    return this.#moved(from, above ? 'probe' : 'recovered');
  }

  #hold(age: number, probeAfterMs: number): void {
    this.#ceiling = { age, probeAfterMs, until: this.#clock.now() + probeAfterMs, probing: false };
    const below = this.#steps.findIndex((step) => step <= limitOf(age));
    this.#at = below === -1 ? this.#steps.length - 1 : Math.max(below, 0);
  }

  #moved(from: number, why: PollTimeoutChange['why']): PollTimeoutChange | undefined {
    return this.timeout === from ? undefined : { from, to: this.timeout, why };
  }
}

/** The longest poll that is safe where connections die at this age. */
function limitOf(age: number): number {
  return age * 0.9;
}
