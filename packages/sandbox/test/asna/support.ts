import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSandbox, manualClock, type ManualClock, type Sandbox } from '@partner-apis/sandbox';
import { onTestFinished } from 'vitest';

/** What came back. */
export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body, of whatever shape: a test asserts what is in it. */
  readonly json: unknown;
}

/** A sandbox that listens, and a way to talk to its ASNA; both end with the test. */
export interface Running {
  readonly sandbox: Sandbox;
  readonly clock: ManualClock;
  readonly url: string;
  readonly clientId: string;
  /** Asks for a token with a form; by default the right one. */
  token(form?: Record<string, string>): Promise<Received>;
  /** Sends JSON, or text as it is, with a token unless there is one in the headers. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Received>;
}

/** Starts a sandbox whose clock stands still. */
export async function start(): Promise<Running> {
  const clock = manualClock();
  const sandbox = createSandbox({ clock });
  onTestFinished(() => sandbox.close());
  const server = await sandbox.listen({ port: 0 });
  const url = server.urls.asna;
  const { clientId, clientSecret, tokenUrl } = server.credentials.asna.auth;
  const token: Running['token'] = async (form = {}) => {
    const fields = {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      ...form,
    };
    return read(await fetch(tokenUrl, { method: 'POST', body: new URLSearchParams(fields) }));
  };
  let bearer: string | undefined;
  return {
    sandbox,
    clock,
    url,
    clientId,
    token,
    async send(method, path, body, headers = {}) {
      if (headers['authorization'] === undefined) bearer ??= tokenIn(await token());
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return read(
        await fetch(url + path, {
          method,
          headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', ...headers },
          ...(text !== undefined && { body: text }),
        }),
      );
    },
  };
}

/** The token in an answer of the token endpoint. */
export function tokenIn({ json }: Received): string {
  if (typeof json === 'object' && json !== null && 'access_token' in json) return String(json.access_token);
  throw new Error('there is no token in the answer');
}

async function read(response: Response): Promise<Received> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  const json: unknown = isJson ? JSON.parse(text) : undefined;
  return { status: response.status, headers: response.headers, text, json };
}

/** A webhook as it arrived. */
export interface Hook {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server that takes webhooks and answers them in turn; the last answer stays. */
export async function hooks(...statuses: number[]): Promise<{ url: string; received: Hook[] }> {
  const received: Hook[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(statuses[Math.min(received.length, statuses.length) - 1] ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has an address object.
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received };
}
