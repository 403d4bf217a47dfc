/** A server and nothing else: what the programs beside this one are compared with. */
import { createServer } from 'node:http';

createServer((_request, response) => response.end('ok')).listen(8080);
