import { once } from 'node:events';
import { createSandbox, type Sandbox } from '@partner-apis/sandbox';

/** What an ASNA example may need to know about who it is. */
export interface AsnaSetting {
  /** GUID of the pharmacy that events are about. */
  readonly clientId: string;
  /** The sandbox, where the example runs against it. */
  readonly sandbox: Sandbox | undefined;
  /** Against ASNA: resolves at Ctrl+C. Against the sandbox: lets it send one webhook, and resolves when that is answered. */
  readonly untilStopped: (event: string) => Promise<void>;
}

/**
 * Runs an example against ASNA when its environment variables are set, else against a sandbox that lives as long as the example. Your own
 * program has no need of this.
 */
export async function withAsna(example: (setting: AsnaSetting) => Promise<void>): Promise<void> {
  const clientId = process.env['ASNA_CLIENT_ID'];
  if (clientId !== undefined) {
    await example({
      clientId,
      sandbox: undefined,
      untilStopped: async () => void (await once(process, 'SIGINT')),
    });
    return;
  }
  console.error('No ASNA_CLIENT_ID: running against the sandbox.');
  await using sandbox = createSandbox();
  const server = await sandbox.listen({ port: 0 });
  Object.assign(process.env, sandbox.environment(server.urls));
  await example({
    clientId: server.credentials.asna.auth.clientId,
    sandbox,
    untilStopped: async (event) => {
      for (const { status } of await sandbox.asna.fireWebhook(event)) console.log('answered with', status);
    },
  });
}
