import { CursorConflictError, CursorStoreError } from '../cursor/cursor-errors.ts';
import type { CursorStore } from '../cursor/cursor-store.ts';

/** What {@link keyvCursorStore} needs of a Keyv, in front of Redis, Postgres, SQLite and others. */
export interface KeyvLike {
  /** Reads a value; undefined where there is none. */
  get(key: string): Promise<unknown>;
  /** Stores a value, for `ttl` milliseconds where that is given. */
  set(key: string, value: string, ttl?: number): Promise<unknown>;
  /** Removes a value. */
  delete(key: string): Promise<unknown>;
  /** Listens for errors of the storage behind it. */
  on?(event: 'error', listener: (error: unknown) => void): unknown;
  /** Stops listening. */
  off?(event: 'error', listener: (error: unknown) => void): unknown;
}

/**
 * Keeps cursors in a Keyv. A Keyv reports errors of its database as `error` events and answers as if nothing were there; this adapter
 * turns them into CursorStoreError, believes "nothing there" only of a database that has just kept and given back another value, and reads
 * back what it wrote. Cursors never expire, whatever `ttl` the Keyv has.
 *
 * A Keyv cannot compare and set at once. Saves of one process are put in line; a second process that saves within the same millisecond is
 * noticed at the next save. Where that is not enough, give the feed a `lock`.
 */
export function keyvCursorStore(keyv: KeyvLike): CursorStore {
  let last: Promise<unknown> = Promise.resolve();
  const load = (key: string): Promise<string | undefined> => {
    return guarded(keyv, key, 'loaded', async () => {
      const value = await keyv.get(key);
      if (value === undefined || value === null) {
        await prove(keyv, key);
        return undefined;
      }
      return checked(key, value);
    });
  };
  const replace = async (key: string, next: string, previous: string | undefined): Promise<void> => {
    const found = await load(key);
    if (found !== previous) throw new CursorConflictError(key, previous, found);
    await guarded(keyv, key, 'saved', async () => {
      await keyv.set(key, next, 0);
      const kept = await keyv.get(key);
      if (kept === next) return;
      if (typeof kept === 'string' && kept !== previous) throw new CursorConflictError(key, next, kept);
      throw new Error('What was written is not there.');
    });
  };
  return {
    load,
    save(key, next, previous) {
      const save = last.then(() => replace(key, next, previous));
      last = save.catch(() => {});
      return save;
    },
  };
}

function checked(key: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  const what = value === '' ? 'empty text' : `of type ${typeof value}`;
  throw new CursorStoreError(`What is kept for the cursor '${key}' is damaged: it is ${what}.`, key, {
    hint: 'Something else wrote under this key. Restore the cursor, or delete it to start from where startFrom says.',
  });
}

/** Rejects unless the database keeps and gives back a value: one that fails without a word would also have nothing to say. */
async function prove(keyv: KeyvLike, key: string): Promise<void> {
  const probe = `${key}:probe:${crypto.randomUUID()}`;
  await keyv.set(probe, 'probe', 60_000);
  if ((await keyv.get(probe)) !== 'probe') throw new Error('The database did not keep a value.');
  await keyv.delete(probe);
}

/** Runs an action; rejects also when the Keyv reported an error meanwhile and went on as if it had worked. */
async function guarded<T>(
  keyv: KeyvLike,
  key: string,
  done: 'loaded' | 'saved',
  action: () => Promise<T>,
): Promise<T> {
  const errors: unknown[] = [];
  const listener = (error: unknown): void => void errors.push(error);
  keyv.on?.('error', listener);
  try {
    const result = await action();
    if (errors.length > 0) throw errors[0];
    return result;
  } catch (error) {
    if (error instanceof CursorStoreError || error instanceof CursorConflictError) throw error;
    throw new CursorStoreError(`The cursor '${key}' could not be ${done}: its database failed.`, key, {
      cause: errors[0] ?? error,
    });
  } finally {
    keyv.off?.('error', listener);
  }
}
