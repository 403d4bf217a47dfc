import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { paged, take } from './support/lists.ts';
import { json } from '@partner-apis/test-kit';
import { stubbed } from './support/stubbed.ts';

describe('list(): any list command', () => {
  const Attack = z.object({ attack_id: z.string(), attack_target: z.string() });
  const example = {
    list: [{ attack_id: 'ABC', attack_target: '1.1.1.1' }],
    offset: 10,
    limit: 10,
    total_count: 100,
  };

  test('the manual’s example, with its filters and its place in the list', async () => {
    const { stormwall, requests } = await stubbed(json(example));
    const filters = { active: true, domain_id: [2] };
    const page = await stormwall.list(
      { path: '/user/x', query: filters, item: Attack },
      { offset: 10, limit: 10 },
    );
    expect(page).toMatchObject({ items: example.list, offset: 10, limit: 10, totalCount: 100 });
    expect(requests[0]?.url).toBe('/user/x?active=1&domain_id=2&offset=10&limit=10');
  });

  test('is walked like any other', async () => {
    const { stormwall, requests } = await stubbed(paged(3, () => ({ total_count: 3 })));
    expect(await take(stormwall.list({ path: '/user/x', query: { a: 1 } }))).toHaveLength(3);
    expect(requests.map(({ url }) => url)).toEqual(['/user/x?a=1', '/user/x?a=1&offset=2']);
  });

  test('an item of another shape is named by its place', async () => {
    const { stormwall } = await stubbed(json({ list: [example.list[0], { attack_id: 7 }] }));
    await expect(stormwall.list({ path: '/user/x', item: Attack })).rejects.toMatchObject({
      code: 'RESPONSE_VALIDATION',
      issues: [{ path: ['list', 1, 'attack_id'] }, { path: ['list', 1, 'attack_target'] }],
    });
  });

  test('a slip in a name is refused', async () => {
    const { stormwall, requests } = await stubbed(json({}));
    const slip: object = { path: '/user/x', filter: {} };
    await expect(Reflect.apply(stormwall.list, stormwall, [slip])).rejects.toMatchObject({
      code: 'REQUEST_VALIDATION',
    });
    expect(requests).toEqual([]);
  });
});
