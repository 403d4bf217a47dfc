// The process that the demo kills: reads the feed, keeps its place in a file, and prints the id of every event it has handled.
import { writeSync } from 'node:fs';
import { fileCursorStore, ReestroClient } from '@partner-apis/reestro';

const [cursors = ''] = process.argv.slice(2);
const feed = ReestroClient.fromEnv().crypto.events.feed({
  key: 'certificates',
  store: fileCursorStore(cursors),
  startFrom: 'oldest',
  saveEvery: { events: 20 },
  handler: async ({ eventId }) => {
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 1);
    });
    writeSync(1, `${eventId}\n`);
  },
});
await feed.run();
