/** The other side of every benchmark, in a process of its own, so that its work is not measured: one fixed answer to everything. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const id = (number: number) => number.toString(16).padStart(32, '0');

const events = Array.from({ length: 10 }, (_, index) => ({
  id: id(index + 1),
  code: 'signature.verified',
  producer: id(1000),
  parent: id(2000 + index),
  consumer: [id(3000), 'archive-service'],
  data: { file: `${id(4000)}/${id(5000 + index)}`, valid: true, signer: 'ООО «Ромашка»', number: index },
}));

const body = Buffer.from(
  JSON.stringify({
    type: 'about:blank',
    title: 'OK',
    status: 200,
    created: '2026-01-15T10:20:30.123456789Z',
    events,
  }),
);

const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
});

server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
