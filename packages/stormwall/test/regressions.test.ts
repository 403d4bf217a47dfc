import { expect, test } from 'vitest';
import { json } from '@partner-apis/test-kit';
import { stubbed } from './support/stubbed.ts';

// One test for each defect that was there once.

test('a list whose items are of an unknown shape can be walked with validation off', async () => {
  const { stormwall } = await stubbed(json({ list: ['plain text'], total_count: 1 }));
  const items: unknown[] = [];
  for await (const item of stormwall.services.list({}, { validation: 'off' })) items.push(item);
  expect(items).toEqual(['plain text']);
});

test('a bad item of a list is named by its place', async () => {
  const { stormwall } = await stubbed(json({ list: [{ domain_id: 1 }, { domain_id: 'first' }] }));
  await expect(stormwall.domains.list(1)).rejects.toMatchObject({
    code: 'RESPONSE_VALIDATION',
    issues: [{ path: ['list', 1, 'domain_id'] }],
  });
});
