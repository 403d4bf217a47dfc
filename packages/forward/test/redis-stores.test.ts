import { CursorStoreError } from '@partner-apis/core';
import { testCursorStore, testDedupe, testLock } from '@partner-apis/forward';
import { redisCursorStore, redisDedupe, redisLock } from '@partner-apis/forward/redis';
import { rejection } from '@partner-apis/test-kit';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type EngineServer, installed, startRedis } from './support/servers.ts';

vi.setConfig({ testTimeout: 60_000 });

describe.skipIf(!installed.redis)('on a real Redis', () => {
  let server: EngineServer;
  let clients: Redis[];
  let number = 0;
  const fresh = (): string => `test-${(number += 1)}:`;

  beforeAll(async () => {
    server = await startRedis();
    clients = [new Redis(server.url), new Redis(server.url)];
  });
  afterAll(async () => {
    for (const client of clients) client.disconnect();
    await server.close();
  });
  const both = (): [Redis, Redis] => {
    const [one, two] = clients;
    if (one === undefined || two === undefined) throw new Error('No clients.');
    return [one, two];
  };

  test('the cursor store keeps the contract', () =>
    testCursorStore(() => redisCursorStore(both()[0], { prefix: fresh() })));

  test('the dedupe keeps the contract, seen from two connections', () =>
    testDedupe(() => {
      const [one, two] = both();
      const options = { prefix: fresh(), leaseMs: 200 };
      return { dedupe: redisDedupe(one, options), other: redisDedupe(two, options), leaseMs: 200 };
    }));

  test('the lock keeps the contract, seen from two connections', () =>
    testLock(() => {
      const [one, two] = both();
      const options = { prefix: fresh(), ttlMs: 1_000 };
      return {
        lock: redisLock(one, options),
        other: redisLock(two, options),
        ttlMs: 1_000,
        steal: (key: string) => two.set(`${options.prefix}lock:{${key}}`, 'a thief'),
      };
    }));

  test('a Redis that is away is no empty cursor store', async () => {
    const away = new Redis({
      port: 1,
      host: '127.0.0.1',
      lazyConnect: true,
      enableOfflineQueue: false,
      retryStrategy: () => null,
    });
    away.on('error', () => undefined);
    const error = await rejection(redisCursorStore(away).load('k'));
    expect(error).toBeInstanceOf(CursorStoreError);
    expect(error.message).toBe("The cursor 'k' could not be loaded: Redis failed.");
    away.disconnect();
  });

  test('what is there under the key and no cursor is damage', async () => {
    const [client] = both();
    const prefix = fresh();
    await client.set(`${prefix}cursor:k`, '');
    expect(await rejection(redisCursorStore(client, { prefix }).load('k'))).toBeInstanceOf(CursorStoreError);
    await client.lpush(`${prefix}cursor:l`, 'x');
    expect(await rejection(redisCursorStore(client, { prefix }).load('l'))).toBeInstanceOf(CursorStoreError);
  });
});
