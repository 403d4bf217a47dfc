import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type * as z from 'zod';
import { Webhook } from './schemas.ts';

const MOST_BYTES = 262_144;

/** Limits the body, checks the signature over its bytes, then the shape, drops what was handled before, awaits the handler, answers. */
export function webhooks(
  secret: string,
  handler: (event: z.output<typeof Webhook>) => unknown,
): (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void> {
  const done = new Set<string>();
  const handle = async (incoming: IncomingMessage): Promise<number> => {
    const body = await bodyOf(incoming);
    if (body === undefined) return 413;
    if (!isSigned(body, incoming.headers['x-signature'], secret)) return 401;
    const event = Webhook.safeParse(JSON.parse(body.toString('utf8')));
    if (!event.success) return 400;
    if (done.has(event.data.MessageId)) return 200;
    await handler(event.data);
    done.add(event.data.MessageId);
    return 200;
  };
  return async (incoming, outgoing) => {
    const status = await handle(incoming).catch(() => 500);
    outgoing.writeHead(status, { 'content-length': 0 });
    outgoing.end();
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isSigned(body: Buffer, header: string | string[] | undefined, secret: string): boolean {
  const given = Buffer.from(String(header).slice('sha256='.length), 'hex');
  const own = createHmac('sha256', secret).update(body).digest();
  return given.length === own.length && timingSafeEqual(given, own);
}
