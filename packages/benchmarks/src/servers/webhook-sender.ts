/**
 * Sends webhooks from a process of its own, over raw connections, so that it is not the sender who is measured. Told where, how many and how
 * large, it makes them ready and answers; told so again, it sends them, and answers with how many were not accepted.
 */
import { createHmac } from 'node:crypto';
import { connect } from 'node:net';

/** What to send. */
export interface Order {
  readonly port: number;
  readonly requests: number;
  readonly bytes: number;
  /** One long text, or a list of small objects. */
  readonly made: 'of text' | 'of members';
  readonly secret: string;
  /** Connections, each with one request at a time. */
  readonly connections: number;
}

const guid = (number: number): string => `0b8a7d5e-1111-4000-8000-${number.toString(16).padStart(12, '0')}`;
const ready = new Map<string, readonly Buffer[]>();

function requestsOf(order: Order): readonly Buffer[] {
  const key = `${order.requests} ${order.bytes} ${order.made}`;
  const known =
    ready.get(key) ?? Array.from({ length: order.requests }, (_, number) => request(number, order));
  ready.set(key, known);
  return known;
}

/** A webhook as a whole. */
function request(number: number, { bytes, made, secret }: Order): Buffer {
  const event = {
    ClientId: guid(1),
    Event: 'stocks_full',
    Message: 'Processed',
    MessageId: guid(number + 2),
    Date: '2026-01-15T10:20:30.1234567Z',
  };
  const item = { Code: '000123', Name: 'Аспирин', Rest: 12.5 };
  const each = Buffer.byteLength(JSON.stringify(item)) + 1;
  const room = bytes - Buffer.byteLength(JSON.stringify({ ...event, Details: [] }));
  const items = Array.from({ length: Math.floor(room / each) }, () => item);
  const body = JSON.stringify({ ...event, Details: made === 'of text' ? 'x'.repeat(room) : items });
  const signature = createHmac('sha256', secret).update(body).digest('hex').toUpperCase();
  const head = [
    'POST / HTTP/1.1',
    'host: 127.0.0.1',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-signature: sha256=${signature}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** Sends what is left, one after the other, on one connection; how many were not accepted. */
function work(port: number, left: Buffer[]): Promise<number> {
  return new Promise((resolve, reject) => {
    let refused = 0;
    let answer = '';
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const next = (): void => {
      const item = left.pop();
      if (item === undefined) socket.end();
      else socket.write(item);
    };
    socket.setEncoding('latin1');
    socket
      .on('connect', next)
      .on('error', reject)
      .on('close', () => resolve(refused));
    socket.on('data', (chunk: string) => {
      answer += chunk;
      const end = answer.indexOf('\r\n\r\n');
      if (end === -1) return;
      const length = Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0);
      if (answer.length < end + 4 + length) return;
      if (!answer.startsWith('HTTP/1.1 200')) refused += 1;
      answer = '';
      next();
    });
  });
}

async function send(order: Order): Promise<number> {
  const left = [...requestsOf(order)];
  const each = await Promise.all(Array.from({ length: order.connections }, () => work(order.port, left)));
  return each.reduce((sum, refused) => sum + refused, left.length);
}

process.on('message', (order: Order) => {
  if (order.port === 0) {
    requestsOf(order);
    process.send?.('ready');
  } else {
    void send(order).then((refused) => process.send?.(refused));
  }
});
process.on('disconnect', () => process.exit());
process.send?.(0);
