import { type Endpoint, RequestValidationError, type StormwallV3Client } from '@partner-apis/stormwall';
import { json, rejection } from '@partner-apis/test-kit';
import { expect, expectTypeOf, test } from 'vitest';
import { ok, stubbedV3 } from './support.ts';

/** A small document of our own, as openapi-typescript writes one. */
interface paths {
  '/v3/domains/{domainId}/dns': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: {
      parameters: { query?: { limit?: number }; path: { domainId: number } };
      responses: { 200: { content: { 'application/json': { status: 'ok'; payload: { type: string }[] } } } };
    };
    post: {
      parameters: { path: { domainId: number } };
      requestBody: { content: { 'application/json': { type: string; record: string } } };
      responses: { 201: { content: { 'application/json': { id: number } } }; 400: { content?: never } };
    };
    put?: never;
    delete?: never;
  };
  '/v3/stats': {
    get: {
      parameters: { query: { from: string } };
      responses: { 200: { content: { 'application/json': { payload?: { total: number } } } } };
    };
  };
  '/v3/ping': { get: { responses: { 200: { content?: never } } } };
}

test('endpoints, parameters, bodies and answers are those of the document', async () => {
  const { v3, requests } = await stubbedV3<paths>(json(ok([{ type: 'NS' }])));
  const records = await v3.call('GET /v3/domains/{domainId}/dns', {
    params: { path: { domainId: 7 }, query: { limit: 5 } },
  });
  expectTypeOf(records).toEqualTypeOf<{ type: string }[]>();
  expect(records).toEqual([{ type: 'NS' }]);
  expect(requests[0]).toMatchObject({ method: 'GET', url: '/v3/domains/7/dns?limit=5' });
  const made = v3.call('POST /v3/domains/{domainId}/dns', {
    params: { path: { domainId: 7 } },
    body: { type: 'A', record: 'x' },
  });
  expectTypeOf(made).resolves.toEqualTypeOf<{ id: number }>();
  await made;
  expect(requests[1]).toMatchObject({ method: 'POST', body: '{"type":"A","record":"x"}' });
  await v3.call('GET /v3/ping');
  expectTypeOf<Endpoint<paths>>().toEqualTypeOf<
    'GET /v3/domains/{domainId}/dns' | 'POST /v3/domains/{domainId}/dns' | 'GET /v3/stats' | 'GET /v3/ping'
  >();
});

test('what the document does not have does not compile', () => {
  const wrong = (v3: StormwallV3Client<paths>): void => {
    // @ts-expect-error no such endpoint
    void v3.call('GET /v3/nowhere');
    // @ts-expect-error no such method of it
    void v3.call('PUT /v3/domains/{domainId}/dns', { params: { path: { domainId: 7 } } });
    // @ts-expect-error its path is not filled in
    void v3.call('GET /v3/domains/{domainId}/dns');
    // @ts-expect-error a text where a number is asked for
    void v3.call('GET /v3/domains/{domainId}/dns', { params: { path: { domainId: 'seven' } } });
    // @ts-expect-error a query that has to be there
    void v3.call('GET /v3/stats');
    // @ts-expect-error a body that has to be there
    void v3.call('POST /v3/domains/{domainId}/dns', { params: { path: { domainId: 7 } } });
  };
  expect(wrong).toBeTypeOf('function');
});

test('without a document any endpoint goes, and the answer is unknown', async () => {
  const { v3, requests } = await stubbedV3(json(ok({ x: 1 })));
  const answer = await v3.call('PATCH /v3/a/{b}', { params: { path: { b: 'ü/x' } }, body: { c: 'd' } });
  expectTypeOf(answer).toEqualTypeOf<unknown>();
  expect(answer).toEqual({ x: 1 });
  expect(requests[0]).toMatchObject({ method: 'PATCH', url: '/v3/a/%C3%BC%2Fx', body: '{"c":"d"}' });
});

test.each<[string, Parameters<StormwallV3Client['call']>]>([
  ['an endpoint without a method', ['/v3/x' as never]],
  ['a method that is none', ['FETCH /v3/x' as never]],
  ['a path that begins with nothing', ['GET v3/x' as never]],
  ['a place that is not filled in', ['GET /v3/{a}']],
  ['a place that is filled with nothing', ['GET /v3/{a}', { params: { path: { a: '' } } }]],
  ['a path that leads elsewhere', ['GET //evil.example/v3']],
  ['nothing', [undefined as never]],
])('refuses %s', async (_, args) => {
  const { v3, requests } = await stubbedV3(json(ok({})));
  expect(await rejection(v3.call(...args))).toBeInstanceOf(RequestValidationError);
  expect(requests).toHaveLength(0);
});
