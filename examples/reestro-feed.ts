// Follows the feed of certificate events and keeps its place in a file, so that nothing is missed between two runs. Without
// REESTRO_API_KEY and REESTRO_ORG_ID it runs against the sandbox, and ends after a few events; else it ends with Ctrl+C.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CryptoEvent,
  fileCursorStore,
  isCertificateRejected,
  isCertificateReleased,
  isSigningProcessed,
  ReestroClient,
} from '@partner-apis/reestro';
import { withReestroSandbox } from './support/reestro-sandbox.ts';

/** What happened, in one line. Each event may come again after a crash, so what is done here must bear being done twice. */
function tell(event: CryptoEvent): string {
  if (isCertificateReleased(event))
    return `issued: ${event.certificateId}, file ${event.certificateFormEvent.certificate?.contentId}`;
  if (isCertificateRejected(event))
    return `refused: ${event.certificateFormEvent.error?.[0]?.errors?.[0]?.message}`;
  if (isSigningProcessed(event))
    return `signed: ${event.signEvent.signedFiles?.map(({ contentInfo }) => contentInfo?.contentName).join(', ')}`;
  return `something new: ${Object.keys(event.raw).join(', ')}`;
}

await withReestroSandbox(async (sandbox) => {
  await using reestro = ReestroClient.fromEnv();
  // Your own program names a file on a disk that stays; its folder must exist.
  const folder = process.env['CURSOR_FOLDER'] ?? (await mkdtemp(join(tmpdir(), 'reestro-')));

  let handled = 0;
  const feed = reestro.crypto.events.feed({
    key: 'certificates',
    store: fileCursorStore(join(folder, 'cursors.json')),
    startFrom: 'oldest', // looked at on the very first start only
    handler(event) {
      console.log(`${event.eventDate}  ${tell(event)}`);
      handled += 1;
      if (sandbox !== undefined && handled === 4) void feed.stop();
    },
    // An event that keeps failing is put aside, so that it does not stop the others.
    park: (event, error) => console.error(`put aside: ${event.eventId}`, error),
    onGap: ({ cursor }) => {
      console.error(`The feed no longer has ${cursor}: events may have been missed.`);
      return 'oldest';
    },
  });

  sandbox?.reestro.addEvent('released');
  sandbox?.reestro.addEvent('rejected');
  sandbox?.reestro.addEvent('signed');
  sandbox?.reestro.addEvent({ revocationEvent: { reason: 'lost' } });
  process.once('SIGINT', () => void feed.stop());
  await feed.run();
  console.log(`Stopped after ${feed.health().cursor}; the next run goes on there.`);
});
