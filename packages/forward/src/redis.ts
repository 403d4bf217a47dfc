/**
 * Cursors, claims of webhooks and locks in Redis, through ioredis.
 *
 * @packageDocumentation
 */
export type { HeldLock, Lock, LockOptions } from './stores/lock.ts';
export type { RedisLike, RedisOptions } from './stores/redis-client.ts';
export { redisCursorStore } from './stores/redis-cursor-store.ts';
export { redisDedupe } from './stores/redis-dedupe.ts';
export { redisLock } from './stores/redis-lock.ts';
