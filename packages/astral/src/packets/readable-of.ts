import { isErrorLike } from '@partner-apis/core/vendor';
import { Readable } from 'node:stream';

/**
 * A byte stream of chunks that are taken at the reader's pace. Unlike `Readable.from` it gives a reader who destroys it his own reason
 * back, and not what the source makes of being left, nor does it wait for a chunk that may never come.
 *
 * @param onLeave - Ends a read that is pending when the stream is destroyed; harmless after the end.
 */
export function readableOf(chunks: AsyncIterable<Uint8Array>, onLeave?: () => void): Readable {
  const iterator = chunks[Symbol.asyncIterator]();
  let taking = false;
  const stream = new Readable({
    highWaterMark: 1,
    read() {
      if (!taking) take().catch(fail);
    },
    destroy(error, done) {
      onLeave?.();
      iterator.return?.().then(ignore, ignore);
      done(error);
    },
  });

  async function take(): Promise<void> {
    taking = true;
    let hungry = true;
    while (hungry) {
      const next = await iterator.next();
      if (stream.destroyed) return;
      hungry = stream.push(next.done === true ? null : next.value) && next.done !== true;
    }
    taking = false;
  }

  function fail(error: unknown): void {
    stream.destroy(isErrorLike(error) ? error : new Error('the source failed', { cause: error }));
  }

  return stream;
}

function ignore(): void {}
