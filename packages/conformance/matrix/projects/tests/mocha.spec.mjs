import assert from 'node:assert/strict';
import { createSandbox } from '@partner-apis/sandbox';
import { NotFoundError, StormwallClient } from '@partner-apis/stormwall';

describe('the account', () => {
  const sandbox = createSandbox();
  let server;
  before(async () => {
    server = await sandbox.listen({ port: 0 });
  });
  after(() => server.close());

  it('has services', async () => {
    const address = { baseUrl: server.urls.stormwall, ...server.credentials.stormwall };
    const stormwall = new StormwallClient(address);
    const { items } = await stormwall.services.list();
    assert.equal(items.length, 2);
    await assert.rejects(stormwall.domains.get(1, 1), NotFoundError);
    await stormwall.close();
  });
});
