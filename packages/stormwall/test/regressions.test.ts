import { expect, test } from 'vitest';
import { drop, inTurn, json } from '@partner-apis/test-kit';
import { stubbed } from './support/stubbed.ts';
import type { StormwallV3Client } from '@partner-apis/stormwall';
import { stubbedV3 } from './v3/support.ts';

type V3 = Pick<StormwallV3Client, 'domains' | 'backends'>;

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

test.each([
  ['v3.domains.delete', (v3: V3) => v3.domains.delete(7)],
  ['v3.backends.remove', (v3: V3) => v3.backends.remove(7, 8)],
])('%s is done where its own first try did it and the answer was lost', async (_, remove) => {
  const { v3, requests } = await stubbedV3(inTurn(drop, json({}, 404)));
  await remove(v3);
  expect(requests).toHaveLength(2);
  const absent = await stubbedV3(json({}, 404));
  await expect(remove(absent.v3)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
