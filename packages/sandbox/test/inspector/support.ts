import { request } from 'node:http';
import { onTestFinished } from 'vitest';
import {
  createSandbox,
  type ListenOptions,
  type Sandbox,
  type SandboxOptions,
  type SandboxServer,
} from '@partner-apis/sandbox';

/** A sandbox with its inspector; both end with the test. */
export interface Inspected {
  readonly sandbox: Sandbox;
  readonly server: SandboxServer;
  readonly url: string;
  readonly token: string;
  /** One request to the inspector, with headers that fetch would not let through. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Asked>;
}

/** An answer of the inspector. */
export interface Asked {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
  /** Of whatever shape: a test asserts what is in it. */
  readonly json: unknown;
}

export async function inspect(
  options: SandboxOptions = {},
  inspector: ListenOptions['inspector'] = true,
): Promise<Inspected> {
  const sandbox = createSandbox(options);
  onTestFinished(() => sandbox.close());
  const server = await sandbox.listen({ inspector });
  if (server.inspector === undefined) throw new Error('no inspector');
  const { url, token } = server.inspector;
  return {
    sandbox,
    server,
    url,
    token,
    ask: (method, path, body, headers) => send(url, method, path, body, headers),
  };
}

function send(
  url: string,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const length = sent === undefined ? {} : { 'content-length': Buffer.byteLength(sent) };
    const outgoing = request(
      new URL(path, url),
      { method, agent: false, headers: { ...length, ...headers } },
      (incoming) => {
        let text = '';
        incoming.setEncoding('utf8').on('data', (piece) => (text += piece));
        incoming.on('end', () => {
          const json = String(incoming.headers['content-type']).startsWith('application/json')
            ? JSON.parse(text)
            : undefined;
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text, json });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(sent);
  });
}
