import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError, fetchTransport, type Transport, undiciTransport } from '@partner-apis/core';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { Acme, operations } from '../support/acme.ts';
import { closedUrl, rejection, serve, thrown } from '@partner-apis/test-kit';

const { create, get } = operations;
const directory = mkdtempSync(join(tmpdir(), 'unsent-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Only a machine without openssl leaves the tests of certificates out; CI installs it. */
const canSign = spawnSync('openssl', ['version']).status === 0;

/** A self-signed certificate of a host. */
function certificate(host: string): { key: string; cert: string } {
  const [key, cert] = [join(directory, `${host}.key`), join(directory, `${host}.crt`)];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${host}`];
  execFileSync('openssl', [...made, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const acmeAt = (baseUrl: string, transport: Transport) => {
  onTestFinished(() => transport.close());
  return new Acme({ baseUrl, transport, retry: { retries: 3, minDelayMs: 1, maxDelayMs: 2 } });
};
const creating = (acme: Acme) => rejection(acme.do.call(create, { body: { name: 'a' } }));
const reading = (acme: Acme) => rejection(acme.do.call(get, { params: { id: 'a' } }));

describe('a request that was not sent', () => {
  let own: { key: string; cert: string };
  let foreign: { key: string; cert: string };
  beforeAll(() => {
    if (!canSign) return;
    own = certificate('localhost');
    foreign = certificate('elsewhere.example');
  });

  test.skipIf(!canSign).each<[string, () => Transport, () => { key: string; cert: string }, string]>([
    ['self-signed', () => undiciTransport(), () => own, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['self-signed, through fetch', () => fetchTransport(), () => own, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    [
      'of another name',
      () => undiciTransport({ tls: { ca: foreign.cert } }),
      () => foreign,
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
  ])(
    'a certificate that is %s: nothing was sent, and it is not tried again',
    async (_, transport, material, reason) => {
      let seen = 0;
      const server = createTlsServer(material(), (_request, response) => {
        seen += 1;
        response.end('{}');
      });
      const acme = acmeAt(`https://127.0.0.1:${await listening(server)}`, transport());
      for (const error of [await creating(acme), await reading(acme)]) {
        expect(error).toMatchObject({ code: 'CONNECTION', reason, attempts: [{ reason }] });
        expect(error).toMatchObject({ hint: expect.stringMatching(/^Its certificate /) });
        expect(error.message).toContain('Nothing was sent.');
      }
      expect(seen).toBe(0);
    },
  );

  test('a connection that is closed within the handshake', async () => {
    const server = createServer((socket) => socket.destroy());
    const error = await creating(acmeAt(`https://127.0.0.1:${await listening(server)}`, undiciTransport()));
    expect(error).toMatchObject({ code: 'CONNECTION', attempts: { length: 4 } });
    expect(error.message).toContain('Nothing was sent.');
  });

  test.each([407, 403, 503])('a proxy that refuses the tunnel with %i', async (status) => {
    const proxy = createHttpServer();
    proxy.on('connect', (_, socket) => socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`));
    const dispatcher = new ProxyAgent(`http://127.0.0.1:${await listening(proxy)}`);
    onTestFinished(() => dispatcher.close());
    const error = await creating(acmeAt('https://vendor.invalid', undiciTransport({ dispatcher })));
    // A proxy in trouble may come back; one that says no will say it again.
    expect(error).toMatchObject({ reason: `PROXY_${status}`, attempts: { length: status === 503 ? 4 : 1 } });
    expect(error).toMatchObject({ neverSent: true, hint: expect.stringMatching(/proxy/) });
    expect(error.message).toContain('Nothing was sent.');
  });

  test('a call that was given up while it waited for a free connection', async () => {
    const server = await serve(() => undefined);
    const acme = acmeAt(server.url, undiciTransport({ connections: 1 }));
    const controller = new AbortController();
    const first = rejection(acme.do.call(create, { body: { name: 'a' } }, { signal: controller.signal }));
    await expect.poll(() => server.requests.length).toBe(1);
    const waiting = await rejection(
      acme.do.call(create, { body: { name: 'b' } }, { timeouts: { deadlineMs: 20 } }),
    );
    expect(waiting).toMatchObject({ code: 'TIMEOUT', phase: 'deadline' });
    expect(waiting.message).toContain('Nothing was sent.');
    controller.abort();
    // The one that held the connection did go out.
    expect((await first).message).toContain('It may have been carried out all the same');
    // What asks after it has its turn after it.
    const last = new AbortController();
    const after = rejection(acme.do.call(create, { body: { name: 'c' } }, { signal: last.signal }));
    await expect.poll(() => server.requests.length).toBe(2);
    expect(server.requests.map(({ body }) => body)).toEqual(['{"name":"a"}', '{"name":"c"}']);
    last.abort();
    await after;
  });

  test('a source that was opened for it is released', async () => {
    let open = 0;
    const body = {
      contentType: 'text/plain',
      open(): AsyncIterable<Uint8Array> {
        open += 1;
        const iterator: AsyncIterator<Uint8Array> = {
          next: () => Promise.resolve({ value: Buffer.alloc(1) }),
          return() {
            open -= 1;
            return Promise.resolve({ done: true, value: undefined });
          },
        };
        return { [Symbol.asyncIterator]: () => iterator };
      },
    };
    const sent = { method: 'POST', url: await closedUrl(), headers: {}, body, lane: 'transfer' } as const;
    const limits = { connectMs: 5_000, headersMs: 5_000, idleMs: 5_000 };
    const sending = undiciTransport().send({ ...sent, ...limits, signal: new AbortController().signal });
    expect(open).toBe(1);
    expect(await rejection(sending)).toMatchObject({ reason: 'ECONNREFUSED' });
    await expect.poll(() => open).toBe(0);
  });

  test('a socket file that does not exist', async () => {
    const dispatcher = new Agent({ connect: { socketPath: join(directory, 'missing.sock') } });
    onTestFinished(() => dispatcher.close());
    const error = await creating(acmeAt('http://localhost', undiciTransport({ dispatcher })));
    expect(error).toMatchObject({ reason: 'ENOENT', hint: expect.stringContaining('socket file') });
    expect(error.message).toContain('Nothing was sent.');
  });

  /** An agent whose requests are looked at on their way. */
  const intercepted = (
    look: (handler: Dispatcher.DispatchHandler) => Dispatcher.DispatchHandler,
  ): Dispatcher => {
    const agent = new Agent();
    onTestFinished(() => agent.close());
    return agent.compose(
      (dispatch) => (options, handler) =>
        dispatch(options, {
          onResponseStart: (...args) => handler.onResponseStart?.(...args),
          onResponseData: (...args) => handler.onResponseData?.(...args),
          onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
          onResponseError: (...args) => handler.onResponseError?.(...args),
          ...look(handler),
        }),
    );
  };

  test('a dispatcher that does not say when it begins to send is not trusted to have sent nothing', async () => {
    const server = await serve((request) => request.socket.destroy());
    const silent = intercepted(() => ({ onRequestStart: () => undefined }));
    const error = await creating(acmeAt(server.url, undiciTransport({ dispatcher: silent })));
    expect(error.message).toContain('It may have been carried out all the same');
    expect(server.requests).toHaveLength(1);
  });

  test('a dispatcher that repeats by itself: its last failure does not speak for what went out before', async () => {
    const server = await serve((request) => request.socket.destroy());
    const repeating = intercepted((handler) => ({
      onRequestStart: (...args) => handler.onRequestStart?.(...args),
      onResponseError: (controller) =>
        handler.onResponseError?.(controller, Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })),
    }));
    const error = await creating(acmeAt(server.url, undiciTransport({ dispatcher: repeating })));
    expect(error.message).toContain('It may have been carried out all the same');
    expect(server.requests).toHaveLength(1);
  });

  test('an answer that breaks off after the request went out is another matter', async () => {
    const server = await serve((request) => request.socket.destroy());
    const error = await creating(acmeAt(server.url, undiciTransport()));
    expect(error.message).toContain('It may have been carried out all the same');
    expect(server.requests).toHaveLength(1);
  });
});

describe('a transport that cannot work', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['a dispatcher that is none', () => undiciTransport({ dispatcher: {} as never }), /dispatcher of undici/],
    [
      'tls beside a dispatcher',
      () => undiciTransport({ dispatcher: new ProxyAgent('http://127.0.0.1:1'), tls: {} }),
      /beside dispatcher/,
    ],
    [
      'a path for a certificate',
      () => undiciTransport({ tls: { ca: '/etc/ssl/ca.pem' } }),
      /tls\.ca is not PEM/,
    ],
    [
      'DER for a key',
      () => undiciTransport({ tls: { key: Buffer.from([0x30, 0x82]) } }),
      /tls\.key is not PEM/,
    ],
    ['a fetch that is no function', () => fetchTransport({ fetch: {} as never }), /fetch must be a function/],
  ])('%s is refused when it is made', (_, make, words) => {
    const error = thrown(make);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toMatch(words);
  });

  test('a mistake in a dispatcher is no network failure: it is said as it is, once', async () => {
    let asked = 0;
    const dispatcher = new ProxyAgent('http://127.0.0.1:1');
    dispatcher.dispatch = () => {
      asked += 1;
      throw new TypeError('this.pool is not a function');
    };
    const error = await reading(acmeAt('http://vendor.invalid', undiciTransport({ dispatcher })));
    expect(error).toMatchObject({ code: 'CONFIGURATION', cause: { name: 'TypeError' } });
    expect(error.message).toContain('TypeError: this.pool is not a function');
    expect(asked).toBe(1);
  });
});
