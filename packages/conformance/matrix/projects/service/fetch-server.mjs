// Where requests and answers are those of fetch.
import { createPartners } from './partners.mjs';

const { receiver, report } = createPartners();

async function fetch(request) {
  const { pathname } = new URL(request.url);
  return pathname === '/report' ? Response.json(await report()) : receiver.fetch(request);
}

if ('Deno' in globalThis) {
  const onListen = ({ port }) => console.log(`http://127.0.0.1:${port}`);
  Deno.serve({ port: 0, hostname: '127.0.0.1', onListen }, fetch);
} else {
  const { port } = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch });
  console.log(`http://127.0.0.1:${port}`);
}
