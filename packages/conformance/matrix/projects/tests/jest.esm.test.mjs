import { createSandbox } from '@partner-apis/sandbox';
import { fetchTransport, NotFoundError, StormwallClient } from '@partner-apis/stormwall';

const sandbox = createSandbox();
let server;
beforeAll(async () => {
  server = await sandbox.listen({ port: 0 });
});
afterAll(() => server.close());

test.each([undefined, fetchTransport()])('counts the services', async (transport) => {
  const address = { baseUrl: server.urls.stormwall, ...server.credentials.stormwall };
  const stormwall = new StormwallClient(transport === undefined ? address : { ...address, transport });
  const { items } = await stormwall.services.list();
  expect(items).toHaveLength(2);
  await expect(stormwall.domains.get(1, 1)).rejects.toBeInstanceOf(NotFoundError);
  await stormwall.close();
});
