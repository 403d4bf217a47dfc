import { createServer } from 'node:http';
import { createPartners } from './partners.mjs';

const { receiver, report } = createPartners();

const server = createServer((request, response) => {
  if (request.url !== '/report') return void receiver.node(request, response);
  report().then(
    (found) => response.setHeader('content-type', 'application/json').end(JSON.stringify(found)),
    (error) => response.writeHead(500).end(String(error)),
  );
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
