import { createSandbox, type Sandbox } from '@partner-apis/sandbox';
import { StormwallClient, type StormwallOptions } from '@partner-apis/stormwall';
import { onTestFinished } from 'vitest';
import { hastyClock } from '@partner-apis/test-kit';

/** A client, and the vendor's side of what it talks to; both end with the test. */
export interface Sandboxed {
  readonly stormwall: StormwallClient;
  readonly sandbox: Sandbox;
  readonly token: string;
}

/** A client of a sandbox on a real socket; both go by the clock that is given. Retries do not wait. */
export async function sandboxed(options: Partial<StormwallOptions> = {}): Promise<Sandboxed> {
  const { clock } = options;
  const sandbox = createSandbox(clock === undefined ? {} : { clock });
  const server = await sandbox.listen();
  const { token } = server.credentials.stormwall;
  const stormwall = new StormwallClient({
    token,
    baseUrl: server.urls.stormwall,
    clock: hastyClock(),
    ...options,
  });
  onTestFinished(async () => {
    await stormwall.close();
    await sandbox.close();
  });
  return { stormwall, sandbox, token };
}
