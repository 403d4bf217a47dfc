import { AsnaClient, type AsnaOptions } from '@partner-apis/asna';
import { type Received, type Respond, stubServer } from '@partner-apis/test-kit';
import { onTestFinished } from 'vitest';

/** GUID of a store. */
export const STORE = '11111111-2222-4333-8444-555555555555';

/** A client of a server that answers as told; both end with the test. Retries do not wait. */
export async function stubbed(
  respond: Respond,
  options: Partial<AsnaOptions> = {},
): Promise<{ readonly asna: AsnaClient; readonly requests: readonly Received[]; readonly url: string }> {
  const server = await stubServer(respond);
  const asna = new AsnaClient({
    baseUrl: server.url,
    token: 'token-of-a-test',
    retry: { minDelayMs: 0, maxDelayMs: 0 },
    ...options,
  });
  onTestFinished(async () => {
    await asna.close();
    await server[Symbol.asyncDispose]();
  });
  return { asna, requests: server.requests, url: server.url };
}

/** An answer without a body. */
export const empty =
  (status: number, headers: Record<string, string> = {}): Respond =>
  (_, response) => {
    response.writeHead(status, headers).end();
  };
