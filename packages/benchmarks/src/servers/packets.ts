/**
 * The platform of the packet benchmarks, in a process of its own: `packets.ts MIB` has an archive of mixed files made beforehand, or without a
 * number one of 1 GiB; uploads are counted.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { archiveOf, hugeArchive, idOf, mixedFiles } from './mixed-packet.ts';

const [mib] = process.argv.slice(2);
const archive: Buffer[] = [];
if (mib === undefined) for await (const part of hugeArchive()) archive.push(part);
else archive.push(await archiveOf(mixedFiles(Number(mib))));
const length = archive.reduce((sum, part) => sum + part.length, 0);

const server = createServer((request, response) => {
  if (request.method === 'POST') {
    let size = 0;
    request.on('data', (chunk: Buffer) => (size += chunk.length));
    request.on('end', () => {
      const packet = { id: idOf(1), files: [{ id: idOf(2), name: 'all', size }] };
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ status: 200, packet }));
    });
  } else {
    response.writeHead(200, { 'content-type': 'application/gzip', 'content-length': length });
    Readable.from(archive, { objectMode: false }).pipe(response);
  }
});

server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
