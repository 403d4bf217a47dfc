import { StormwallV3Client, type StormwallV3Options } from '@partner-apis/stormwall';
import { hastyClock, type Received, type Respond, stubServer } from '@partner-apis/test-kit';
import { onTestFinished } from 'vitest';

/** A key that must not be seen anywhere. */
export const KEY = 'v3-key-of-a-test-0123456789';

/** A client of a server that answers as told; both end with the test. Retries do not wait. */
export async function stubbedV3<Paths = Record<never, never>>(
  respond: Respond,
  options: Partial<StormwallV3Options> = {},
): Promise<{
  readonly v3: StormwallV3Client<Paths>;
  readonly requests: readonly Received[];
  readonly url: string;
}> {
  const server = await stubServer(respond);
  const v3 = new StormwallV3Client<Paths>({
    apiKey: KEY,
    baseUrl: server.url,
    clock: hastyClock(),
    ...options,
  });
  onTestFinished(async () => {
    await v3.close();
    await server[Symbol.asyncDispose]();
  });
  return { v3, requests: server.requests, url: server.url };
}

/** A success of version 3. */
export const ok = (payload: unknown): object => ({ status: 'ok', payload });
