import type { Socket } from 'node:net';
import { BLOCK_BYTES, giveBack, isLent, lend, takeBlock } from '../../memory/blocks.ts';
import { buildConnector } from './undici.ts';

/** Fewer bytes than this, which is a full TLS record, are copied out of their block: a block is all taken, however little is filled. */
const WORTH_A_BLOCK = BLOCK_BYTES / 4;

/** Opens connections for file transfers: they receive into blocks of memory, and give those back that they have sent. */
export function transferConnector(options: buildConnector.BuildOptions): buildConnector.connector {
  const connect = buildConnector({ ...options, onread: receiving() });
  return (target, callback) =>
    connect(target, (...outcome) => {
      // The types promise a null beside an error; what comes is nothing at all.
      if (outcome[1]) giveBackSent(outcome[1]);
      callback(...outcome);
    });
}

/** How sockets read: straight into a block, without memory of their own. Node asks for the next one right after each read. */
function receiving(): { buffer: () => Uint8Array; callback: (size: number, block: Uint8Array) => boolean } {
  let spare: Uint8Array | undefined;
  return {
    buffer() {
      const block = spare ?? takeBlock();
      spare = undefined;
      return block;
    },
    callback(this: Socket, size: number, block: Uint8Array): boolean {
      if (size >= WORTH_A_BLOCK) return this.push(lend(block, size, 'connection'));
      spare = block;
      return this.push(Buffer.from(block.subarray(0, size)));
    },
  };
}

type Flushed = (error?: Error | null) => void;

/** Node calls back when it has flushed a chunk: the system has a copy then, or the encryption. */
function giveBackSent(socket: Socket): void {
  const write = socket.write.bind(socket);
  socket.write = (chunk: Uint8Array | string, encoding?: BufferEncoding | Flushed, flushed?: Flushed) => {
    if (typeof encoding === 'function') return write(chunk, undefined, encoding);
    if (typeof chunk === 'string' || flushed !== undefined || !isLent(chunk, 'file'))
      return write(chunk, encoding, flushed);
    return write(chunk, undefined, (error) => {
      if (!error) giveBack(chunk.buffer, 'file');
    });
  };
}
