// Rows and cursor in one transaction: what an event led to and the place in the feed are saved together or not at all, so each event
// has its effect exactly once. Needs a database: DATABASE_URL=postgresql://user:password@host/database
import { isSigningProcessed, ReestroClient } from '@partner-apis/reestro';
import pg from 'pg';
import { withReestroSandbox } from './support/reestro-sandbox.ts';

const { DATABASE_URL } = process.env;
if (DATABASE_URL === undefined) {
  console.log(
    'This example needs a PostgreSQL: set DATABASE_URL, such as postgresql://user@127.0.0.1/postgres.',
  );
  process.exit();
}

const pool = new pg.Pool({ connectionString: DATABASE_URL });
// A connection that dies while nobody uses it would end the process otherwise.
pool.on('error', ({ message }) => console.error(`PostgreSQL: ${message}`));
await pool.query(`
  CREATE TABLE IF NOT EXISTS reestro_cursors (key text PRIMARY KEY, cursor text NOT NULL);
  CREATE TABLE IF NOT EXISTS reestro_events (event_id text PRIMARY KEY, signed boolean NOT NULL, body jsonb NOT NULL);
`);

/** Runs `work` in a transaction. */
async function transaction(work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await work(client);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

await withReestroSandbox(async (sandbox) => {
  await using reestro = ReestroClient.fromEnv();
  // The sandbox begins anew each time, so its cursor does too.
  const key = sandbox === undefined ? 'certificates' : `sandbox ${new Date().toISOString()}`;
  const feed = reestro.crypto.events.feed({
    key,
    startFrom: 'oldest',
    cursorMode: 'external', // the reader only loads; the handler saves
    store: {
      async load(key) {
        const { rows } = await pool.query<{ cursor: string }>(
          'SELECT cursor FROM reestro_cursors WHERE key = $1',
          [key],
        );
        return rows[0]?.cursor;
      },
    },
    // A lock of the database's own keeps a second process waiting instead of working on the same events.
    async lock(name) {
      const client = await pool.connect();
      await client.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
      return { release: () => client.release(true) };
    },
    pageHandler: (events, { cursor }) =>
      transaction(async (client) => {
        for (const event of events)
          await client.query('INSERT INTO reestro_events VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
            event.eventId,
            isSigningProcessed(event),
            event.raw,
          ]);
        await client.query(
          'INSERT INTO reestro_cursors VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET cursor = excluded.cursor',
          [key, cursor],
        );
        console.log(`${events.length} events and the cursor ${cursor}, in one transaction`);
        if (sandbox !== undefined) void feed.stop();
      }),
  });
  sandbox?.reestro.addEvents(20, 'signed');
  process.once('SIGINT', () => void feed.stop());
  await feed.run();
});
const { rows } = await pool.query<{ count: string }>('SELECT count(*) FROM reestro_events');
console.log(`${rows[0]?.count} rows`);
await pool.end();
