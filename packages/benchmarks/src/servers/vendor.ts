/** The vendors of the benchmarks, in a process of their own. What the platform hands out is set by a message before each turn. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Dispenser, type Supply } from './dispenser.ts';
import { astralEvent, astralPage, envelope, guid, reestroPage } from './events.ts';

const ten = astralPage(1, 10);
const published = envelope([astralEvent(1)]);
const none = envelope([]);
const noPage = Buffer.from('{"lastEventId":null,"events":[]}');
const dispenser = new Dispenser();

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (request.method === 'POST') void post(pathname, request, response);
  else if (pathname === '/events') poll(searchParams, response);
  else if (pathname.endsWith('/crypto/v2/events')) answer(response, feed(searchParams));
  else answer(response, ten);
});

async function post(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  if (path === '/events') return answer(response, published);
  // Each id has 32 digits, two quotes and a comma.
  const count = Math.round((body.length - '{"events_id":[]}'.length + 1) / 35);
  dispenser.confirm(count, () => answer(response, Buffer.from(`{"status":200,"count":${count}}`)));
}

function poll(query: URLSearchParams, response: ServerResponse): void {
  if (query.get('unconfirmed') === 'true') answer(response, none);
  else dispenser.poll(Number(query.get('limit')), (body) => answer(response, body));
}

function feed(query: URLSearchParams): Buffer {
  const after = query.get('afterEventId');
  const last = after === null ? 0 : Number.parseInt(after.slice(-12), 16);
  const count = Math.min(Number(query.get('count')), dispenser.total - last);
  return count > 0 ? reestroPage(last + 1, count) : noPage;
}

function answer(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
}

// guid() and Number.parseInt above agree on where the number stands.
if (Number.parseInt(guid(77).slice(-12), 16) !== 77)
  throw new Error('The ids of the feed do not hold their number.');

server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('message', (supply: Supply) => {
  dispenser.fill(supply);
  process.send?.('ready');
});
process.on('disconnect', () => process.exit());
