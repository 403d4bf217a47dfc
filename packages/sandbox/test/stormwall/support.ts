import { onTestFinished } from 'vitest';
import { createSandbox, manualClock, type ManualClock, type Sandbox } from '@partner-apis/sandbox';
import { sendTo, type Received, type Sent } from '../support.ts';

/** A JSON answer, as far as tests read its members one by one. */
export interface Body {
  readonly statusCode: number;
  readonly error: string;
  readonly list: readonly unknown[];
  readonly error_list: readonly unknown[];
}

/** What came back. */
export type Answered = Omit<Received, 'json'> & { json(): Body };

/** A Stormwall that listens, and a way to talk to it; both end with the test. */
export interface Running {
  readonly sandbox: Sandbox;
  readonly clock: ManualClock;
  readonly url: string;
  readonly token: string;
  /** Sends one request with the token's cookie. */
  send(method: string, path: string, body?: unknown, sent?: Sent): Promise<Answered>;
}

/** Starts one whose clock stands still. */
export async function start(): Promise<Running> {
  const clock = manualClock();
  const sandbox = createSandbox({ clock });
  const server = await sandbox.listen();
  onTestFinished(() => sandbox.close());
  const { token } = server.credentials.stormwall;
  const url = server.urls.stormwall;
  return {
    sandbox,
    clock,
    url,
    token,
    send: async (method, path, body, sent = {}) => {
      const text = body === undefined ? sent.body : JSON.stringify(body);
      const answer = await sendTo(url + path, '', {
        ...sent,
        method,
        apiKey: null,
        ...(text !== undefined && { body: text }),
        headers: {
          cookie: `api_access_token=${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          // By itself Node.js announces no body of a DELETE.
          ...(typeof text === 'string' && { 'content-length': Buffer.byteLength(text) }),
          ...sent.headers,
        },
      });
      const json = (): Body => JSON.parse(answer.text);
      return { ...answer, json };
    },
  };
}
