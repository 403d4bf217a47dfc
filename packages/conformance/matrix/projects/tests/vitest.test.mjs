import { test } from '@partner-apis/sandbox/vitest';
import { NotFoundError, StormwallClient } from '@partner-apis/stormwall';
import { expect } from 'vitest';

test('the account has services', async ({ clients }) => {
  const stormwall = new StormwallClient(clients.stormwall);
  const { items } = await stormwall.services.list();
  expect(items).toHaveLength(2);
  await expect(stormwall.domains.get(1, 1)).rejects.toThrow(NotFoundError);
  await stormwall.close();
});
