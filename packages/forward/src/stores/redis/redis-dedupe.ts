import { randomUUID } from 'node:crypto';
import type { DedupeOptions, WebhookDedupe } from '@partner-apis/asna';
import { dedupeTimes } from '../dedupe-options.ts';
import { keysOf, type RedisLike, type RedisOptions } from './redis-client.ts';

const CLAIM = `
local found = redis.call('GET', KEYS[1])
if found then
  if found == 'done' then return 'done' end
  return 'busy'
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 'claimed'`;

const DONE = `redis.call('SET', KEYS[1], 'done', 'PX', ARGV[1])`;

/** Only of its own claim: after the lease somebody else may have one. */
const FORGET = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end`;

/** Remembers handled webhooks in Redis: several processes share it, and of two that get a delivery in the same moment one claims it. */
export function redisDedupe(client: RedisLike, options: RedisOptions & DedupeOptions = {}): WebhookDedupe {
  const keyOf = keysOf(client, options, 'webhook');
  const { leaseMs, rememberMs } = dedupeTimes(options);
  const own = randomUUID();
  return {
    async claim(key) {
      const answer = await client.eval(CLAIM, 1, keyOf(key), own, Math.ceil(leaseMs));
      if (answer === 'claimed' || answer === 'done' || answer === 'busy') return answer;
      throw new Error('Redis gave an unknown answer to a claim.');
    },
    async done(key) {
      await client.eval(DONE, 1, keyOf(key), Math.ceil(rememberMs));
    },
    async forget(key) {
      await client.eval(FORGET, 1, keyOf(key), own);
    },
  };
}
