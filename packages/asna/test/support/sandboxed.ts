import { AsnaClient, type AsnaOptions } from '@partner-apis/asna';
import { createSandbox, type Sandbox, type SandboxOptions, type SandboxServer } from '@partner-apis/sandbox';
import { onTestFinished } from 'vitest';

/** A sandbox that listens and clients of it; all end with the test. */
export interface Sandboxed {
  readonly sandbox: Sandbox;
  readonly server: SandboxServer;
  readonly asna: AsnaClient;
  /** GUID of the client whose credentials are used. */
  readonly clientId: string;
  client(options?: Partial<AsnaOptions>): AsnaClient;
}

/** Starts one. Retries come at once. */
export async function sandboxed(
  options: Partial<AsnaOptions> = {},
  sandboxOptions: SandboxOptions = {},
): Promise<Sandboxed> {
  // Tokens are shared in the process by credential: each test has credentials of its own.
  const sandbox = createSandbox({ seed: `test-${Math.random()}`, ...sandboxOptions });
  const server = await sandbox.listen({ port: 0 });
  onTestFinished(() => sandbox.close());
  const client = (more: Partial<AsnaOptions> = {}): AsnaClient => {
    const made = new AsnaClient({
      baseUrl: server.urls.asna,
      ...server.credentials.asna,
      retry: { minDelayMs: 0, maxDelayMs: 0 },
      ...options,
      ...more,
    });
    onTestFinished(() => made.close());
    return made;
  };
  return { sandbox, server, asna: client(), clientId: server.credentials.asna.auth.clientId, client };
}
