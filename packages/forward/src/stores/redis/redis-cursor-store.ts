import { CursorConflictError, type CursorStore, CursorStoreError } from '@partner-apis/core';
import { keysOf, type RedisLike, type RedisOptions } from './redis-client.ts';

const LOAD = `return redis.call('GET', KEYS[1])`;

/** ARGV: whether something should be there, what, and what comes in its place. Gives whether it was set, and what is there otherwise. */
const SAVE = `
local found = redis.call('GET', KEYS[1])
if (ARGV[1] == '1' and found == ARGV[2]) or (ARGV[1] == '0' and not found) then
  redis.call('SET', KEYS[1], ARGV[3])
  return { 1 }
end
return { 0, found }`;

/**
 * Keeps cursors in Redis, each save one compare-and-set in the server. What Redis has acknowledged can be gone after a crash unless it keeps
 * an append-only file: then a reader finds an older cursor, and hands out again what came after it.
 */
export function redisCursorStore(client: RedisLike, options: RedisOptions = {}): CursorStore {
  const keyOf = keysOf(client, options, 'cursor');
  return {
    async load(key) {
      const value = await asked(key, 'loaded', () => client.eval(LOAD, 1, keyOf(key)));
      if (value === null || value === undefined) return undefined;
      if (typeof value === 'string' && value !== '') return value;
      throw new CursorStoreError(`What Redis has for the cursor '${key}' is damaged.`, key, {
        hint: 'Something else wrote under this key. Restore the cursor, or delete it to start from where startFrom says.',
      });
    },
    async save(key, next, previous) {
      const expected = previous === undefined ? '0' : '1';
      const answer = await asked(key, 'saved', () =>
        client.eval(SAVE, 1, keyOf(key), expected, previous ?? '', next),
      );
      const [saved, found] = Array.isArray(answer) ? (answer as unknown[]) : [];
      if (saved === 1) return;
      throw new CursorConflictError(key, previous, typeof found === 'string' ? found : undefined);
    },
  };
}

async function asked(key: string, done: 'loaded' | 'saved', ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask();
  } catch (cause) {
    throw new CursorStoreError(`The cursor '${key}' could not be ${done}: Redis failed.`, key, { cause });
  }
}
