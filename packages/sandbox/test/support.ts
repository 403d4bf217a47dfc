import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { onTestFinished, vi } from 'vitest';
import {
  createSandbox,
  manualClock,
  type ManualClock,
  type Sandbox,
  type SandboxOptions,
} from '@partner-apis/sandbox';

/** An event on the wire. */
export interface WireEvent {
  readonly id: string;
  readonly code: string;
  readonly producer: string;
}

/** A file on the wire. */
export interface WireFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly created: string;
}

/** A packet on the wire. */
export interface WirePacket {
  readonly id: string;
  readonly updated: string;
  readonly files: readonly [WireFile, WireFile, ...WireFile[]];
  readonly acl: { readonly access: object };
}

/** Any answer of the API: a test reads the members that its request calls for. */
export interface Body {
  readonly status: number;
  readonly code: string;
  readonly count: number;
  readonly events: readonly [WireEvent, WireEvent, ...WireEvent[]];
  readonly packet: WirePacket;
  readonly file: WireFile;
}

/** What came back, read as a client without any library would read it. */
export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  /** False when the connection ended before the body did. */
  readonly complete: boolean;
  json(): Body;
}

/** What to send. */
export interface Sent {
  method?: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** Key of the sender; the default participant's when left out, none when null. */
  apiKey?: string | null;
  signal?: AbortSignal;
}

/** A sandbox that listens, and a way to talk to it; both end with the test. */
export interface Running {
  readonly sandbox: Sandbox;
  readonly clock: ManualClock;
  readonly url: string;
  readonly apiKey: string;
  /** Sends one request on a connection of its own. */
  send(path: string, sent?: Sent): Promise<Received>;
  sendJson(path: string, body: unknown, sent?: Sent): Promise<Received>;
  /** Resolves when this many requests wait for their answer. */
  waiting(count: number): Promise<void>;
}

/** Starts a sandbox whose clock stands still. */
export async function start(options: SandboxOptions = {}): Promise<Running> {
  const clock = manualClock();
  const sandbox = createSandbox({ clock, ...options });
  const server = await sandbox.listen({ port: 0 });
  onTestFinished(() => sandbox.close());
  const url = server.urls.astral;
  const { apiKey } = server.credentials.astral;
  const send = (path: string, sent: Sent = {}): Promise<Received> => sendTo(url + path, apiKey, sent);
  return {
    sandbox,
    clock,
    url,
    apiKey,
    send,
    sendJson: (path, body, sent = {}) =>
      send(path, {
        method: 'POST',
        ...sent,
        headers: { 'content-type': 'application/json', ...sent.headers },
        body: JSON.stringify(body),
      }),
    waiting: async (count) => {
      await vi.waitUntil(() => sandbox.requests({ outcome: 'open' }).length === count, { interval: 1 });
    },
  };
}

/** One request by node:http. Rejects when there is no answer at all. */
export function sendTo(
  url: string,
  apiKey: string,
  { method = 'GET', headers, body, signal, ...sent }: Sent,
): Promise<Received> {
  const key = sent.apiKey === undefined ? apiKey : sent.apiKey;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method,
        agent: false,
        headers: { ...(key !== null && { 'x-api-key': key }), ...headers },
        ...(signal !== undefined && { signal }),
      },
      (incoming) => {
        const pieces: Buffer[] = [];
        incoming.on('data', (piece: Buffer) => pieces.push(piece));
        incoming.on('error', () => {});
        incoming.on('close', () => {
          const bytes = Buffer.concat(pieces);
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            bytes,
            text: bytes.toString(),
            complete: incoming.complete,
            // Boundary: what is read of it is asserted by the test.
            json: () => JSON.parse(bytes.toString()) as Body,
          });
        });
      },
    );
    outgoing.on('error', reject);
    if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
      outgoing.end(body);
      return;
    }
    void (async () => {
      for await (const piece of body) {
        if (!outgoing.write(piece)) await new Promise((drained) => void outgoing.once('drain', drained));
      }
      outgoing.end();
    })();
  });
}

/** The code of the error that a promise rejects with. */
export async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
    return 'no error';
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
}

/** A part of a form, written by hand. */
export interface FormPart {
  field?: string;
  /** The rest of Content-Disposition after the field's name; a plain `filename` when it is just a name. */
  filename?: string;
  disposition?: string;
  type?: string;
  content?: string | Uint8Array;
}

/** A form as it stands on the wire. */
export function form(
  parts: readonly FormPart[],
  boundary = 'b0undary',
): { headers: OutgoingHttpHeaders; body: Buffer } {
  const pieces: Uint8Array[] = [];
  for (const { field = 'file', filename, disposition, type, content = '' } of parts) {
    const named = disposition ?? (filename === undefined ? '' : `; filename="${filename}"`);
    pieces.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${field}"${named}\r\n`));
    if (type !== undefined) pieces.push(Buffer.from(`Content-Type: ${type}\r\n`));
    pieces.push(Buffer.from('\r\n'), Buffer.from(content), Buffer.from('\r\n'));
  }
  pieces.push(Buffer.from(`--${boundary}--\r\n`));
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: Buffer.concat(pieces),
  };
}

/** Uploads files and returns the packet of the answer. */
export async function upload(
  { send }: Running,
  parts: readonly FormPart[],
  sent: Sent = {},
): Promise<WirePacket> {
  const answer = await send('/packet', { method: 'POST', ...form(parts), ...sent });
  if (answer.status !== 200) throw new Error(`Upload failed: ${answer.text}`);
  return answer.json().packet;
}
