import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  request as ask,
  type Server,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import {
  type AddressInfo,
  connect,
  createServer as createNetServer,
  type Server as NetServer,
} from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { ConfigurationError, type UndiciTransportOptions, undiciTransport } from '@partner-apis/core';
import { closedUrl, Log, rejection, sendJson, serve, thrown } from '@partner-apis/test-kit';
import { Agent } from 'undici';
import { beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Acme, operations } from '../support/acme.ts';

const { create, get } = operations;
const BASIC = `Basic ${Buffer.from('anna:geheim & lang').toString('base64')}`;
const withPassword = (url: string): URL => new URL(url.replace('://', '://anna:geheim%20%26%20lang@'));

/** Only a machine without openssl leaves the tests of certificates out; CI installs it. */
const canSign = spawnSync('openssl', ['version']).status === 0;
let own: { key: string; cert: string };
beforeAll(() => {
  if (!canSign) return;
  const directory = mkdtempSync(join(tmpdir(), 'proxy-'));
  const [key, cert] = [join(directory, 'a.key'), join(directory, 'a.crt')];
  const made = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=api.vendor.test',
  ];
  execFileSync(
    'openssl',
    [...made, '-addext', 'subjectAltName=DNS:api.vendor.test', '-keyout', key, '-out', cert],
    {
      stdio: 'ignore',
    },
  );
  own = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  rmSync(directory, { recursive: true });
});

beforeEach(() => {
  for (const name of ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy']) {
    vi.stubEnv(name, '');
    vi.stubEnv(name.toUpperCase(), '');
  }
  onTestFinished(() => void vi.unstubAllEnvs());
});

async function listening(server: NetServer): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A proxy that knows one host, whatever name it is asked for, and keeps what it was asked. */
async function proxyTo(
  port: number,
  answer?: (request: IncomingMessage) => { status: number; body: string },
) {
  const seen: { line: string; authorization: string | undefined }[] = [];
  const note = ({ method, url, headers }: IncomingMessage) =>
    seen.push({ line: `${method} ${url}`, authorization: headers['proxy-authorization'] });
  const proxy: Server = createHttpServer((request, response) => {
    note(request);
    const own = answer?.(request);
    if (own !== undefined) {
      response.writeHead(own.status, { 'content-type': 'text/html' }).end(own.body);
      return;
    }
    const { method, headers, url = '' } = request;
    request.pipe(
      ask({ port, method, headers, path: new URL(url).pathname }, (inner) => {
        response.writeHead(inner.statusCode ?? 500, inner.headers);
        inner.pipe(response);
      }),
    );
  });
  proxy.on('connect', (request, socket, head) => {
    note(request);
    socket.on('error', () => undefined);
    const own = answer?.(request);
    if (own !== undefined) {
      socket.end(`HTTP/1.1 ${own.status} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const inner = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      inner.write(head);
      inner.pipe(socket).pipe(inner);
    }).on('error', () => undefined);
    socket.on('close', () => inner.destroy());
    onTestFinished(() => void inner.destroy());
  });
  return { seen, url: `http://127.0.0.1:${await listening(proxy)}` };
}

async function vendor() {
  const seen: IncomingMessage[] = [];
  const server = createTlsServer(own, (request, response) => {
    seen.push(request);
    sendJson(response, { name: 'thing' });
  });
  return { seen, port: await listening(server) };
}

const acme = (baseUrl: string, options: UndiciTransportOptions, more = {}) => {
  const transport = undiciTransport(options);
  onTestFinished(() => transport.close());
  return new Acme({ baseUrl, transport, retry: false, ...more });
};
const reading = (client: Acme) => client.do.call(get, { params: { id: 'a' } });

describe('a proxy that is given', () => {
  test.skipIf(!canSign)('opens a tunnel for https, and the vendor sees nothing of its password', async () => {
    const { seen, port } = await vendor();
    const proxy = await proxyTo(port);
    const client = acme('https://api.vendor.test', { proxy: withPassword(proxy.url), tls: { ca: own.cert } });
    for (let calls = 0; calls < 5; calls += 1) await reading(client);
    expect(proxy.seen[0]).toEqual({ line: 'CONNECT api.vendor.test:443', authorization: BASIC });
    // A tunnel carries one request after the other.
    expect(proxy.seen.length).toBeLessThan(4);
    expect(seen.map(({ url }) => url)).toEqual(Array.from({ length: 5 }, () => '/things/a'));
    expect(seen.filter(({ headers }) => 'proxy-authorization' in headers)).toEqual([]);
  });

  test('is asked for the whole address where that is http', async () => {
    const server = await serve((_, response) => sendJson(response, { name: 'thing' }));
    const proxy = await proxyTo(Number(new URL(server.url).port));
    await reading(acme('http://api.vendor.test', { proxy: withPassword(proxy.url) }));
    expect(proxy.seen).toEqual([{ line: 'GET http://api.vendor.test/things/a', authorization: BASIC }]);
  });

  test.skipIf(!canSign)('leaves the certificate of the vendor to be checked', async () => {
    const { seen, port } = await vendor();
    const proxy = await proxyTo(port);
    const error = await rejection(
      reading(acme('https://other.test', { proxy: new URL(proxy.url), tls: { ca: own.cert } })),
    );
    expect(error).toMatchObject({ reason: 'ERR_TLS_CERT_ALTNAME_INVALID', neverSent: true });
    expect(seen).toEqual([]);
  });

  test.each(['http', 'https'])('that cannot be reached is named, for %s', async (scheme) => {
    const proxy = new URL(await closedUrl());
    const error = await rejection(
      acme(`${scheme}://api.vendor.test`, { proxy }).do.call(create, { body: { name: 'a' } }),
    );
    expect(error).toMatchObject({ code: 'CONNECTION', reason: 'UND_ERR_PRX_CONN', neverSent: true });
    expect(error).toMatchObject({ hint: expect.stringContaining('proxy cannot be reached') });
  });

  test.each(['http', 'https'])('that wants credentials is named, for %s, and asked once', async (scheme) => {
    const proxy = await proxyTo(1, () => ({ status: 407, body: 'x'.repeat(100_000) }));
    const client = acme(
      `${scheme}://api.vendor.test`,
      { proxy: new URL(proxy.url) },
      { retry: { retries: 2, minDelayMs: 1 } },
    );
    const error = await rejection(client.do.call(create, { body: { name: 'a' } }));
    expect(error).toMatchObject({ code: 'CONNECTION', reason: 'PROXY_407', neverSent: scheme === 'https' });
    expect(error).toMatchObject({ attempts: { length: 1 }, hint: expect.stringContaining('credentials') });
  });

  test('that does not open the tunnel in connectMs is given up', async () => {
    const silent = createNetServer((socket) => void socket.on('error', () => undefined));
    const proxy = new URL(`http://127.0.0.1:${await listening(silent)}`);
    const client = acme('https://api.vendor.test', { proxy }, { timeouts: { connectMs: 600 } });
    const error = await rejection(client.do.call(create, { body: { name: 'a' } }));
    expect(error).toMatchObject({ code: 'TIMEOUT', phase: 'connect', neverSent: true });
  });

  test('has its password in nothing that is printed, though its page repeats it', async () => {
    const proxy = await proxyTo(1, ({ headers }) => ({
      status: 403,
      body: `<title>No</title>${headers['proxy-authorization']} geheim & lang geheim%20%26%20lang`,
    }));
    const logger = new Log();
    const client = acme('http://api.vendor.test', { proxy: withPassword(proxy.url) }, { logger });
    const error = await rejection(reading(client));
    expect(error).toMatchObject({ status: 403, body: expect.stringContaining('No') });
    const printed = inspect([error, client, logger], { depth: 12, showHidden: true, maxStringLength: null });
    for (const secret of ['geheim', BASIC.slice(6)]) expect(printed).not.toContain(secret);
  });
});

describe("proxy: 'environment'", () => {
  test.skipIf(!canSign)('goes where HTTPS_PROXY says, and past it where NO_PROXY says so', async () => {
    const { port } = await vendor();
    const proxy = await proxyTo(port);
    vi.stubEnv('HTTPS_PROXY', proxy.url.replace('http://', ''));
    const options = { proxy: 'environment', tls: { ca: own.cert } } as const;
    await reading(acme('https://api.vendor.test', options));
    expect(proxy.seen).toHaveLength(1);
    vi.stubEnv('NO_PROXY', 'other.test, .vendor.test');
    const error = await rejection(reading(acme('https://api.vendor.test', options)));
    // Nobody but the proxy knows the name.
    expect(error).toMatchObject({ reason: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) });
    expect(proxy.seen).toHaveLength(1);
  });

  test('never sends a request for this machine to a proxy', async () => {
    const server = await serve((_, response) => sendJson(response, { name: 'thing' }));
    const proxy = await proxyTo(Number(new URL(server.url).port));
    vi.stubEnv('HTTP_PROXY', proxy.url);
    await reading(acme(server.url, { proxy: 'environment' }));
    expect(server.requests).toHaveLength(1);
    expect(proxy.seen).toEqual([]);
  });

  test('is what a client without it does not do', async () => {
    const proxy = await proxyTo(1, () => ({ status: 403, body: '' }));
    vi.stubEnv('HTTP_PROXY', proxy.url);
    await rejection(reading(acme('http://api.vendor.test', {})));
    expect(proxy.seen).toEqual([]);
  });

  test.each([
    ['HTTPS_PROXY', 'http://anna:geheim@proxy.test:port'],
    ['all_proxy', 'socks5://anna:geheim@proxy.test:1080'],
    ['http_proxy', 'http://anna:geheim%@proxy.test'],
  ])('refuses %s that it cannot use, and does not repeat it', (name, value) => {
    vi.stubEnv(name, value);
    const error = thrown(() => undiciTransport({ proxy: 'environment' }));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(inspect(error, { showHidden: true })).not.toContain('geheim');
  });
});

test.each<[string, object, RegExp]>([
  ['a text', { proxy: 'http://proxy.test' }, /'environment' or a URL/],
  ['one beside a dispatcher', { proxy: 'environment', dispatcher: new Agent() }, /beside dispatcher/],
])('%s is refused', (_, options, words) => {
  expect(thrown(() => undiciTransport(options)).message).toMatch(words);
});
