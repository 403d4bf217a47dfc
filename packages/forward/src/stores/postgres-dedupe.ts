import { createHash, randomUUID } from 'node:crypto';
import type { DedupeOptions, WebhookDedupe } from '@partner-apis/asna';
import { dedupeTimes } from './dedupe-options.ts';
import { type PostgresLike, type PostgresOptions, Table } from './postgres-client.ts';

const COLUMNS =
  'key text PRIMARY KEY, owner text NOT NULL, done boolean NOT NULL, until timestamptz NOT NULL';

/** One in so many claims throws away what need not be remembered any more. */
const SWEEP_EVERY = 1_000;

/**
 * Remembers handled webhooks in PostgreSQL: several processes share it, and of two that get a delivery in the same moment one claims it. Time
 * is the database's.
 *
 * @param options - `table`: default `partner_apis_webhooks`.
 */
export function postgresDedupe(
  pool: PostgresLike,
  { table: name = 'partner_apis_webhooks', ...times }: PostgresOptions & DedupeOptions = {},
): WebhookDedupe {
  const { leaseMs, rememberMs } = dedupeTimes(times);
  const table = new Table(pool, name, COLUMNS);
  const own = randomUUID();
  let claims = 0;
  return {
    async claim(key) {
      claims += 1;
      if (claims % SWEEP_EVERY === 0) await table.run(`DELETE FROM ${name} WHERE until < now()`, []);
      const claimed = await table.run(
        `INSERT INTO ${name} AS kept (key, owner, done, until) VALUES ($1, $2, false, now() + $3 * interval '1 ms')
         ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, done = false, until = excluded.until WHERE kept.until < now()
         RETURNING key`,
        [rowOf(key), own, leaseMs],
      );
      if (claimed.length > 0) return 'claimed';
      const [row] = await table.run(`SELECT done FROM ${name} WHERE key = $1`, [rowOf(key)]);
      return row?.['done'] === true ? 'done' : 'busy';
    },
    async done(key) {
      await table.run(
        `INSERT INTO ${name} (key, owner, done, until) VALUES ($1, $2, true, now() + $3 * interval '1 ms')
         ON CONFLICT (key) DO UPDATE SET done = true, until = excluded.until`,
        [rowOf(key), own, rememberMs],
      );
    },
    async forget(key) {
      await table.run(`DELETE FROM ${name} WHERE key = $1 AND owner = $2 AND NOT done`, [rowOf(key), own]);
    },
  };
}

/** Keys hold what a sender wrote, of any length: a digest is short, and an index takes it. */
function rowOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
