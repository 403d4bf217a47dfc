/**
 * Cursors, claims of webhooks and locks in PostgreSQL, through pg.
 *
 * @packageDocumentation
 */
export type { HeldLock, Lock, LockOptions } from './stores/lock.ts';
export type { PostgresLike, PostgresOptions } from './stores/postgres-client.ts';
export { postgresCursorStore } from './stores/postgres-cursor-store.ts';
export { postgresDedupe } from './stores/postgres-dedupe.ts';
export { postgresLock } from './stores/postgres-lock.ts';
