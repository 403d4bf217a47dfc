import { createSandbox } from '@partner-apis/sandbox';

/**
 * Runs an example against Stormwall when `STORMWALL_TOKEN` is set, else against a sandbox that lives as long as the example. Your own program
 * has no need of this.
 */
export async function withStormwall(example: () => Promise<void>): Promise<void> {
  if (process.env['STORMWALL_TOKEN'] !== undefined) return example();
  console.error('No STORMWALL_TOKEN: running against the sandbox.');
  const sandbox = createSandbox();
  await using server = await sandbox.listen();
  process.env['STORMWALL_BASE_URL'] = server.urls.stormwall;
  process.env['STORMWALL_TOKEN'] = server.credentials.stormwall.token;
  return await example();
}

/** The same for version 3, by `STORMWALL_V3_API_KEY`. */
export async function withStormwallV3(example: () => Promise<void>): Promise<void> {
  if (process.env['STORMWALL_V3_API_KEY'] !== undefined) return example();
  console.error('No STORMWALL_V3_API_KEY: running against the sandbox.');
  const sandbox = createSandbox();
  await using server = await sandbox.listen();
  sandbox.stormwall.configureV3({ certificateMs: 0 });
  Object.assign(process.env, sandbox.environment(server.urls));
  return await example();
}
