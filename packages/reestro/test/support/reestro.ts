import { ReestroClient, type ReestroOptions } from '@partner-apis/reestro';
import { createSandbox, type Sandbox, type SandboxOptions } from '@partner-apis/sandbox';
import { onTestFinished } from 'vitest';
import type { Respond } from '@partner-apis/test-kit';

/** A client that does not wait between attempts. */
export function clientFor(baseUrl: string, options: Partial<ReestroOptions> = {}): ReestroClient {
  // Boundary: a credential of the options stands for this one.
  return new ReestroClient({
    apiKey: 'test-key-1',
    orgId: 'test-org-1',
    baseUrl,
    retry: { minDelayMs: 0, maxDelayMs: 0 },
    ...options,
  } as ReestroOptions);
}

/** A sandbox that listens, and a client that is let in; both end with the test. */
export async function withSandbox(
  options: SandboxOptions = {},
): Promise<{ sandbox: Sandbox; reestro: ReestroClient; url: string; environment: Record<string, string> }> {
  const sandbox = createSandbox(options);
  const server = await sandbox.listen({ port: 0 });
  const reestro = clientFor(server.urls.reestro, server.credentials.reestro);
  onTestFinished(async () => {
    await reestro.close();
    await sandbox.close();
  });
  return {
    sandbox,
    reestro,
    url: server.urls.reestro,
    environment: sandbox.environment(server.urls),
  };
}

/** Answers with JSON text as it is, labelled as in the manual. */
export function documentedAnswer(text: string, status = 200): Respond {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'Application/json' }).end(text);
  };
}
