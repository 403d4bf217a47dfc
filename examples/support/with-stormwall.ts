import { createSandbox } from '@partner-apis/sandbox';

/**
 * Runs an example against Stormwall when `STORMWALL_TOKEN` is set, else against a sandbox that lives as long as the example. Your own program
 * has no need of this.
 */
export async function withStormwall(example: () => Promise<void>): Promise<void> {
  if (process.env['STORMWALL_TOKEN'] !== undefined) return example();
  const sandbox = createSandbox();
  await using server = await sandbox.listen();
  process.env['STORMWALL_BASE_URL'] = server.urls.stormwall;
  process.env['STORMWALL_TOKEN'] = server.credentials.stormwall.token;
  return await example();
}
