import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { connect } from 'node:http2';
import type { AddressInfo } from 'node:net';
import {
  isConfigurationError,
  signWebhook,
  type WebhookReceiver,
  type WebhookReceiverOptions,
} from '@partner-apis/asna';
import { serve } from '@hono/node-server';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { recording, sample, sampleBody, sampleSignature, SECRET } from './support/webhook.ts';

/** Starts a server and gives its address; it ends with the test. */
async function listening(server: Server): Promise<string> {
  if (!server.listening) await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has an address object.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Serves a receiver at /webhooks/asna in each framework. */
const frameworks: Record<string, (receiver: WebhookReceiver) => Promise<string>> = {
  'node http': async ({ node }) =>
    `${await listening(createServer((request, response) => void node(request, response)))}/webhooks/asna`,
  express: async (receiver) => {
    const app = express();
    app.use('/webhooks/asna', receiver.express());
    app.use(express.json());
    return `${await listening(createServer(app))}/webhooks/asna`;
  },
  'express with express.raw()': async (receiver) => {
    const app = express();
    app.post('/webhooks/asna', express.raw({ type: () => true }), receiver.express());
    app.use('/webhooks/asna', receiver.express());
    return `${await listening(createServer(app))}/webhooks/asna`;
  },
  /** As NestJS with `rawBody: true` and Firebase functions do: parsed, with the bytes kept beside. */
  'express with a parsed body and rawBody': async (receiver) => {
    const app = express();
    app.use(express.raw({ type: () => true, limit: '10mb' }), (request, _response, next) => {
      Object.assign(request, { rawBody: request.body as unknown, body: { parsed: true } });
      next();
    });
    app.use('/webhooks/asna', receiver.express());
    return `${await listening(createServer(app))}/webhooks/asna`;
  },
  fastify: async (receiver) => {
    const app = fastify();
    await app.register(receiver.fastify, { prefix: '/webhooks/asna' });
    await app.ready();
    return `${await listening(app.server)}/webhooks/asna`;
  },
  hono: async ({ fetch }) => {
    const app = new Hono();
    app.all('/webhooks/asna', (c) => fetch(c.req.raw));
    // On port 0 of this machine the adapter makes a server of node:http.
    const server = serve({
      fetch: app.fetch,
      port: 0,
      hostname: '127.0.0.1',
      overrideGlobalObjects: false,
    }) as Server;
    await vi.waitUntil(() => server.listening, { interval: 1 });
    return `${await listening(server)}/webhooks/asna`;
  },
};

const headers = { 'x-signature': sampleSignature, 'content-type': 'application/json; charset=utf-8' };

describe.each(Object.entries(frameworks))('%s', (_, start) => {
  const started = async (options: Partial<WebhookReceiverOptions> = {}) => {
    const { receiver, handled } = recording(options);
    return { receiver, handled, url: await start(receiver) };
  };
  const post = (url: string, body: string, more: Record<string, string> = {}): Promise<Response> =>
    fetch(url, { method: 'POST', body, headers: { ...headers, ...more } });

  test('hands the event over and answers 200', async () => {
    const { url, handled } = await started();
    const answer = await post(url, sampleBody);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('ok\n');
    expect(handled).toEqual([sample]);
  });

  test('verifies the bytes, not what they mean: another layout of the same JSON is refused', async () => {
    const { url, handled } = await started();
    expect((await post(url, JSON.stringify(sample, null, 1))).status).toBe(401);
    expect(handled).toEqual([]);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/octet-stream'])(
    'the content type %s changes nothing',
    async (type) => {
      const { url, handled } = await started();
      expect((await post(url, sampleBody, { 'content-type': type })).status).toBe(200);
      expect(handled).toHaveLength(1);
    },
  );

  test('a body in many chunks, with bytes of one letter in two of them', async () => {
    const { url, handled } = await started();
    const body = Buffer.from(JSON.stringify({ ...sample, Note: 'Обработано' }));
    const chunks = Array.from({ length: Math.ceil(body.length / 7) }, (__, i) =>
      body.subarray(i * 7, i * 7 + 7),
    );
    const init = {
      method: 'POST',
      headers: { ...headers, 'x-signature': signWebhook(body, SECRET) },
      body: ReadableStream.from(chunks),
      duplex: 'half' as const,
    };
    const answer = await fetch(url, init);
    expect(answer.status).toBe(200);
    expect(handled).toEqual([{ ...sample, Note: 'Обработано' }]);
  });

  test('a large body gets 413, whether its length is told or not', async () => {
    const { url, handled } = await started({ maxBodyBytes: 1_000 });
    const large = sampleBody.padEnd(1_001);
    expect((await post(url, large, { 'x-signature': signWebhook(large, SECRET) })).status).toBe(413);
    const chunked = {
      method: 'POST',
      headers,
      body: ReadableStream.from([Buffer.alloc(2_000)]),
      duplex: 'half' as const,
    };
    expect((await fetch(url, chunked)).status).toBe(413);
    expect((await post(url, sampleBody)).status).toBe(200);
    expect(handled).toHaveLength(1);
  });

  test('no signature is 401, a failing handler 500, a stopped receiver 503', async () => {
    const failing = vi.fn<() => void>(() => {
      throw new Error('bug');
    });
    const { url, receiver } = await started({ onEvent: failing });
    expect((await fetch(url, { method: 'POST', body: sampleBody })).status).toBe(401);
    expect((await post(url, sampleBody)).status).toBe(500);
    await receiver.stop();
    const answer = await post(url, sampleBody);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(failing).toHaveBeenCalledTimes(1);
  });

  test('another path is 404, another method 405', async () => {
    const { url } = await started({ path: '/webhooks/asna' });
    expect((await post(`${url}/more`, sampleBody)).status).toBe(404);
    expect((await post(`${url}?x=1`, sampleBody)).status).toBe(200);
    for (const method of ['PUT', 'DELETE', 'GET'])
      expect((await fetch(url, { method, headers })).status).toBe(405);
  });
});

test('fastify: requests made up by inject() are served too', async () => {
  const { receiver, handled } = recording();
  const app = fastify();
  await app.register(receiver.fastify, { prefix: '/hook' });
  const inject = (more: object) =>
    app.inject({ method: 'POST', url: '/hook', headers, payload: sampleBody, ...more });
  expect((await inject({})).statusCode).toBe(200);
  expect((await inject({ headers: {} })).statusCode).toBe(401);
  expect(handled).toHaveLength(1);
});

test('HTTP/2 is served too', async () => {
  const { receiver, handled } = recording();
  const app = fastify({ http2: true });
  await app.register(receiver.fastify, { prefix: '/hook' });
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const session = connect(address);
  const ask = async (signature: string): Promise<unknown> => {
    const stream = session.request({
      ':method': 'POST',
      ':path': '/hook',
      ...headers,
      'x-signature': signature,
    });
    stream.end(sampleBody);
    const [answer] = await once(stream.resume(), 'response');
    return Reflect.get(Object(answer), ':status');
  };
  expect([await ask(sampleSignature), await ask(`sha256=${'0'.repeat(64)}`)]).toEqual([200, 401]);
  expect(handled).toHaveLength(1);
  session.close();
  await app.close();
});

describe('a body that was parsed before', () => {
  test('express: next() gets a ConfigurationError that says what to do', async () => {
    const app = express();
    const errors: unknown[] = [];
    app.use(express.json());
    app.post('/hook', recording().receiver.express());
    app.use(
      (
        error: unknown,
        _request: express.Request,
        response: express.Response,
        _next: express.NextFunction,
      ) => {
        errors.push(error);
        response.status(500).end();
      },
    );
    const url = await listening(createServer(app));
    expect((await fetch(`${url}/hook`, { method: 'POST', headers, body: sampleBody })).status).toBe(500);
    expect(errors).toMatchObject([
      { code: 'CONFIGURATION', message: expect.stringContaining('express.raw') },
    ]);
  });

  test('express: a parser that passed over the body is no harm', async () => {
    const app = express();
    app.use(express.json());
    const { receiver, handled } = recording();
    app.post('/hook', receiver.express());
    const url = await listening(createServer(app));
    const plain = { ...headers, 'content-type': 'text/plain' };
    expect((await fetch(`${url}/hook`, { method: 'POST', headers: plain, body: sampleBody })).status).toBe(
      200,
    );
    expect(handled).toHaveLength(1);
  });

  test('express: paths of others are passed on', async () => {
    const app = express();
    app.use(recording({ path: '/hook' }).receiver.express());
    app.get('/health', (_, response) => void response.send('up'));
    const url = await listening(createServer(app));
    expect(await (await fetch(`${url}/health`)).text()).toBe('up');
  });

  test('fetch: rejects with a ConfigurationError', async () => {
    const { receiver } = recording();
    const request = new Request('http://host/hook', { method: 'POST', headers, body: sampleBody });
    await request.json();
    await expect(receiver.fetch(request)).rejects.toMatchObject({ code: 'CONFIGURATION' });
  });

  test('node: rejects with a ConfigurationError', async () => {
    const { receiver } = recording();
    const url = await listening(
      createServer((request, response) => {
        request.resume().on('end', () => {
          receiver.node(request, response).catch((error: unknown) => {
            response.writeHead(500).end(isConfigurationError(error) ? error.message : '');
          });
        });
      }),
    );
    const answer = await fetch(url, { method: 'POST', headers, body: sampleBody });
    expect(await answer.text()).toContain('let receiver.node(req, res) read the request');
  });

  test('fastify: parsers of other routes go on, and none of them touches the body', async () => {
    const { receiver, handled } = recording();
    const app = fastify();
    app.post('/json', async (request) => request.body);
    await app.register(receiver.fastify, { prefix: '/hook' });
    await app.ready();
    const url = await listening(app.server);
    const json = await fetch(`${url}/json`, { method: 'POST', headers, body: '{"a":1}' });
    expect(await json.json()).toEqual({ a: 1 });
    expect((await fetch(`${url}/hook`, { method: 'POST', headers, body: sampleBody })).status).toBe(200);
    expect(handled).toHaveLength(1);
  });
});
