import { leaseLock } from '../lease.ts';
import type { Lock, LockOptions } from '../lock.ts';
import { keysOf, type RedisLike, type RedisOptions } from './redis-client.ts';

/** The token counts on for ever, so it is in a key of its own; the braces keep both in one slot of a cluster. */
const TAKE = `
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return redis.call('INCR', KEYS[2]) end
return false`;

const RENEW = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0`;

const GIVE = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end`;

/**
 * A lock in Redis: one holder at a time, renewed while it lives, with a fencing token. A Redis that loses what it acknowledged (a crash
 * without an append-only file, a failover) can give the lock to two; the token and the compare-and-set of the cursor are what then holds.
 */
export function redisLock(client: RedisLike, options: RedisOptions & LockOptions = {}): Lock {
  const keyOf = keysOf(client, options, 'lock');
  return leaseLock(
    {
      async take(key, owner, ttlMs) {
        const token = await client.eval(
          TAKE,
          2,
          keyOf(`{${key}}`),
          keyOf(`{${key}}:token`),
          owner,
          Math.ceil(ttlMs),
        );
        return typeof token === 'number' ? token : undefined;
      },
      async renew(key, owner, ttlMs) {
        return (await client.eval(RENEW, 1, keyOf(`{${key}}`), owner, Math.ceil(ttlMs))) === 1;
      },
      async give(key, owner) {
        await client.eval(GIVE, 1, keyOf(`{${key}}`), owner);
      },
    },
    options,
  );
}
