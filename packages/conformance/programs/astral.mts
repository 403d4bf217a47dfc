/** The same server, and a service on Astral.Platform. */
import { createServer } from 'node:http';
import { AstralClient, isConnectionError } from '@partner-apis/astral';

createServer((_request, response) => response.end('ok')).listen(8080);

const astral = AstralClient.fromEnv();
const packet = await astral.packets.upload([{ name: 'contract.pdf', data: { path: 'contract.pdf' } }]);
await astral.events
  .publish({ code: 'document.sign', consumer: ['signer'], data: { packet: packet.id } })
  .catch((error: unknown) => {
    if (isConnectionError(error)) console.error(error.reason, error.hint);
    throw error;
  });
const consumer = astral
  .consumer({
    concurrency: 8,
    signals: ['SIGTERM'],
    deadLetter: (event, error) => console.error(event.id, error),
  })
  .on('document.signed', async (event) => {
    const files = await astral.packets.extract(String(event.data['packet']), `./inbox/${event.id}`);
    console.log(files.map(({ path, size }) => `${path} ${size}`));
  });
await consumer.run();
await astral.close();
