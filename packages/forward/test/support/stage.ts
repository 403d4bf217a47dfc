import { AstralClient } from '@partner-apis/astral';
import { ReestroClient } from '@partner-apis/reestro';
import { createSandbox, type Sandbox } from '@partner-apis/sandbox';
import { onTestFinished } from 'vitest';

/** The sandbox on a real socket, and clients of it. */
export async function stage(): Promise<{ sandbox: Sandbox; astral: AstralClient; reestro: ReestroClient }> {
  const sandbox = createSandbox();
  const server = await sandbox.listen();
  const astral = new AstralClient({ baseUrl: server.urls.astral, ...server.credentials.astral });
  const reestro = new ReestroClient({ baseUrl: server.urls.reestro, ...server.credentials.reestro });
  onTestFinished(async () => {
    await astral.close();
    await reestro.close();
    await sandbox.close();
  });
  return { sandbox, astral, reestro };
}

/** Time enough on a busy machine. */
export const SOON = { timeout: 15_000 };

/** Only one process, so that what was handed out and not confirmed is taken at once. */
export const ALONE = { owner: () => true, sweep: { everyMs: 500 } };
