import { ConfigurationError, CursorStoreError } from '@partner-apis/core';
import { testCursorStore, testDedupe, testLock } from '@partner-apis/forward';
import { postgresCursorStore, postgresDedupe, postgresLock } from '@partner-apis/forward/postgres';
import { rejection } from '@partner-apis/test-kit';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type EngineServer, freePort, installed, startPostgres } from './support/servers.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describe.skipIf(!installed.postgres)('on a real PostgreSQL', () => {
  let server: EngineServer;
  let one: pg.Pool;
  let two: pg.Pool;
  let number = 0;
  const fresh = (): string => `t${(number += 1)}`;

  beforeAll(async () => {
    server = await startPostgres();
    one = new pg.Pool({ connectionString: server.url });
    two = new pg.Pool({ connectionString: server.url });
    // A connection may still be on its way out of the pool when the server goes.
    for (const pool of [one, two]) {
      pool.on('error', () => undefined);
      pool.on('connect', (client) => client.on('error', () => undefined));
    }
  });
  afterAll(async () => {
    await one.end();
    await two.end();
    await server.close();
  });

  test('the cursor store keeps the contract', () =>
    testCursorStore(() => postgresCursorStore(one, { table: fresh() })));

  test('the dedupe keeps the contract, seen from two pools', () =>
    testDedupe(() => {
      const options = { table: fresh(), leaseMs: 200 };
      return { dedupe: postgresDedupe(one, options), other: postgresDedupe(two, options), leaseMs: 200 };
    }));

  test('the lock keeps the contract, seen from two pools', () =>
    testLock(() => {
      const table = fresh();
      const options = { table, ttlMs: 1_000 };
      const steal = (key: string) => two.query(`UPDATE ${table} SET owner = 'a thief' WHERE key = $1`, [key]);
      return { lock: postgresLock(one, options), other: postgresLock(two, options), ttlMs: 1_000, steal };
    }));

  test('the table is made once, however many need it at the same moment, also in another schema', async () => {
    await one.query('CREATE SCHEMA state');
    const stores = Array.from({ length: 10 }, (_, n) =>
      postgresCursorStore(n % 2 ? one : two, { table: 'state.cursors' }),
    );
    await Promise.all(stores.map((store, n) => store.save(`k${n}`, 'c', undefined)));
    const { rows } = await one.query('SELECT count(*)::int AS count FROM state.cursors');
    expect(rows).toEqual([{ count: 10 }]);
  });

  test('what is there and no cursor is damage', async () => {
    const table = fresh();
    const store = postgresCursorStore(one, { table });
    await store.load('k');
    await one.query(`INSERT INTO ${table} (key, cursor) VALUES ('k', '')`);
    expect(await rejection(store.load('k'))).toBeInstanceOf(CursorStoreError);
  });

  test('a table that cannot be made is tried again', async () => {
    const store = postgresCursorStore(one, { table: 'later.cursors' });
    expect(await rejection(store.load('k'))).toMatchObject({ code: 'CURSOR_STORE', reason: '3F000' });
    await one.query('CREATE SCHEMA later');
    expect(await store.load('k')).toBeUndefined();
  });
});

test('a PostgreSQL that is away is no empty cursor store', async () => {
  const pool = new pg.Pool({ host: '127.0.0.1', port: await freePort() });
  const error = await rejection(postgresCursorStore(pool).load('k'));
  expect(error).toMatchObject({ code: 'CURSOR_STORE', reason: 'ECONNREFUSED' });
  await pool.end();
});

test.each(['a b', 'A', '"q"', 'a.b.c', 'x; DROP TABLE y', ''])('the table name %j is refused', (table) => {
  expect(() => postgresCursorStore({ query: () => Promise.reject(new Error('asked')) }, { table })).toThrow(
    ConfigurationError,
  );
});
