/** The same server, and a service on Kontur.Reestro. */
import { createServer } from 'node:http';
import { fileCursorStore, isCertificateReleased, ReestroClient } from '@partner-apis/reestro';

createServer((_request, response) => response.end('ok')).listen(8080);

const reestro = ReestroClient.fromEnv();
const feed = reestro.crypto.events.feed({
  key: 'certificates',
  store: fileCursorStore('./cursors.json'),
  startFrom: 'oldest',
  async handler(event) {
    if (isCertificateReleased(event))
      console.log(event.certificateId, event.certificateFormEvent.certificate);
  },
});
await feed.run();
await reestro.close();
