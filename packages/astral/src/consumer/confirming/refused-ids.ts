import type { Clock } from '@partner-apis/core/user';
import { ResettableTimer } from '../timing/resettable-timer.ts';
import { RecentMap } from '../recent-map.ts';

/** When refused ids are tried again while nothing else gets through, in milliseconds; doubled each time. */
const FIRST = 30_000;
const LONGEST = 600_000;
/** How long an id that is to blame itself is left alone when a sweep shows it again, in milliseconds. */
const LEFT_ALONE = 3_600_000;

/**
 * Ids that the platform refuses to confirm. While no confirmation gets through at all, they count as unconfirmed, so that a broken endpoint
 * stops the polling, and are tried again now and then. Once another confirmation gets through they have one more try; what is refused
 * then is to blame itself, and neither counted nor tried for a long time: one bad id a day must not stop a consumer after months.
 */
export class RefusedIds {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #retry: (ids: readonly string[]) => void;
  readonly #maxBatch: number;
  readonly #timer: ResettableTimer;
  readonly #counted = new Set<string>();
  readonly #known = new RecentMap<{ readonly at: number; readonly blamed: boolean }>(10_000);
  #waitMs = FIRST;

  constructor(
    tools: { readonly clock: Clock; readonly random: () => number; readonly maxBatch: number },
    retry: (ids: readonly string[]) => void,
  ) {
    this.#clock = tools.clock;
    this.#random = tools.random;
    this.#maxBatch = tools.maxBatch;
    this.#retry = retry;
    this.#timer = new ResettableTimer(tools.clock, () => this.#again());
  }

  /** Those that count as unconfirmed. */
  get size(): number {
    return this.#counted.size;
  }

  /** Whether an id is to be left alone: it is tried again by itself, or not for a while. */
  holds(id: string): boolean {
    if (this.#known.empty) return false;
    const known = this.#known.get(id);
    return this.#counted.has(id) || (known !== undefined && this.#clock.now() - known.at < LEFT_ALONE);
  }

  /** All that are remembered as refused. */
  all(): string[] {
    return Array.from(this.#known.entries(), ([id]) => id);
  }

  /** Keeps an id; whether that is news. */
  add(id: string): boolean {
    const known = this.#known.get(id);
    const blamed = known?.blamed ?? false;
    this.#known.set(id, { at: this.#clock.now(), blamed });
    if (!blamed) {
      this.#counted.add(id);
      this.#timer.set(this.#clock.now() + this.#waitMs * (0.5 + this.#random() / 2));
    }
    return known === undefined;
  }

  /** An id went through after all. */
  forget(id: string): void {
    if (this.#known.empty) return;
    this.#known.delete(id);
    this.#counted.delete(id);
  }

  /** Another confirmation went through. */
  endpointWorks(): void {
    this.#timer.clear();
    this.#waitMs = FIRST;
    if (this.#counted.size === 0) return;
    const ids = [...this.#counted];
    this.#counted.clear();
    for (const id of ids) this.#known.set(id, { at: this.#clock.now(), blamed: true });
    this.#retry(ids);
  }

  close(): void {
    this.#timer.clear();
  }

  #again(): void {
    this.#waitMs = Math.min(LONGEST, this.#waitMs * 2);
    const ids = [...this.#counted].slice(0, this.#maxBatch);
    for (const id of ids) this.#counted.delete(id);
    if (this.#counted.size > 0) this.#timer.set(this.#clock.now() + this.#waitMs);
    if (ids.length > 0) this.#retry(ids);
  }
}
