import type { ClientOptions } from '@partner-apis/core';
import {
  type Caller,
  type ClientDefinition,
  headerKey,
  PartnerClient,
  type VendorRules,
} from '@partner-apis/core/vendor';
import { answer, ManualClock, rejection, serve, UNLIMITED } from '@partner-apis/test-kit';
import { expect, onTestFinished, test } from 'vitest';
import { operations } from './support/acme.ts';

const { create, get } = operations;

/** A vendor with rules of its own for every call. */
class Strict extends PartnerClient<ClientOptions> {
  constructor(options: ClientOptions, rules: VendorRules) {
    const definition: ClientDefinition<ClientOptions> = {
      profile: {
        vendor: 'strict',
        title: 'Strict',
        succeeded: (status) => status === 200,
        readFailure: ({ status }) => (status === 200 ? undefined : { status }),
      },
      options: {},
      credentials: [],
      baseUrl: ({ baseUrl = '' }) => baseUrl,
      auth: () => headerKey('X-Key', 'a-key-of-sixteen', 'key'),
      rules: () => rules,
    };
    super(definition, options);
    onTestFinished(() => this.close());
  }

  get do(): Caller {
    return this.caller;
  }
}

test('a body that is longer than the vendor takes is not sent; one that is as long is', async () => {
  const server = await serve(answer(200, { name: 'a' }));
  const strict = new Strict({ baseUrl: server.url }, { maxBodyBytes: '{"name":"жж"}'.length + 2 });
  await strict.do.call(create, { body: { name: 'жж' } });
  const error = await rejection(strict.do.call(create, { body: { name: 'жжж' } }));
  expect(error).toMatchObject({ code: 'REQUEST_VALIDATION', issues: [{ path: ['body'] }] });
  expect(error.message).toContain('is 17 bytes long, the limit is 15 (maxBodyBytes)');
  expect(server.requests).toHaveLength(1);
});

test('headers that are longer than the vendor takes are not sent', async () => {
  const server = await serve(answer(200, { name: 'a' }));
  const strict = new Strict({ baseUrl: server.url }, { maxHeaderBytes: 1_000 });
  await strict.do.call(get, { params: { id: 'a' } });
  const headers = { 'x-long': 'x'.repeat(1_000) };
  const error = await rejection(strict.do.call(get, { params: { id: 'a' } }, { headers }));
  expect(error).toMatchObject({ code: 'REQUEST_VALIDATION', issues: [{ path: ['headers'] }] });
  expect(server.requests).toHaveLength(1);
});

test('no more requests go out than the vendor takes in a second', async () => {
  const server = await serve(answer(200, { name: 'a' }));
  const clock = new ManualClock();
  const strict = new Strict({ baseUrl: server.url, clock, timeouts: UNLIMITED }, { requestsPerSecond: 2 });
  const read = (): Promise<unknown> => Promise.resolve(strict.do.call(get, { params: { id: 'a' } }));
  await read();
  const waiting = read();
  await clock.running(1);
  expect(server.requests).toHaveLength(1);
  clock.advance(499);
  expect(clock.timers.size).toBe(1);
  clock.advance(1);
  await waiting;
  expect(server.requests).toHaveLength(2);
});
