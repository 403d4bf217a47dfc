// Sends webhooks in a process of its own, so that the receiver has its process to itself. Written on bare sockets: a client that is
// polite would wait for answers.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { signWebhook } from '@partner-apis/asna';

/** What to send, as the process is told. */
export interface Sending {
  readonly port: number;
  readonly secret: string;
  /** The `MessageId` of each webhook. */
  readonly ids: readonly string[];
}

/** What came of it. */
export interface Sent {
  /** Status of each answer, in the order of the ids; 0 where none came. */
  readonly statuses: readonly number[];
  /** Until the last was written. */
  readonly sentMs: number;
  /** Until the last was answered. */
  readonly answeredMs: number;
}

const CONNECTIONS = 100;
/** The second is cut into so many slices. */
const SLICES = 100;
/** Nothing was answered for so long: it will not be any more. */
const PATIENCE_MS = 15_000;

// Boundary: webhook-flood.ts sent it.
const [{ port, secret, ids }] = (await once(process, 'message')) as [Sending];
const requests = ids.map((id) => request(id, secret));
const statuses: number[] = ids.map(() => 0);
const waiting = new Set(ids.keys());
let heardAt = performance.now();
const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, open));

const started = performance.now();
for (let slice = 0; slice < SLICES; slice += 1) {
  const from = Math.floor((slice * ids.length) / SLICES);
  const to = Math.floor(((slice + 1) * ids.length) / SLICES);
  for (let i = from; i < to; i += 1) sockets[i % CONNECTIONS]?.send(i);
  await sleep(Math.max(0, started + ((slice + 1) * 1000) / SLICES - performance.now()));
}
const sentMs = performance.now() - started;
while (waiting.size > 0 && performance.now() - heardAt < PATIENCE_MS) await sleep(5);
const answeredMs = heardAt - started;
process.send?.({ statuses, sentMs, answeredMs } satisfies Sent, undefined, {}, () => process.exit());

interface Lane {
  send(index: number): void;
}

/** A connection on which answers come in the order of the requests. */
async function open(): Promise<Lane> {
  const socket: Socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const order: number[] = [];
  let rest = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    rest += chunk;
    for (const [line, status] of rest.matchAll(/HTTP\/1\.1 (\d{3}) [^\r]*\r\n/g)) {
      const index = order.shift();
      if (index === undefined) throw new Error(`an answer too many: ${line}`);
      statuses[index] = Number(status);
      waiting.delete(index);
      heardAt = performance.now();
    }
    rest = rest.slice(rest.lastIndexOf('\r\n') + 2).slice(-200);
  });
  socket.on('error', () => undefined);
  return {
    send(index) {
      order.push(index);
      socket.write(requests[index] ?? '');
    },
  };
}

function request(id: string, key: string): string {
  const body = JSON.stringify({
    ClientId: 'BC164E55-B612-4A04-800B-34CCF10F6858',
    Event: 'stocks_full',
    Message: 'Processed',
    MessageId: id,
    Date: '2017-07-25T12:47:05.1210444+00:00',
  });
  return [
    'POST / HTTP/1.1',
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Signature: ${signWebhook(body, key)}`,
    '',
    body,
  ].join('\r\n');
}
