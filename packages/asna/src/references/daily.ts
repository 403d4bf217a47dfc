import type { Runtime } from '@partner-apis/core/vendor';

/** Asked again sooner than this, a dictionary is asked for too often. */
const SOON_MS = 12 * 3_600_000;

/** How many places are remembered. */
const REMEMBERED = 1_000;

/** Notices a loop that asks for the same again and again, where ASNA asks for about once a day; says so once. */
export class DailyLimit {
  readonly #runtime: Pick<Runtime, 'clock' | 'logger'>;
  readonly #askedAt = new Map<string, number>();
  #said = false;

  constructor(runtime: Pick<Runtime, 'clock' | 'logger'>) {
    this.#runtime = runtime;
  }

  /** Somebody asks for `place` of an operation. */
  asked(operation: string, place: string): void {
    const { clock, logger } = this.#runtime;
    const key = `${operation} ${place}`;
    const now = clock.now();
    const before = this.#askedAt.get(key);
    this.#askedAt.delete(key);
    this.#askedAt.set(key, now);
    if (this.#askedAt.size > REMEMBERED) {
      for (const oldest of this.#askedAt.keys()) {
        this.#askedAt.delete(oldest);
        break;
      }
    }
    if (before === undefined || now - before >= SOON_MS || this.#said) return;
    this.#said = true;
    logger.warn(
      { vendor: 'asna', operation, afterMs: Math.round(now - before) },
      `ASNA ${operation} was asked for the same again: ASNA's documentation asks for about once a day. Keep what it answered; requests too often end in 429 for everybody behind this address.`,
    );
  }
}
