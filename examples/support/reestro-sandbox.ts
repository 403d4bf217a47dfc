import { createSandbox, type Sandbox } from '@partner-apis/sandbox';

/**
 * Runs an example against the vendor when its environment variables are set, else against a sandbox that lives as long as the example. Your
 * own program has no need of this.
 */
export async function withReestroSandbox(
  example: (sandbox: Sandbox | undefined) => Promise<void>,
): Promise<void> {
  if (process.env['REESTRO_API_KEY'] !== undefined) {
    await example(undefined);
    return;
  }
  console.error('No REESTRO_API_KEY: running against the sandbox.');
  const sandbox = createSandbox();
  await using server = await sandbox.listen({ port: 0 });
  process.env['REESTRO_BASE_URL'] = server.urls.reestro;
  process.env['REESTRO_API_KEY'] = server.credentials.reestro.apiKey;
  process.env['REESTRO_ORG_ID'] = server.credentials.reestro.orgId;
  await example(sandbox);
}
