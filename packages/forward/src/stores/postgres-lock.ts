import { leaseLock } from './lease.ts';
import type { Lock, LockOptions } from './lock.ts';
import { type PostgresLike, type PostgresOptions, Table } from './postgres-client.ts';

const COLUMNS =
  'key text PRIMARY KEY, owner text NOT NULL, token bigint NOT NULL, until timestamptz NOT NULL';

/**
 * A lock in PostgreSQL: one holder at a time, renewed while it lives, with a fencing token. It holds no connection, so it works through
 * PgBouncer too. Time is the database's.
 *
 * @param options - `table`: default `partner_apis_locks`.
 */
export function postgresLock(
  pool: PostgresLike,
  { table: name = 'partner_apis_locks', ...options }: PostgresOptions & LockOptions = {},
): Lock {
  const table = new Table(pool, name, COLUMNS);
  return leaseLock(
    {
      async take(key, owner, ttlMs) {
        const [row] = await table.run(
          `INSERT INTO ${name} AS held (key, owner, token, until) VALUES ($1, $2, 1, now() + $3 * interval '1 ms')
           ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, token = held.token + 1, until = excluded.until
           WHERE held.until < now() RETURNING token`,
          [key, owner, ttlMs],
        );
        return row === undefined ? undefined : Number(row['token']);
      },
      async renew(key, owner, ttlMs) {
        const renewed = await table.run(
          `UPDATE ${name} SET until = now() + $3 * interval '1 ms' WHERE key = $1 AND owner = $2 AND until >= now() RETURNING key`,
          [key, owner, ttlMs],
        );
        return renewed.length > 0;
      },
      async give(key, owner) {
        // The row stays, for its token.
        await table.run(`UPDATE ${name} SET until = '-infinity' WHERE key = $1 AND owner = $2`, [key, owner]);
      },
    },
    options,
  );
}
