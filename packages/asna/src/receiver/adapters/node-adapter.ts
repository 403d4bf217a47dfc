import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { readNodeBody } from './body-reader.ts';
import type { WebhookEndpoint } from '../webhook-endpoint.ts';
import { alreadyParsed } from './raw-body.ts';
import type { WebhookResponse } from '../webhook-answer.ts';
import { announcedBytes, type WebhookRequestHead } from '../webhook-request.ts';

/** What a framework may have made of a request before it gets here. */
export interface NodeSource {
  readonly incoming: IncomingMessage;
  /** Path as the sender wrote it, where a framework has changed `url`. */
  readonly path?: string | undefined;
  /** The body, where it was read before, byte for byte. */
  readonly bytes?: Uint8Array | undefined;
  /** The stream to read in place of the request itself. */
  readonly stream?: Readable | undefined;
}

/** The answer for a Node.js request; undefined when the sender has gone. Rejects with ConfigurationError for a body that was read before. */
export async function answerTo(
  intake: WebhookEndpoint,
  source: NodeSource,
): Promise<WebhookResponse | undefined> {
  const { incoming } = source;
  const head: WebhookRequestHead = {
    method: incoming.method ?? '',
    path: source.path ?? incoming.url ?? '',
    // Repeated ones are joined here or dropped: of no two signatures that makes one.
    headers: incoming.headers,
  };
  const bytes = source.bytes ?? keptBytes(incoming);
  if (bytes !== undefined) return intake.handle({ ...head, body: bytes });
  const stream = source.stream ?? incoming;
  if (stream.readableDidRead) throw alreadyParsed('its body was read before the receiver got it');
  const announced = announcedBytes(head.headers);
  const signature = intake.admit(head, announced);
  if (!(signature instanceof Uint8Array)) return signature;
  const body = await readNodeBody(
    stream,
    intake,
    stream === incoming ? ending(incoming, announced) : undefined,
  );
  if (body === 'gone') {
    intake.gone();
    return undefined;
  }
  if (body === 'large' || body === 'slow') return intake.refuse(body);
  return intake.accept(signature, body);
}

/** In HTTP/1 a body ends with the last byte that was announced; in HTTP/2, and in chunks, its sender may keep it open. */
function ending({ httpVersionMajor, headers }: IncomingMessage, announced: number): number | undefined {
  return httpVersionMajor === 1 && headers['transfer-encoding'] === undefined ? announced : undefined;
}

/** What a framework has kept beside the body that it parsed: `rawBody`, as NestJS and Firebase do. */
export function keptBytes(request: object): Uint8Array | undefined {
  const kept: unknown = Reflect.get(request, 'rawBody');
  return kept instanceof Uint8Array ? kept : undefined;
}

/** Sends an answer. */
export function send(outgoing: ServerResponse, { status, headers, body }: WebhookResponse): void {
  if (outgoing.headersSent || outgoing.destroyed) return;
  outgoing.writeHead(status, { ...headers, 'content-length': body.length });
  // All answers are ASCII: with the head they go out as one text that needs no encoding.
  outgoing.end(body, 'latin1');
}

/**
 * Lets go of a body that was not read to its end: Node.js throws away what still comes, here for as long as a body may take, so that the sender gets
 * to see the answer; then the connection goes.
 */
export function letGo(incoming: IncomingMessage, { clock, bodyTimeoutMs }: WebhookEndpoint): void {
  if (incoming.complete || incoming.destroyed) return;
  incoming.on('error', () => undefined);
  const cancel = clock.schedule(bodyTimeoutMs, () => incoming.destroy());
  incoming.once('close', cancel).once('end', cancel);
}
