import { ConfigurationError, CursorConflictError } from '@partner-apis/core';
import { forward, type ForwardItem, reestroSource, type Sink, testSink } from '@partner-apis/forward';
import { pgBossSink, readPgBossJob } from '@partner-apis/forward/pg-boss';
import { postgresCursorStore } from '@partner-apis/forward/postgres';
import { rejection, thrown } from '@partner-apis/test-kit';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type EngineServer, installed, startPostgres } from './support/servers.ts';
import { SOON, stage } from './support/stage.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const item = (id: string, data: unknown = { n: 1 }): ForwardItem => ({
  id,
  source: 'astral',
  type: 'signature.verified',
  event: { id, data },
  receivedAt: 1_795_000_000_000,
});
const put = (sink: Sink, ...items: ForwardItem[]) => sink.put(items, { signal: AbortSignal.timeout(10_000) });

describe.skipIf(!installed.postgres)('with a real PostgreSQL', () => {
  let server: EngineServer;
  let boss: PgBoss;
  let pool: pg.Pool;
  let number = 0;
  beforeAll(async () => {
    server = await startPostgres();
    pool = new pg.Pool({ connectionString: server.url });
    pool.on('error', () => undefined);
    // A connection may still be on its way out of the pool when the server goes.
    pool.on('connect', (client) => client.on('error', () => undefined));
    boss = new PgBoss({ connectionString: server.url, supervise: false, schedule: false });
    boss.on('error', () => undefined);
    await boss.start();
  });
  afterAll(async () => {
    await boss.stop({ graceful: false });
    await pool.end();
    await server.close();
  });
  const fresh = async (options: object = {}): Promise<string> => {
    const queue = `q${(number += 1)}`;
    await boss.createQueue(queue, options);
    return queue;
  };
  const jobs = async (queue: string) => {
    const { rows } = await pool.query<{ id: string; data: unknown }>(
      'SELECT id, data FROM pgboss.job WHERE name = $1',
      [queue],
    );
    return rows;
  };

  test.each(['standard', 'key_strict_fifo'])('the sink keeps the contract (%s)', (policy) =>
    testSink(async () => {
      const queue = await fresh({ policy });
      const stored = async () => Promise.all((await jobs(queue)).map((job) => readPgBossJob(job)));
      return { sink: pgBossSink({ boss, queue }), stored };
    }),
  );

  test('an item that comes again is a duplicate, also when its job is done, and the worker reads the typed event', async () => {
    const queue = await fresh();
    const sink = pgBossSink({ boss, queue, job: { retryLimit: 5 } });
    expect(await put(sink, item('1', { at: '2026-01-02' }))).toEqual(['stored']);
    const [job] = await boss.fetch(queue);
    const Event = z.object({ data: z.object({ at: z.coerce.date() }) });
    const read = await readPgBossJob(job ?? { id: '', data: undefined }, Event);
    expect([read.id, read.event.data.at.getUTCFullYear()]).toEqual(['1', 2026]);
    await boss.complete(queue, job?.id ?? '');
    expect(await put(sink, item('1'), item('2'))).toEqual(['duplicate', 'stored']);
  });

  test('items with a key keep their order in a queue that can', async () => {
    const queue = await fresh({ policy: 'key_strict_fifo' });
    const sink = pgBossSink({ boss, queue });
    await put(
      sink,
      { ...item('1'), orderKey: 'k' },
      { ...item('2'), orderKey: 'k' },
      { ...item('3'), orderKey: 'other' },
    );
    const { rows } = await pool.query('SELECT singleton_key FROM pgboss.job WHERE name = $1', [queue]);
    expect(rows.map((row) => String(row.singleton_key)).toSorted()).toEqual(['k', 'k', 'other']);
  });

  test.each(['short', 'singleton', 'stately', 'exclusive'])(
    'a queue that would drop jobs (%s) ends the forwarder',
    async (policy) => {
      const sink = pgBossSink({ boss, queue: await fresh({ policy }) });
      const error = await rejection(put(sink, item('1')));
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error.message).toContain('drops jobs');
    },
  );

  test('a queue that is not there is named', async () => {
    const error = await rejection(put(pgBossSink({ boss, queue: 'nowhere' }), item('1')));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain('pg-boss has no queue nowhere.');
  });

  test('data that PostgreSQL refuses is rejected alone', async () => {
    const queue = await fresh();
    const outcomes = await put(
      pgBossSink({ boss, queue }),
      item('1'),
      { ...item('2'), type: 'a\u0000b' },
      item('3'),
    );
    expect(outcomes).toEqual([
      'stored',
      { reject: expect.stringContaining('PostgreSQL refuses its data (22') },
      'stored',
    ]);
    expect(await jobs(queue)).toHaveLength(2);
  });

  describe('jobs and cursor of Kontur.Reestro', () => {
    const cursorOf = async (key: string) => {
      const { rows } = await pool.query('SELECT cursor FROM partner_apis_cursors WHERE key = $1', [key]);
      return rows[0]?.cursor as string | undefined;
    };

    test('are saved in one transaction, and another store on the same table goes on there', async () => {
      const { sandbox, reestro } = await stage();
      const queue = await fresh();
      sandbox.reestro.addEvents(250, 'signed');
      const source = reestroSource(reestro, {
        key: queue,
        startFrom: 'oldest',
        idleMs: { min: 10, max: 20 },
      });
      const forwarder = forward({ source, sink: pgBossSink({ boss, queue }) });
      const run = forwarder.run();
      await expect.poll(async () => (await jobs(queue)).length, SOON).toBe(250);
      await forwarder.stop();
      await run;
      const last = await cursorOf(queue);
      expect(await postgresCursorStore(pool).load(queue)).toBe(last);
      expect(last).toBeTruthy();
    });

    test('are both not there when either cannot be saved', async () => {
      const queue = await fresh();
      const sink = pgBossSink({ boss, queue });
      await sink.cursors?.load(queue);
      const signal = AbortSignal.timeout(10_000);
      const cursor = { key: queue, next: 'c1', previous: undefined };
      expect(await sink.put([item('1')], { signal, cursor })).toEqual(['stored']);
      const conflict = await rejection(sink.put([item('2')], { signal, cursor: { ...cursor, next: 'c2' } }));
      expect(conflict).toBeInstanceOf(CursorConflictError);
      expect([await jobs(queue), await cursorOf(queue)]).toEqual([[expect.anything()], 'c1']);
      const circle: { self?: unknown } = {};
      circle.self = circle;
      const next = { key: queue, next: 'c2', previous: 'c1' };
      await sink.put([item('3'), { ...item('4'), event: circle }], { signal, cursor: next });
      expect([(await jobs(queue)).length, await cursorOf(queue)]).toEqual([2, 'c1']);
      expect(await sink.put([], { signal, cursor: next })).toEqual([]);
      expect(await cursorOf(queue)).toBe('c2');
    });
  });

  test('a disk that is full is to be tried again', async () => {
    const queue = await fresh();
    await pool.query(`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$`);
    await pool.query(
      'CREATE TRIGGER full_disk BEFORE INSERT ON pgboss.job_common FOR EACH ROW EXECUTE FUNCTION full_disk()',
    );
    expect(await rejection(put(pgBossSink({ boss, queue }), item('1')))).toMatchObject({ code: '53100' });
    await pool.query('DROP TRIGGER full_disk ON pgboss.job_common');
    expect(await put(pgBossSink({ boss, queue }), item('1'))).toEqual(['stored']);
  });
});

test('options that cannot work are refused', () => {
  expect(thrown(() => pgBossSink({ boss: {} as never, queue: 'q' })).message).toContain(
    'needs a started PgBoss',
  );
  expect(
    thrown(() => pgBossSink({ boss: { insert() {}, getDb() {} } as never, queue: '' })).message,
  ).toContain('name of a queue');
});
