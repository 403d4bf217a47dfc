/** A platform in a process of its own, so that its memory is not the client's: one large packet, and uploads that are counted. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { entry, id } from './raw-tar.ts';

const MIB = 1024 * 1024;
/** 64 MiB each, made of gzip members. */
const FILES = 6;
const part = gzipSync(Buffer.concat([randomBytes(4 * MIB), Buffer.alloc(4 * MIB, 'text')]), { level: 1 });

function* packet(): Generator<Buffer> {
  for (let file = 0; file < FILES; file++) {
    yield gzipSync(entry({ name: id(file), size: 64 * MIB }));
    for (let at = 0; at < 8; at++) yield part;
  }
  yield gzipSync(Buffer.alloc(1024));
}

const server = createServer((request, response) => {
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
  });
  request.on('end', () => {
    if (request.method === 'GET') {
      Readable.from(packet(), { objectMode: false }).pipe(response);
    } else {
      const answer = { status: 200, packet: { id: id(1), files: [{ id: id(2), name: 'all', size }] } };
      response.end(JSON.stringify(answer));
    }
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
