/** The same server, and a service on Stormwall. */
import { createServer } from 'node:http';
import { isSoftErrorsError, StormwallClient } from '@partner-apis/stormwall';

createServer((_request, response) => response.end('ok')).listen(8080);

const stormwall = StormwallClient.fromEnv();
for await (const service of stormwall.services.list()) console.log(service);
const { softErrors } = await stormwall.blacklist.add(1, 2, ['203.0.113.7']);
for (const { type, code } of softErrors) console.warn(type, code);
await stormwall
  .command({ method: 'PUT', path: '/user/service/1/domain/2', body: { name: 'x' } }, { softErrors: 'throw' })
  .catch((error: unknown) => console.error(isSoftErrorsError(error) ? error.softErrors : error));
await stormwall.close();
