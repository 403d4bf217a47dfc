import { createSandbox } from '@partner-apis/sandbox';

/** What an example may need to know about who it is. */
export interface Setting {
  /** Our own participant id at Astral.Platform. */
  readonly participant: string;
}

/**
 * Runs an example against the vendor when its environment variables are set, else against a sandbox that lives as long as the example. Your
 * own program has no need of this.
 */
export async function withSandbox(example: (setting: Setting) => Promise<void>): Promise<void> {
  if (process.env['ASTRAL_API_KEY'] !== undefined) {
    const participant = process.env['ASTRAL_PARTICIPANT'];
    if (participant === undefined) throw new Error('Set ASTRAL_PARTICIPANT to your own participant id.');
    await example({ participant });
    return;
  }
  console.error('No ASTRAL_API_KEY: running against the sandbox.');
  const sandbox = createSandbox();
  await using server = await sandbox.listen({ port: 0 });
  process.env['ASTRAL_BASE_URL'] = server.urls.astral;
  process.env['ASTRAL_API_KEY'] = server.credentials.astral.apiKey;
  await example({ participant: sandbox.astral.participant().id });
}
