import type { Clock } from '@partner-apis/core/user';
import { RecentMap } from '../recent-map.ts';

/**
 * When each unconfirmed id was first seen. An id that another process is handling looks the same as one that nobody handles any more: only
 * its age tells them apart.
 */
export class Sightings {
  readonly #clock: Clock;
  readonly #first = new RecentMap<number>(50_000);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether an id has been seen before. */
  has(id: string): boolean {
    return this.#first.has(id);
  }

  /** Age of an id in milliseconds; 0 when it is seen for the first time. */
  ageOf(id: string): number {
    const first = this.#first.get(id);
    if (first !== undefined) return this.#clock.now() - first;
    this.#first.set(id, this.#clock.now());
    return 0;
  }

  /** This process has had the id since `at`. */
  note(id: string, at: number): void {
    if (!this.#first.has(id)) this.#first.set(id, at);
  }

  /** The ids given are all there are: the rest is confirmed. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const [id] of this.#first.entries()) if (!ids.has(id)) this.#first.delete(id);
  }
}
