// Record what a client and a vendor say to each other, without secrets, and run the same program from the recording. Without ASNA_CLIENT_ID
// it records from the sandbox.
import { AsnaClient, isConnectionError, undiciTransport } from '@partner-apis/asna';
import { recordHar, replayHar } from '@partner-apis/core/har';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withAsna } from './support/with-asna.ts';

/** The program: what it does is the same with any transport. */
async function report(asna: AsnaClient): Promise<void> {
  const stores = await asna.stores.list();
  const goods = await asna.references.goods({ count: 3 });
  console.log(`${stores.length} stores, ${goods.map(({ nnt }) => nnt).join(', ')}`);
}

const path = join(await mkdtemp(join(tmpdir(), 'recording-')), 'asna.har');

await withAsna(async () => {
  const transport = recordHar(undiciTransport(), { path });
  const asna = AsnaClient.fromEnv({ transport });
  await report(asna);
  await asna.close();
  // The client does not close a transport that it was given.
  await transport.close();
  console.log('recorded in', path, '- a browser opens it in its network panel');
});

// Nothing is sent from here on: no address, no credential of yours is needed.
await using replayed = new AsnaClient({
  auth: { clientId: '00000000-0000-0000-0000-000000000000', clientSecret: 'not needed' },
  transport: replayHar(path, { strict: false }),
});
await report(replayed);
try {
  await replayed.references.goodsLinks();
} catch (error) {
  if (!isConnectionError(error) || error.reason !== 'NOT_RECORDED') throw error;
  console.log('as it should be:', error.message);
}
