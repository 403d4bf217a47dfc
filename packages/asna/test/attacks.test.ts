import { gzipSync } from 'node:zlib';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createWebhookReceiver, signWebhook, type WebhookReceiverOptions } from '@partner-apis/asna';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { sampleBody, sampleSignature, SECRET } from './support/webhook.ts';

const HEX = sampleSignature.slice(7);

/** A receiver on a socket, and the events that got in. */
interface Target {
  readonly port: number;
  readonly admitted: unknown[];
}

const servers: Record<string, (options?: Partial<WebhookReceiverOptions>) => Promise<Target>> = {
  'node http': async (options) => {
    const { receiver, admitted } = guarded(options);
    return {
      port: await listening(createServer((incoming, outgoing) => void receiver.node(incoming, outgoing))),
      admitted,
    };
  },
  express: async (options) => {
    const { receiver, admitted } = guarded(options);
    return { port: await listening(createServer(express().use(receiver.express()))), admitted };
  },
  fastify: async (options) => {
    const { receiver, admitted } = guarded(options);
    const app = fastify();
    await app.register(receiver.fastify, { prefix: '/hook' });
    await app.ready();
    return { port: await listening(app.server), admitted };
  },
  'fetch, in Hono': async (options) => {
    const { receiver, admitted } = guarded(options);
    const app = new Hono().all('*', (c) => receiver.fetch(c.req.raw));
    const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
    return {
      port: await listening(createServer((incoming, outgoing) => void listener(incoming, outgoing))),
      admitted,
    };
  },
};

function guarded(options: Partial<WebhookReceiverOptions> = {}) {
  const admitted: unknown[] = [];
  const receiver = createWebhookReceiver({
    secrets: SECRET,
    path: '/hook',
    bodyTimeoutMs: 200,
    onUnknown: (event) => void admitted.push(event),
    ...options,
  });
  return { receiver, admitted };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has an address object.
  return (server.address() as AddressInfo).port;
}

/** Writes bytes on a connection of its own; gives the statuses of all answers once the connection ends, or the first after `quiet` ms. */
function exchange(port: number, ...chunks: readonly (string | Buffer)[]): Promise<number[]> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    const finish = (): void =>
      resolve([...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status)));
    socket.on('data', (data) => (text += data.toString('latin1')));
    socket.on('error', finish).on('close', finish);
    for (const chunk of chunks) socket.write(chunk);
    onTestFinished(() => void socket.destroy());
  });
}

/** A request as text; `connection: close`, so that its end shows. */
function request(headers: readonly string[], body: string | Buffer, line = 'POST /hook HTTP/1.1'): Buffer {
  const length = headers.some((header) => /^(content-length|transfer-encoding):/i.test(header))
    ? []
    : [`Content-Length: ${Buffer.byteLength(body)}`];
  const head = [
    line,
    'Host: h',
    'Connection: close',
    'Content-Type: application/json',
    ...length,
    ...headers,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), Buffer.from(body)]);
}

const signed = (body: string | Buffer): string => `X-Signature: ${signWebhook(body, SECRET)}`;

const crashes: unknown[] = [];
const onCrash = (error: unknown): void => void crashes.push(error);
beforeEach(() => void process.on('unhandledRejection', onCrash).on('uncaughtExceptionMonitor', onCrash));
afterEach(() => {
  process.off('unhandledRejection', onCrash).off('uncaughtExceptionMonitor', onCrash);
  expect(crashes.splice(0)).toEqual([]);
});

describe.each(Object.entries(servers))('%s', (name, start) => {
  test('what is signed right gets in: the attacks below fail for what they are', async () => {
    const { port, admitted } = await start();
    expect(await exchange(port, request([signed(sampleBody)], sampleBody))).toEqual([200]);
    expect(admitted).toHaveLength(1);
  });

  test.each<[string, string[]]>([
    ['none', []],
    [
      'two signature headers, both right',
      [`X-Signature: ${sampleSignature}`, `X-Signature: ${sampleSignature}`],
    ],
    [
      'two signature headers, in two cases',
      [`X-Signature: ${sampleSignature}`, `x-signature: sha256=${'0'.repeat(64)}`],
    ],
    ['two joined by a comma', [`X-Signature: ${sampleSignature},${sampleSignature}`]],
    ['a prefix in the wrong case', [`X-Signature: SHA256=${HEX}`]],
    ['truncated hex', [`X-Signature: sha256=${HEX.slice(0, 62)}`]],
    ['one digit', [`X-Signature: sha256=${HEX.slice(0, 1)}`]],
    ['odd length', [`X-Signature: sha256=${HEX.slice(0, 63)}`]],
    ['too long', [`X-Signature: sha256=${HEX}00`]],
    ['non-hex', [`X-Signature: sha256=${HEX.slice(0, 62)}zz`]],
    ['a line folded into two', [`X-Signature: sha256=${HEX.slice(0, 32)}`, ` ${HEX.slice(32)}`]],
    [
      'a signature of another header name',
      [`X_Signature: ${sampleSignature}`, `X-Signature-: ${sampleSignature}`],
    ],
    ['a signature by another key', [`X-Signature: ${signWebhook(sampleBody, 'guess')}`]],
    ['a signature over nothing', [`X-Signature: ${signWebhook('', SECRET)}`]],
    ['an empty one', ['X-Signature: ']],
    ['the digest without a key', [`X-Signature: sha256=${'0'.repeat(64)}`]],
  ])('signature: %s', async (_, headers) => {
    const { port, admitted } = await start();
    const [status] = await exchange(port, request(headers, sampleBody));
    // A folded header is no HTTP any more: the server says 400 before the receiver sees it.
    expect([400, 401]).toContain(status);
    expect(admitted).toEqual([]);
  });

  test.each<[string, Buffer, number[]]>([
    [
      'a byte order mark in front, not signed',
      request([`X-Signature: ${sampleSignature}`], `\uFEFF${sampleBody}`),
      [401],
    ],
    [
      'a right signature over other bytes',
      request([`X-Signature: ${sampleSignature}`], sampleBody.replace('full', 'fool')),
      [401],
    ],
    [
      'gzip around what was signed',
      request([signed(sampleBody), 'Content-Encoding: gzip'], gzipSync(sampleBody)),
      [401],
    ],
    [
      'gzip that was signed itself',
      request([signed(gzipSync(sampleBody)), 'Content-Encoding: gzip'], gzipSync(sampleBody)),
      [400],
    ],
    [
      'a Content-Length that is too short',
      request([signed(sampleBody), 'Content-Length: 100'], sampleBody),
      [401, 400],
    ],
    [
      'a Content-Length that is too long',
      request([signed(sampleBody), 'Content-Length: 500'], sampleBody),
      [408],
    ],
    [
      'a Content-Length that is no number',
      request([signed(sampleBody), 'Content-Length: 1e2'], sampleBody),
      [400],
    ],
    [
      'two lengths',
      request([signed(sampleBody), 'Content-Length: 189', 'Content-Length: 10'], sampleBody),
      [400],
    ],
    [
      'a length and chunks',
      request([signed(sampleBody), 'Content-Length: 189', 'Transfer-Encoding: chunked'], sampleBody),
      [400],
    ],
    ['chunks that are none', request([signed(sampleBody), 'Transfer-Encoding: chunked'], 'zz\r\n'), [400]],
    ['invalid UTF-8, signed', utf8Trap(), [400]],
    ['a name twice, signed', twice('"Event":"orders_updates_site",'), [400]],
    ['__proto__, signed', twice('"__proto__":{"admin":true},'), [400]],
    ['no JSON, signed', request([signed('x')], 'x'), [400]],
    ['nothing, signed', request([signed('')], ''), [400]],
  ])('body: %s', async (_, bytes, expected) => {
    const { port, admitted } = await start();
    const statuses = await exchange(port, bytes);
    expect(expected).toContain(statuses[0]);
    expect(admitted).toEqual([]);
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
  });

  test.each([
    ['POST /hook/../hook HTTP/1.1', [404]],
    ['POST /hook/./ HTTP/1.1', [404]],
    ['POST //hook HTTP/1.1', [404]],
    ['POST /HOOK HTTP/1.1', [404]],
    ['POST /hook%2f HTTP/1.1', [404]],
    ['POST /%68ook HTTP/1.1', [404]],
    ['POST /hook;x=1 HTTP/1.1', [404]],
    ['POST /?/hook HTTP/1.1', [404]],
    ['POST /hook\\ HTTP/1.1', [400, 404]],
    ['POST *  HTTP/1.1', [400, 404]],
    ['POST http://h/../hook HTTP/1.1', [404]],
    ['GET /hook HTTP/1.1', [405]],
    ['HEAD /hook HTTP/1.1', [405]],
    ['PUT /hook HTTP/1.1', [405]],
    ['OPTIONS /hook HTTP/1.1', [405]],
    ['post /hook HTTP/1.1', [400]],
    ['POSTX /hook HTTP/1.1', [400]],
  ])('path and method: %s', async (line, expected) => {
    const { port, admitted } = await start();
    const headers = [
      signed(sampleBody),
      'X-HTTP-Method-Override: POST',
      'X-Original-URL: /hook',
      'X-Forwarded-Path: /hook',
    ];
    const [status] = await exchange(port, request(headers, sampleBody, line));
    // A `Request` has its dot segments resolved before anybody can look: there it is a request for /hook, and signed.
    const resolved = name.startsWith('fetch') && line.includes('..');
    expect(resolved ? [200] : expected).toContain(status);
    expect(admitted).toHaveLength(resolved ? 1 : 0);
  });

  test('a body in chunks is verified as a whole', async () => {
    const { port, admitted } = await start();
    const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
    const body = `${chunk(sampleBody.slice(0, 50))}${chunk(sampleBody.slice(50))}0\r\n\r\n`;
    expect(await exchange(port, request([signed(sampleBody), 'Transfer-Encoding: chunked'], body))).toEqual([
      200,
    ]);
    const late = `${chunk(sampleBody)}${chunk(' ')}0\r\n\r\n`;
    expect(await exchange(port, request([signed(sampleBody), 'Transfer-Encoding: chunked'], late))).toEqual([
      401,
    ]);
    expect(admitted).toHaveLength(1);
  });

  test('a signature in a trailer is none', async () => {
    const { port, admitted } = await start();
    const body = `${sampleBody.length.toString(16)}\r\n${sampleBody}\r\n0\r\n${signed(sampleBody)}\r\n\r\n`;
    const [status] = await exchange(
      port,
      request(['Trailer: X-Signature', 'Transfer-Encoding: chunked'], body),
    );
    expect(status).toBe(401);
    expect(admitted).toEqual([]);
  });

  test('a second request smuggled into the body of the first is not served', async () => {
    const { port, admitted } = await start();
    const inner = request([signed(sampleBody)], sampleBody);
    const [status] = await exchange(port, request([`X-Signature: sha256=${'0'.repeat(64)}`], inner));
    expect(status).toBe(401);
    expect(admitted).toEqual([]);
  });

  test('a replay is answered with 200 and not handled again', async () => {
    const { port, admitted } = await start();
    const bytes = request([signed(sampleBody)], sampleBody);
    for (let i = 0; i < 3; i++) expect(await exchange(port, bytes)).toEqual([200]);
    expect(admitted).toHaveLength(1);
  });

  test('a sender that stops in the middle gets 408, one that sends byte by byte too', async () => {
    const { port, admitted } = await start({ bodyTimeoutMs: 100 });
    const bytes = request([signed(sampleBody)], sampleBody);
    const half = bytes.subarray(0, bytes.length - 20);
    expect(await exchange(port, half)).toEqual([408]);
    const socket = connect(port, '127.0.0.1');
    const answered = new Promise<string>(
      (resolve) => void socket.once('data', (data) => resolve(data.toString())),
    );
    socket.on('error', () => undefined).write(bytes.subarray(0, -100));
    let sent = bytes.length - 100;
    const drip = setInterval(() => void socket.write(bytes.subarray(sent, (sent += 1))), 5);
    onTestFinished(() => {
      clearInterval(drip);
      socket.destroy();
    });
    expect(await answered).toMatch(/^HTTP\/1\.1 408/);
    expect(admitted).toEqual([]);
  });

  test('a sender that goes on for ever after its answer is cut off', async () => {
    const { port } = await start({ bodyTimeoutMs: 100, maxBodyBytes: 10 });
    const socket = connect(port, '127.0.0.1');
    const closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()));
    socket.on('error', () => undefined).resume();
    socket.write(
      request([signed(sampleBody), 'Transfer-Encoding: chunked'], '')
        .toString()
        .replace('Connection: close', 'A: b'),
    );
    const drip = setInterval(() => void socket.write('14\r\n01234567890123456789\r\n'), 5);
    onTestFinished(() => {
      clearInterval(drip);
      socket.destroy();
    });
    await expect(closed).resolves.toBeUndefined();
  });

  test('a sender that hangs up in the middle is nothing to crash over', async () => {
    const { port, admitted } = await start();
    const bytes = request([signed(sampleBody)], sampleBody);
    await Promise.all(
      [10, 100, bytes.length - 1].map(
        (cut) =>
          new Promise<void>((resolve) => {
            const socket: Socket = connect(port, '127.0.0.1', () => {
              socket.write(bytes.subarray(0, cut), () => socket.resetAndDestroy());
            });
            socket.on('error', () => undefined).on('close', () => resolve());
          }),
      ),
    );
    expect(await exchange(port, bytes)).toEqual([200]);
    expect(admitted).toHaveLength(1);
  });

  test.each([
    ['told by Content-Length', [`Content-Length: ${100 << 20}`], (piece: Buffer) => piece],
    [
      'in chunks',
      ['Transfer-Encoding: chunked'],
      (piece: Buffer) =>
        Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]),
    ],
  ])('100 MB %s get 413 and do not stay in memory', async (_, headers, framed) => {
    const { port, admitted } = await start({ bodyTimeoutMs: 10_000 });
    const piece = framed(Buffer.alloc(1 << 20, 0x20));
    const before = process.memoryUsage();
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    let most = 0;
    socket.on('data', (data) => (answer += data.toString()));
    const ended = new Promise<void>(
      (resolve) => void socket.on('error', () => resolve()).on('close', () => resolve()),
    );
    socket.write(request([signed(sampleBody), ...headers], ''));
    for (let i = 0; i < 100 && !socket.destroyed; i++) {
      if (!socket.write(piece))
        await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), ended]);
      const now = process.memoryUsage();
      most = Math.max(most, now.arrayBuffers - before.arrayBuffers);
    }
    socket.end(headers[0] === 'Transfer-Encoding: chunked' ? '0\r\n\r\n' : '');
    await ended;
    expect(answer).toMatch(/^HTTP\/1\.1 413/);
    expect(admitted).toEqual([]);
    expect(most).toBeLessThan(40 << 20);
  });
});

function utf8Trap(): Buffer {
  const body = Buffer.concat([
    Buffer.from(`${sampleBody.slice(0, -1)},"a":"`),
    Buffer.from([0xc3, 0x28, 0xff]),
    Buffer.from('"}'),
  ]);
  return request([signed(body)], body);
}

function twice(more: string): Buffer {
  const body = `{${more}${sampleBody.slice(1)}`;
  return request([signed(body)], body);
}
