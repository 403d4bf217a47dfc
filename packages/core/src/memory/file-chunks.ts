import { open } from 'node:fs/promises';
import { keep, lend, takeBlock } from './blocks.ts';

/** The contents of a file, to be sent. What `undiciTransport()` has sent is overwritten by what is read next: a chunk is not to be kept. */
export async function* fileChunks(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    for (;;) {
      const block = takeBlock();
      const { bytesRead } = await file.read(block);
      if (bytesRead === 0) {
        keep(block);
        return;
      }
      yield lend(block, bytesRead, 'file');
    }
  } finally {
    await file.close();
  }
}
