import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import KeyvRedis from '@keyv/redis';
import {
  isCursorConflictError,
  isCursorStoreError,
  keyvCursorStore,
  testCursorStore,
} from '@partner-apis/core';
import Keyv from 'keyv5';
import { describe, expect, onTestFinished, test } from 'vitest';
import { installed, startPostgres, startRedis } from './support/servers.ts';
import { sqliteStore } from './support/sqlite-store.ts';

async function reasonOf(promise: Promise<unknown>): Promise<unknown> {
  const [outcome] = await Promise.allSettled([promise]);
  return outcome.status === 'rejected' ? outcome.reason : undefined;
}

describe('in memory', () => {
  test('keeps the contract', async () => {
    await expect(testCursorStore(() => keyvCursorStore(new Keyv()))).resolves.toBeUndefined();
  });

  test('keeps cursors under the keys they have, for ever, whatever the ttl of the Keyv', async () => {
    const keyv = new Keyv({ ttl: 1 });
    await keyvCursorStore(keyv).save('k', 'c1', undefined);
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 10);
    });
    expect(await keyv.get('k')).toBe('c1');
  });

  test.each([[''], [7], [{ cursor: 'c1' }], [true], [['c1']]])(
    '%j under the key is damage',
    async (value) => {
      const keyv = new Keyv();
      await keyv.set('k', value);
      const store = keyvCursorStore(keyv);
      expect(isCursorStoreError(await reasonOf(store.load('k')))).toBe(true);
      expect(isCursorStoreError(await reasonOf(store.save('k', 'c1', undefined)))).toBe(true);
      expect(await keyv.get('k')).toEqual(value);
    },
  );
});

describe('a database that fails', () => {
  /** A Keyv over a Map whose calls can be made to fail. */
  function failing(): { keyv: Keyv; broken: Set<string> } {
    const broken = new Set<string>();
    const map = new Map<string, string>();
    const fail = (name: string): void => {
      if (broken.has(name)) throw new Error(`no ${name}`);
    };
    const store = {
      get: async (key: string) => (fail('get'), map.get(key)),
      set: async (key: string, value: string) => (fail('set'), map.set(key, value)),
      delete: async (key: string) => (fail('delete'), map.delete(key)),
      clear: async () => map.clear(),
    };
    return { keyv: new Keyv({ store }), broken };
  }

  test('is an error, although a Keyv answers as if nothing were there', async () => {
    const { keyv, broken } = failing();
    const store = keyvCursorStore(keyv);
    await store.save('k', 'c1', undefined);
    broken.add('get');
    expect(await reasonOf(store.load('k'))).toMatchObject({ code: 'CURSOR_STORE', key: 'k' });
    broken.clear();
    broken.add('set');
    expect(isCursorStoreError(await reasonOf(store.save('k', 'c2', 'c1')))).toBe(true);
    broken.clear();
    expect(await store.load('k')).toBe('c1');
  });

  test('is an error also when it fails without a word', async () => {
    const deaf = { get: async () => undefined, set: async () => true, delete: async () => false };
    expect(isCursorStoreError(await reasonOf(keyvCursorStore(deaf).load('k')))).toBe(true);
    const forgetful = {
      get: async (key: string) => (key === 'k' ? 'c1' : undefined),
      set: async () => true,
      delete: async () => true,
    };
    expect(isCursorStoreError(await reasonOf(keyvCursorStore(forgetful).save('k', 'c2', 'c1')))).toBe(true);
  });

  test('leaves no listener', async () => {
    const { keyv, broken } = failing();
    broken.add('get');
    const before = keyv.listeners('error').length;
    await reasonOf(keyvCursorStore(keyv).load('k'));
    expect(keyv.listeners('error')).toHaveLength(before);
  });
});

test('SQLite keeps the contract, and the cursor after the program', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sqlite-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  let count = 0;
  const open = (name: string): Keyv => new Keyv({ store: sqliteStore(join(folder, name)) });
  await testCursorStore(() => keyvCursorStore(open(`${(count += 1)}.db`)));
  await keyvCursorStore(open('own.db')).save('k', 'c1', undefined);
  expect(await keyvCursorStore(open('own.db')).load('k')).toBe('c1');
});

describe.runIf(installed.redis)('a real Redis', () => {
  test('keeps the contract; a second process is noticed; its death is an error, not "nothing there"', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.close());
    const keyvs: Keyv[] = [];
    onTestFinished(async () => {
      await Promise.allSettled(keyvs.map((keyv) => keyv.disconnect()));
    });
    const open = (namespace: string): Keyv => {
      const adapter = new KeyvRedis({ url: redis.url, socket: { reconnectStrategy: false } });
      const keyv = new Keyv({ store: adapter, namespace });
      keyvs.push(keyv);
      return keyv;
    };
    let count = 0;
    await testCursorStore(() => keyvCursorStore(open(`contract-${(count += 1)}`)));

    const [one, other] = [keyvCursorStore(open('shared')), keyvCursorStore(open('shared'))];
    await one.save('k', 'c1', undefined);
    await other.save('k', 'c2', 'c1');
    expect(isCursorConflictError(await reasonOf(one.save('k', 'c3', 'c1')))).toBe(true);

    await redis.kill();
    expect(isCursorStoreError(await reasonOf(one.load('k')))).toBe(true);
    expect(isCursorStoreError(await reasonOf(one.save('k', 'c3', 'c2')))).toBe(true);
  }, 30_000);
});

describe.runIf(installed.postgres)('a real PostgreSQL', () => {
  test('keeps the contract; its death is an error, not "nothing there"', async () => {
    const postgres = await startPostgres();
    onTestFinished(() => postgres.close());
    // In a process of its own: the driver cannot be loaded with the export conditions of the test runner.
    const script = new URL('support/postgres-contract.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, ['--conditions=@partner-apis/source', script, postgres.url]);
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said === 'kept\n') void postgres.kill().then(() => child.stdin.end());
      });
    await once(child, 'close');
    expect(said).toBe('kept\nCURSOR_STORE\n');
  }, 60_000);
});
