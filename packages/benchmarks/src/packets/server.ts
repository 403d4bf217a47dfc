/** The platform of the packet benchmarks, in a process of its own: two archives made beforehand, and uploads that are counted. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { archiveOf, hugeArchive, idOf, mixedFiles } from './mixed-packet.ts';

const mixed = await archiveOf(mixedFiles());
const huge: Buffer[] = [];
for await (const part of hugeArchive()) huge.push(part);

const server = createServer((request, response) => {
  if (request.method === 'POST') {
    let size = 0;
    request.on('data', (chunk: Buffer) => (size += chunk.length));
    request.on('end', () => {
      const packet = { id: idOf(1), files: [{ id: idOf(2), name: 'all', size }] };
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ status: 200, packet }));
    });
  } else if (request.url?.includes(idOf(9)) === true) {
    response.writeHead(200, { 'content-type': 'application/gzip' });
    Readable.from(huge, { objectMode: false }).pipe(response);
  } else {
    response.writeHead(200, { 'content-type': 'application/gzip', 'content-length': mixed.length });
    response.end(mixed);
  }
});

server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
