import { StormwallClient, type StormwallOptions } from '@partner-apis/stormwall';
import { onTestFinished } from 'vitest';
import { hastyClock, type Received, type Respond, stubServer } from '@partner-apis/test-kit';

/** A client and the server it talks to; both end with the test. */
export interface Stubbed {
  readonly stormwall: StormwallClient;
  readonly url: string;
  readonly requests: readonly Received[];
}

/** A client of a server that answers as told. Retries do not wait. */
export async function stubbed(respond: Respond, options: Partial<StormwallOptions> = {}): Promise<Stubbed> {
  const server = await stubServer(respond);
  const stormwall = new StormwallClient({
    token: 'eyJhb.test.token',
    baseUrl: server.url,
    clock: hastyClock(),
    ...options,
  });
  onTestFinished(async () => {
    await stormwall.close();
    await server[Symbol.asyncDispose]();
  });
  return { stormwall, url: server.url, requests: server.requests };
}
