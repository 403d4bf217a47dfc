import { CursorStoreError, isCursorConflictError, isCursorStoreError } from './cursor-errors.ts';
import type { FeedConfig } from '../feed-config.ts';
import type { PagePart } from '../reader/page-part.ts';
import { jittered, waitFor } from '../waits.ts';

/** Further tries of a save that failed, before the reader gives up: about a quarter of a minute. */
const SAVE_RETRIES = 5;
const SAVE_DELAY = { min: 250, max: 8_000 };

type KeeperConfig = Pick<
  FeedConfig<unknown>,
  'key' | 'title' | 'load' | 'save' | 'saveEvery' | 'clock' | 'random' | 'logger'
>;

/**
 * How far everything was handled, and how much of that is saved. Saves go one at a time, each naming what the one before kept, so a cursor
 * that somebody else moved is noticed and none ever goes back.
 */
export class CursorKeeper {
  readonly #config: KeeperConfig;
  readonly #halt: AbortSignal;
  readonly #onFailure: (error: unknown) => void;
  /** What the store holds. */
  #kept: string | undefined;
  /** Everything up to here was handled. */
  #reached: string | undefined;
  /** Ids handled since the last save. */
  #unsaved: string[] = [];
  #saving: Promise<void> | undefined;
  #cancelTimer: (() => void) | undefined;
  #closed = false;
  readonly #inBackground = (): void => void this.flush().catch(this.#onFailure);

  /**
   * @param halt - Aborts when the reader stops: a save that fails then is tried once more and not waited for.
   * @param onFailure - Hears of saves that nobody waits for.
   */
  constructor(config: KeeperConfig, halt: AbortSignal, onFailure: (error: unknown) => void) {
    this.#config = config;
    this.#halt = halt;
    this.#onFailure = onFailure;
  }

  /** The saved cursor; undefined only when the store says that there is none. */
  async load(): Promise<string | undefined> {
    const { key, title, load } = this.#config;
    let cursor: unknown;
    try {
      cursor = await load(key);
    } catch (cause) {
      if (isCursorStoreError(cause)) throw cause;
      throw new CursorStoreError(`The ${title} reader could not load its cursor '${key}'.`, key, {
        cause,
        hint: 'Nothing was read: without the cursor it would start from the beginning.',
      });
    }
    if (cursor !== undefined && (typeof cursor !== 'string' || cursor === '')) {
      const what = cursor === '' ? 'empty' : cursor === null ? 'null' : `of type ${typeof cursor}`;
      throw new CursorStoreError(`The ${title} reader cannot use its cursor '${key}': it is ${what}.`, key, {
        hint: 'A store says "nothing there" with undefined; anything else is damage. Restore the cursor, or delete it to start from startFrom.',
      });
    }
    this.#kept = cursor;
    this.#reached = cursor;
    return cursor;
  }

  get reached(): string | undefined {
    return this.#reached;
  }

  /** Ids of events that were handled and are not covered by the saved cursor. */
  get unsaved(): readonly string[] {
    return this.#unsaved;
  }

  /** This was handled, and the cursor that comes next stands for it. */
  took(handled: Pick<PagePart<unknown>, 'addIdsTo'>): void {
    if (this.#closed || this.#config.save === undefined) return;
    handled.addIdsTo(this.#unsaved);
  }

  /** Everything up to `cursor` was handled. Saves when enough has come together, else starts the timer. */
  advance(cursor: string): void {
    if (this.#closed) return;
    this.#reached = cursor;
    const { save, saveEvery, clock } = this.#config;
    if (save === undefined) {
      this.#kept = cursor;
      return;
    }
    if (this.#unsaved.length >= saveEvery.events) this.#inBackground();
    else this.#cancelTimer ??= clock.schedule(saveEvery.ms, this.#inBackground);
  }

  /** Resolves when the cursor is saved. */
  async flush(): Promise<void> {
    this.#stopTimer();
    while (this.#reached !== this.#kept && this.#reached !== undefined) {
      this.#saving ??= this.#save(this.#reached).finally(() => {
        this.#saving = undefined;
      });
      await this.#saving;
    }
  }

  /** No cursor moves from here on: what finishes late does not count. */
  close(): void {
    this.#closed = true;
    this.#stopTimer();
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  async #save(next: string): Promise<void> {
    const { key, save, load, clock, random } = this.#config;
    if (save === undefined) return;
    const covered = this.#unsaved.length;
    for (let failures = 0; ; failures += 1) {
      try {
        await save(key, next, this.#kept);
        break;
      } catch (error) {
        if (isCursorConflictError(error)) {
          // A save that seemed to fail may have taken effect.
          if (failures > 0 && (await load(key)) === next) break;
          throw error;
        }
        if (failures >= SAVE_RETRIES || (failures > 0 && this.#halt.aborted)) throw this.#unsavable(error);
        this.#config.logger.warn(
          { key, failures: failures + 1, err: error },
          `The cursor '${key}' could not be saved; it is tried again`,
        );
        await waitFor(clock, jittered(SAVE_DELAY, failures, random), this.#halt);
      }
    }
    this.#kept = next;
    this.#unsaved.splice(0, covered);
  }

  #unsavable(cause: unknown): unknown {
    const { key, title } = this.#config;
    if (isCursorStoreError(cause)) return cause;
    return new CursorStoreError(`The ${title} reader could not save its cursor '${key}'.`, key, {
      cause,
      hint: 'What was handled since the last save will be handled again.',
    });
  }
}
