import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { discard, knownLength, type Answer, type Reply } from './answer.ts';
import type { Connection } from './exchange.ts';

/**
 * Writes a reply to a socket without a detour over web streams, which would cost a multiple of the request itself; the value
 * returned tells the server adapter that nothing is left to send.
 */
export async function deliverToSocket(reply: Reply, { outgoing }: Connection): Promise<Response> {
  if (outgoing.destroyed) {
    if (reply.kind === 'answer') discard(reply.answer);
  } else if (reply.kind === 'reset') {
    resetConnection(outgoing);
  } else if (reply.kind === 'silence') {
    await closed(outgoing);
  } else {
    await send(reply.answer, outgoing);
  }
  return RESPONSE_ALREADY_SENT;
}

async function send(answer: Answer, outgoing: ServerResponse): Promise<void> {
  const { status, headers, body, ending } = answer;
  const length = body instanceof Readable || ending !== undefined ? undefined : knownLength(answer);
  const hasBody = status !== 204 && status !== 304;
  outgoing.writeHead(
    status,
    length === undefined || !hasBody ? headers : { ...headers, 'content-length': length },
  );
  if (!(body instanceof Readable)) {
    outgoing.end(hasBody && body !== null ? body : undefined);
    return;
  }
  outgoing.flushHeaders();
  try {
    await pipeline(body, outgoing, { end: ending === undefined });
    if (ending === 'cut') endConnection(outgoing);
    if (ending === 'hang') await closed(outgoing);
  } catch {
    // The client left, or the source failed: pipeline has destroyed both, and the client sees the connection end.
    outgoing.destroy();
  }
}

function closed(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    outgoing.once('close', () => resolve());
  });
}

/** Sends RST. After `end()` Node.js 24 answers a reset with EINVAL and spins, so a connection already ended is just destroyed. */
function resetConnection(outgoing: ServerResponse): void {
  const { socket } = outgoing;
  if (socket === null || socket.writableEnded) outgoing.destroy();
  else socket.resetAndDestroy();
}

/** Sends FIN after the bytes written so far, although more were promised. */
function endConnection(outgoing: ServerResponse): void {
  if (outgoing.socket === null) outgoing.destroy();
  else outgoing.socket.destroySoon();
}

/** The same for callers of `fetch`: what needs a socket becomes a network error. */
export async function deliverToFetch(reply: Reply, signal: AbortSignal): Promise<Response> {
  if (reply.kind === 'silence') await aborted(signal);
  if (reply.kind !== 'answer') return Response.error();
  const { status, headers, body, ending } = reply.answer;
  if (!(body instanceof Readable)) {
    return new Response(status === 204 || status === 304 || body === null ? null : Buffer.from(body), {
      status,
      headers,
    });
  }
  const source =
    ending === undefined ? body : Readable.from(unfinished(body, ending, signal), { objectMode: false });
  return new Response(toWeb(source), { status, headers });
}

async function* unfinished(
  body: Readable,
  ending: 'cut' | 'hang',
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  yield* body;
  if (ending === 'hang') await aborted(signal);
  throw new Error('The connection was closed before the body ended.');
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function toWeb(source: Readable): ReadableStream<Uint8Array> {
  // Boundary: Node.js types its web streams apart from the global ones, which are the same classes.
  return Readable.toWeb(source) as ReadableStream<Uint8Array>;
}
