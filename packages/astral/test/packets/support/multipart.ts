import type { IncomingMessage } from 'node:http';

/** A part of a form, as it stood on the wire. */
export interface Part {
  readonly disposition: string;
  readonly type: string;
  readonly content: Buffer;
}

/** The whole body of a request. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Takes a form apart by its boundary, and by nothing the client's own code knows. */
export function partsOf(body: Buffer, contentType: string): Part[] {
  const boundary = /boundary=(\S+)/.exec(contentType)?.[1] ?? '';
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const whole = Buffer.concat([Buffer.from('\r\n'), body]);
  const parts: Part[] = [];
  let at = whole.indexOf(delimiter);
  for (;;) {
    const start = at + delimiter.length;
    if (whole.toString('latin1', start, start + 2) === '--') return parts;
    const blank = whole.indexOf('\r\n\r\n', start);
    const end = whole.indexOf(delimiter, blank);
    if (blank === -1 || end === -1) throw new Error('the form has no end');
    const lines = whole.toString('utf8', start + 2, blank).split('\r\n');
    const header = (name: string): string =>
      lines.find((line) => line.toLowerCase().startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
    parts.push({
      disposition: header('content-disposition'),
      type: header('content-type'),
      content: whole.subarray(blank + 4, end),
    });
    at = end;
  }
}
