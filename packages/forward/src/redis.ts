/**
 * Cursors, claims of webhooks and locks in Redis, through ioredis.
 *
 * @packageDocumentation
 */
export type { HeldLock, Lock, LockOptions } from './stores/lock.ts';
export type { RedisLike, RedisOptions } from './stores/redis/redis-client.ts';
export { redisCursorStore } from './stores/redis/redis-cursor-store.ts';
export { redisDedupe } from './stores/redis/redis-dedupe.ts';
export { redisLock } from './stores/redis/redis-lock.ts';
