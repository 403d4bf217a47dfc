import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** How a try went: the status of the answer, or why there was none. */
export interface Posted {
  /** HTTP status of the answer; absent where there was none. */
  readonly status?: number;
  /** Code of what went wrong, such as `ECONNREFUSED`; absent where there was an answer. */
  readonly error?: string;
}

/** Sends a webhook as ASNA does. Never rejects. */
export function post(
  url: string,
  body: string,
  signature: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Posted> {
  return new Promise((resolve) => {
    const request = url.startsWith('https:') ? httpsRequest : httpRequest;
    const outgoing = request(url, {
      method: 'POST',
      agent: false,
      signal: AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(timeoutMs))]),
      headers: {
        'x-signature': signature,
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
      },
    });
    outgoing.on('response', (incoming) => {
      // What stands in the answer is of no interest; unread it would hold the connection.
      incoming.on('error', () => undefined).resume();
      resolve({ status: incoming.statusCode ?? 0 });
    });
    outgoing.on('error', (error) => {
      const code = 'code' in error ? error.code : error.name;
      resolve({ error: String(code) });
    });
    outgoing.end(body);
  });
}
