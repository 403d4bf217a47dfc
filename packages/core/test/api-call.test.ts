import { ApiCall, type WithResponse } from '@partner-apis/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Acme, operations } from './support/acme.ts';
import { answer, rejection, serve } from '@partner-apis/test-kit';

const response = { status: 200, headers: {}, requestId: undefined, attempts: [] };
const good = (): ApiCall<number> => new ApiCall(Promise.resolve({ data: 7, response }));
const bad = (): ApiCall<number> =>
  new ApiCall<number>(Promise.reject<WithResponse<number>>(new Error('bad')));

describe('is a promise of the data', () => {
  test('await, then, catch, finally', async () => {
    expect(await good()).toBe(7);
    expect(await good().then((n) => n + 1)).toBe(8);
    expect(await good().then(undefined)).toBe(7);
    expect(await good().then(null, null)).toBe(7);
    expect(await bad().then(undefined, () => 'caught')).toBe('caught');
    expect(await bad().catch((error: unknown) => (error instanceof Error ? error.message : ''))).toBe('bad');
    expect(await good().catch(() => 0)).toBe(7);
    let ran = 0;
    expect(await good().finally(() => (ran += 1))).toBe(7);
    expect((await rejection(bad().finally(() => (ran += 1)))).message).toBe('bad');
    expect(await good().finally(undefined)).toBe(7);
    expect(ran).toBe(2);
    expect(Object.prototype.toString.call(good())).toBe('[object ApiCall]');
  });

  test('Promise.all, race and async functions take it', async () => {
    expect(await Promise.all([good(), good()])).toEqual([7, 7]);
    expect(await Promise.race([good(), new Promise(() => {})])).toBe(7);
    expect(await (async () => good())()).toBe(7);
  });

  test('withResponse: data and how it arrived, of the same one request', async () => {
    const server = await serve(answer(200, { name: 'a' }, { 'x-request-id': 'r1' }));
    const call = new Acme({ baseUrl: server.url }).do.call(operations.get, { params: { id: 'a' } });
    const both = await call.withResponse();
    expect(both).toMatchObject({
      data: { name: 'a' },
      response: { status: 200, requestId: 'r1', attempts: [{ status: 200, waitedMs: 0 }] },
    });
    expect(await call).toBe(both.data);
    expect(server.requests).toHaveLength(1);
  });

  test('it has been sent whether or not anybody awaits it', async () => {
    const server = await serve(answer(200));
    void new Acme({ baseUrl: server.url }).do.call(operations.get, { params: { id: 'a' } });
    await expect.poll(() => server.requests.length).toBe(1);
  });
});

describe('a failure nobody listens to is reported like that of any promise', () => {
  let seen: unknown[] = [];
  let before: NodeJS.UnhandledRejectionListener[] = [];
  const note = (reason: unknown): void => {
    seen.push(reason);
  };

  beforeEach(() => {
    seen = [];
    before = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', note);
  });
  afterEach(() => {
    process.off('unhandledRejection', note);
    for (const listener of before) process.on('unhandledRejection', listener);
  });

  /** Reports come after the microtasks of the turn in which a promise was rejected. */
  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      setImmediate(resolve);
    });

  test('once, when nobody listens', async () => {
    void bad();
    await turn();
    expect(seen).toHaveLength(1);
  });

  test('once, when somebody looks only at success', async () => {
    void bad().then(() => 1);
    await turn();
    expect(seen).toHaveLength(1);
  });

  test.each<[string, (call: ApiCall<number>) => PromiseLike<unknown>]>([
    ['then', (call) => call.then(undefined, () => 1)],
    ['catch', (call) => call.catch(() => 1)],
    ['withResponse', (call) => call.withResponse().catch(() => 1)],
    ['await', (call) => rejection(call)],
  ])('never, when it is handled through %s', async (_, handle) => {
    await handle(bad());
    await turn();
    expect(seen).toEqual([]);
  });
});
