import type { Socket } from 'node:net';
import { systemClock } from '../../time/clock.ts';
import type { buildConnector } from './undici.ts';

/** What writing to a connection says that the other side has closed. */
const CLOSED: readonly unknown[] = ['EPIPE', 'ECONNRESET'];

/** How long what has arrived may take to be read. It lies in the system's memory already. */
const PATIENCE_MS = 1_000;

type Written = (error?: Error | null) => void;

/** Opens connections on which an answer wins over a broken write: a server that refuses an upload says so, and closes. */
export function answerBeforeBrokenWrite(connect: buildConnector.connector): buildConnector.connector {
  return (target, callback) =>
    connect(target, (...outcome) => {
      // The types promise a null beside an error; what comes is nothing at all.
      if (outcome[1]) heedLastWords(outcome[1]);
      callback(...outcome);
    });
}

/** Node destroys a socket at the first write that fails, with whatever it has not read yet. So that failure is told after the end. */
function heedLastWords(socket: Socket): void {
  const late =
    (written: Written): Written =>
    (error) => {
      if (!error || !('code' in error && CLOSED.includes(error.code)) || socket.readableEnded) {
        written(error);
        return;
      }
      const tell = (): void => {
        cancel();
        socket.off('end', tell).off('close', tell);
        written(error);
      };
      const cancel = systemClock.schedule(PATIENCE_MS, tell);
      socket.once('end', tell).once('close', tell);
    };
  const write = socket._write.bind(socket);
  const writev = socket._writev?.bind(socket);
  socket._write = (chunk, encoding, written) => write(chunk, encoding, late(written));
  if (writev !== undefined) socket._writev = (chunks, written) => writev(chunks, late(written));
}
