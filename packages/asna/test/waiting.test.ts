import { once } from 'node:events';
import { createServer, request, type Server, type ServerOptions } from 'node:http';
import { connect, createServer as createHttp2Server, type Http2Server } from 'node:http2';
import { type AddressInfo, connect as connectTcp } from 'node:net';
import type { WebhookReceiverOptions } from '@partner-apis/asna';
import { ManualClock } from '@partner-apis/test-kit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { eventBody, posted, recording, sampleBody, sampleSignature } from './support/webhook.ts';

// What a receiver waits for, and what it does not: no limit of time is set for what is there at once.

/** A clock that knows how many timers there were. */
class CountingClock extends ManualClock {
  set = 0;
  override schedule(ms: number, action: () => void): () => void {
    this.set += 1;
    return super.schedule(ms, action);
  }
}

async function listening(server: Server | Http2Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  // A server that listens on a port has an address object.
  return (server.address() as AddressInfo).port;
}

async function start(options: Partial<WebhookReceiverOptions> = {}, ofServer: ServerOptions = {}) {
  const clock = new CountingClock();
  const { receiver, handled } = recording({ clock, ...options });
  const server = createServer(ofServer, (incoming, outgoing) => void receiver.node(incoming, outgoing));
  return { clock, receiver, handled, port: await listening(server) };
}

const head = [
  'POST / HTTP/1.1',
  'Host: a',
  `X-Signature: ${sampleSignature}`,
  `Content-Length: ${sampleBody.length}`,
];

/** Writes to a connection; the first piece of what comes back. */
async function answerTo(port: number, text: string): Promise<string> {
  const socket = connectTcp(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write(text);
  const [data] = await once(socket, 'data');
  return String(data);
}

describe('a body', () => {
  test('that comes in one packet with its head has no timer', async () => {
    const { clock, handled, port } = await start();
    expect(await answerTo(port, `${head.join('\r\n')}\r\n\r\n${sampleBody}`)).toMatch(/^HTTP\/1\.1 200/);
    expect(handled).toHaveLength(1);
    expect(clock.set).toBe(0);
  });

  test('that comes after its head has one, which goes with it', async () => {
    const { clock, handled, port } = await start();
    const sent = request({ port, host: '127.0.0.1', method: 'POST', headers: posted().headers });
    sent.setHeader('content-length', sampleBody.length).flushHeaders();
    await clock.running(1);
    sent.end(sampleBody);
    const [answer] = await once(sent, 'response');
    expect(answer).toMatchObject({ statusCode: 200 });
    answer.resume();
    expect(handled).toHaveLength(1);
    expect(clock.timers.size).toBe(0);
  });

  test('that does not come is waited for no longer than bodyTimeoutMs', async () => {
    const { clock, port } = await start({ bodyTimeoutMs: 500 });
    const answer = answerTo(port, `${head.join('\r\n')}\r\n\r\n${sampleBody.slice(1)}`);
    await clock.running(1);
    clock.advance(500);
    expect(await answer).toMatch(/^HTTP\/1\.1 408/);
  });

  test('that is read along by somebody else is there for both', async () => {
    const { receiver, handled } = recording();
    const seen: unknown[] = [];
    const server = createServer((incoming, outgoing) => {
      incoming.once('data', (chunk: Buffer) => seen.push(chunk.toString()));
      void receiver.node(incoming, outgoing);
      incoming.once('data', (chunk: Buffer) => seen.push(chunk.toString()));
    });
    const port = await listening(server);
    expect(await answerTo(port, `${head.join('\r\n')}\r\n\r\n${sampleBody}`)).toMatch(/^HTTP\/1\.1 200/);
    expect(seen).toEqual([sampleBody, sampleBody]);
    expect(handled).toHaveLength(1);
  });

  test('whose sender keeps it open has a timer, though all that it announced is there: HTTP/2', async () => {
    const clock = new CountingClock();
    const { receiver } = recording({ clock, bodyTimeoutMs: 500 });
    const server = createHttp2Server((incoming, outgoing) => {
      // The adapters are typed for HTTP/1, and serve both.
      void receiver.node(incoming as never, outgoing as never);
    });
    const session = connect(`http://127.0.0.1:${await listening(server)}`);
    onTestFinished(() => session.destroy());
    const stream = session.request({
      ':method': 'POST',
      'x-signature': sampleSignature,
      'content-length': sampleBody.length,
    });
    stream.write(sampleBody);
    await clock.running(1);
    clock.advance(500);
    const [answer] = await once(stream, 'response');
    expect(answer).toMatchObject({ ':status': 408 });
  });

  test('whose sender keeps it open has a timer: chunks beside a length, which a lenient parser takes', async () => {
    const { clock, port } = await start({ bodyTimeoutMs: 500 }, { insecureHTTPParser: true });
    const lines = [...head, 'Transfer-Encoding: chunked'].join('\r\n');
    const answer = answerTo(port, `${lines}\r\n\r\n${sampleBody.length.toString(16)}\r\n${sampleBody}\r\n`);
    await clock.running(1);
    clock.advance(500);
    expect(await answer).toMatch(/^HTTP\/1\.1 408/);
  });
});

describe('a handler that does not wait', () => {
  test('is at work while it runs, and not after', async () => {
    const seen: number[] = [];
    const { receiver } = recording({ onEvent: () => void seen.push(receiver.health().inFlight) });
    expect(await receiver.handle(posted())).toMatchObject({ status: 200 });
    expect(seen).toEqual([1]);
    expect(receiver.health().inFlight).toBe(0);
  });

  test('does not run before whoever handed the request in has its promise', async () => {
    const order: string[] = [];
    const { receiver } = recording({ onEvent: () => void order.push('handler') });
    const answer = receiver.handle(posted());
    order.push('handed in');
    await answer;
    expect(order).toEqual(['handed in', 'handler']);
  });

  test('is waited for by a stop that it asks for itself', async () => {
    const order: string[] = [];
    let stopped: Promise<unknown> = Promise.resolve();
    const { receiver } = recording({
      onEvent: () => void (stopped = receiver.stop().then(() => order.push('stopped'))),
      hooks: { answered: ({ outcome }) => void order.push(outcome) },
    });
    expect(await receiver.handle(posted())).toMatchObject({ status: 200 });
    await stopped;
    expect(order).toEqual(['handled', 'stopped']);
  });
});

test.each([
  ['an object', (then: object) => then],
  ['a function', (then: object) => Object.assign(() => undefined, then)],
])('what a handler returns is waited for where it has a then(), whoever made it: %s', async (_, made) => {
  const entered = Promise.withResolvers<() => void>();
  const { receiver } = recording({
    onUnknown: () => made({ then: (resolve: () => void) => entered.resolve(resolve) }),
  });
  const answer = receiver.handle(posted(eventBody({ Event: 'prices_full' })));
  const leave = await entered.promise;
  expect(receiver.health().inFlight).toBe(1);
  leave();
  expect(await answer).toMatchObject({ status: 200 });
});
