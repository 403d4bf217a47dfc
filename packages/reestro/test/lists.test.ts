import { FeedAnomalyError } from '@partner-apis/reestro';
import { describe, expect, test } from 'vitest';
import { inTurn, json, rejection, stubServer } from '@partner-apis/test-kit';
import { clientFor, withSandbox } from './support/reestro.ts';

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe('backward, from the newest', () => {
  test('monitorings, page by page', async () => {
    const { sandbox, reestro } = await withSandbox();
    const ids = Array.from({ length: 5 }, () => sandbox.reestro.addMonitoring({ address: 'x' }));
    const found = await all(reestro.rosreestr.monitorings.iterate({ count: 2 }));
    expect(found.map(({ monitoringId }) => monitoringId)).toEqual(ids.toReversed());
    expect(sandbox.requests({ operation: 'rosreestr.monitorings.list' })).toHaveLength(4);
  });

  test('checks, whose answer names no place to go on from', async () => {
    await using server = await stubServer(
      inTurn(json([{ checkId: 'b', state: 'processed' }, { checkId: 'a' }]), json({ checks: [] })),
    );
    const found = await all(clientFor(server.url).assessment.checks.iterate({ type: ['fssp', 'passport'] }));
    expect(found).toEqual([{ checkId: 'b', state: 'Processed' }, { checkId: 'a' }]);
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/realty/assessment/v1/checks?type=fssp&type=passport',
      '/realty/assessment/v1/checks?type=fssp&type=passport&afterCheckId=a',
    ]);
  });

  test.each([null, '', 'x'])('ends where the place stands still: %j', async (lastObjectId) => {
    await using server = await stubServer(json({ items: [{ id: 1 }], lastObjectId }));
    const walk = all(clientFor(server.url).rosreestr.monitorings.iterate());
    expect(await rejection(walk)).toBeInstanceOf(FeedAnomalyError);
  });
});

describe('by token', () => {
  test('inspections, until there is no next page', async () => {
    const { sandbox, reestro } = await withSandbox();
    const ids = Array.from({ length: 5 }, () => sandbox.reestro.addInspectionItem('inspection'));
    const found = await all(reestro.inspection.inspections.iterate({ count: 2 }));
    expect(found.map(({ id }) => id)).toEqual(ids);
    expect((await reestro.inspection.inspections.list()).items).toHaveLength(5);
    expect(await all(reestro.inspection.elements.iterate())).toEqual([]);
    expect(await reestro.inspection.inspections.list({ ids: ids.slice(1, 3) })).toMatchObject({
      items: [{ id: ids[1] }, { id: ids[2] }],
      nextToken: undefined,
    });
  });

  test('ends where a token comes a second time', async () => {
    await using server = await stubServer(json({ items: [{ id: 'a' }], nextToken: 't' }));
    const walk = all(clientFor(server.url).inspection.buildings.iterate({ externalIds: ['1'] }));
    expect(await rejection(walk)).toBeInstanceOf(FeedAnomalyError);
    expect(server.requests).toHaveLength(2);
  });
});
