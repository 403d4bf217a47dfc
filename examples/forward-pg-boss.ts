// Hands the certificates of Kontur.Reestro over to pg-boss: the jobs of a page and the place in the feed are saved in one transaction. Needs a
// PostgreSQL: DATABASE_URL=postgresql://user:password@host/database. Without REESTRO_API_KEY it runs against the sandbox, and ends
// after three events; else with Ctrl+C.
import { forward, reestroSource } from '@partner-apis/forward';
import { pgBossSink, readPgBossJob } from '@partner-apis/forward/pg-boss';
import { postgresLock } from '@partner-apis/forward/postgres';
import { ReestroClient } from '@partner-apis/reestro';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { withReestroSandbox } from './support/reestro-sandbox.ts';

const { DATABASE_URL } = process.env;
if (DATABASE_URL === undefined) {
  console.log(
    'This example needs a PostgreSQL: set DATABASE_URL, such as postgresql://user@127.0.0.1/postgres.',
  );
  process.exit();
}

const QUEUE = 'certificates';
const boss = new PgBoss({ connectionString: DATABASE_URL });
boss.on('error', ({ message }) => console.error(`pg-boss: ${message}`));
await boss.start();
await boss.createQueue(QUEUE, { retryLimit: 5, retryBackoff: true });
const pool = new pg.Pool({ connectionString: DATABASE_URL });
// A connection that dies while nobody uses it would end the process otherwise.
pool.on('error', ({ message }) => console.error(`PostgreSQL: ${message}`));

await withReestroSandbox(async (sandbox) => {
  await using reestro = ReestroClient.fromEnv();
  const forwarder = forward({
    source: reestroSource(reestro, {
      // The sandbox begins anew each time, so its place does too.
      key: sandbox === undefined ? QUEUE : `sandbox ${new Date().toISOString()}`,
      startFrom: 'oldest',
      // No store: the sink saves the place with the jobs. A second forwarder waits for the lock.
      lock: postgresLock(pool),
    }),
    sink: pgBossSink({ boss, queue: QUEUE }),
    signals: ['SIGTERM', 'SIGINT'],
  });

  let handled = 0;
  await boss.work(QUEUE, { batchSize: 10, pollingIntervalSeconds: 0.5 }, async (jobs) => {
    for (const job of jobs) {
      const { id, type } = await readPgBossJob(job);
      console.log(`handled ${id}: ${type}`);
      handled += 1;
    }
    if (sandbox !== undefined && handled >= 3) void forwarder.stop();
  });

  sandbox?.reestro.addEvents(3, 'signed');
  await forwarder.run();
  console.log(`${forwarder.health().stored} handed over`);
});
await boss.stop();
await pool.end();
