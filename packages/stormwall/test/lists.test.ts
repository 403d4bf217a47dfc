import { describe, expect, test } from 'vitest';
import { paged, take } from './support/lists.ts';
import { stubbed } from './support/stubbed.ts';
import { inTurn, json, Log, rejection, type Respond } from '@partner-apis/test-kit';

describe('a page', () => {
  test('has every member of the envelope under its own name, and the body as it came', async () => {
    const body = { list: ['a'], total_count: 100, max_count: 500, offset: 10, limit: 10, count: 1 };
    const { stormwall } = await stubbed(json(body));
    const page = await stormwall.blacklist.list(1, 2);
    expect(page).toEqual({
      items: ['a'],
      totalCount: 100,
      maxCount: 500,
      offset: 10,
      limit: 10,
      count: 1,
      softErrors: [],
      raw: body,
    });
  });

  test.each([
    ['nothing but a list', { list: ['a'] }, ['a']],
    ['no list', { next: 0 }, []],
    ['null for a list', { list: null, offset: null, total_count: 'many' }, []],
    ['a bare array', ['a'], ['a']],
    ['nothing at all', {}, []],
  ])('of %s', async (_, body, items) => {
    const { stormwall } = await stubbed(json(body));
    const page = await stormwall.blacklist.list(1, 2);
    expect(page).toEqual({ items, softErrors: [], raw: body });
  });

  test('items keep members that are not known, and ids are numbers however they came', async () => {
    const list = [
      { domain_id: '7', domain_name: 'shop.example', plan: { name: 'max' } },
      { domain_id: 8 },
      {},
    ];
    const { stormwall } = await stubbed(json({ list }));
    const { items } = await stormwall.domains.list(1);
    expect(items).toEqual([{ ...list[0], domain_id: 7 }, { domain_id: 8 }, {}]);
  });

  test('a service whose members are others than we guessed is a service', async () => {
    const { stormwall } = await stubbed(
      json({ list: [{ service_id: 'a-7', service_name: { ru: 'Сайт' }, plan: 1 }] }),
    );
    const { items } = await stormwall.services.list();
    expect(items).toMatchObject([{ plan: 1 }]);
  });

  test('comes with its response', async () => {
    const { stormwall } = await stubbed(json({ list: ['a'] }));
    const { data, response } = await stormwall.blacklist.list(1, 2).withResponse();
    expect([data.items, response.status]).toEqual([['a'], 200]);
  });
});

describe('walking', () => {
  test('gives every item, page by page, and asks for what is missing only', async () => {
    const { stormwall, requests } = await stubbed(paged(5, (offset) => ({ offset, total_count: 5 })));
    expect(await take(stormwall.blacklist.list(1, 2))).toHaveLength(5);
    const path = '/user/service/1/domain/2/ddos/black-cidr-list';
    expect(requests.map(({ url }) => url)).toEqual([path, `${path}?offset=2`, `${path}?offset=4`]);
  });

  test('starts at the offset and keeps the limit that were asked for', async () => {
    const { stormwall, requests } = await stubbed(paged(10, (offset) => ({ offset, total_count: 10 })));
    expect(await take(stormwall.services.list({ offset: 4, limit: 3 }, { validation: 'off' }))).toHaveLength(
      6,
    );
    expect(requests.map(({ url }) => url.split('?')[1])).toEqual(['offset=4&limit=3', 'offset=7&limit=3']);
  });

  test('asks for no page that nobody waits for', async () => {
    const { stormwall, requests } = await stubbed(paged(6, () => ({ total_count: 6 })));
    const list = stormwall.blacklist.list(1, 2);
    await new Promise(setImmediate);
    expect(requests).toHaveLength(0);
    expect(await take(list, 2)).toHaveLength(2);
    expect(requests).toHaveLength(1);
    expect(await take(list, 3)).toHaveLength(3);
    // The first page was there already.
    expect(requests).toHaveLength(2);
  });

  test('uses the page that was awaited', async () => {
    const { stormwall, requests } = await stubbed(paged(2, () => ({ total_count: 2 })));
    const list = stormwall.blacklist.list(1, 2);
    const page = await list;
    await list.withResponse();
    expect(await take(list)).toEqual(page.items);
    expect(requests).toHaveLength(1);
  });

  test('by pages: each with its own soft errors', async () => {
    const { stormwall } = await stubbed(
      paged(4, (offset) => ({
        total_count: 4,
        error_list: offset === 2 ? [{ type: 1, code: 'QUEUED' }] : [],
      })),
    );
    const pages = await take(stormwall.blacklist.list(1, 2).pages());
    expect(pages.map(({ softErrors }) => softErrors.length)).toEqual([0, 1]);
  });

  test('a failure on a later page ends the loop with its error', async () => {
    const { stormwall } = await stubbed(inTurn(json({ list: ['a'] }), json({ message: 'no' }, 403)));
    const seen: string[] = [];
    const walk = async (): Promise<void> => {
      for await (const item of stormwall.blacklist.list(1, 2)) seen.push(item);
    };
    await expect(walk()).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    expect(seen).toEqual(['a']);
  });
});

describe('walking ends', () => {
  const requestsFor = async (respond: Respond, paging = {}): Promise<[items: number, requests: number]> => {
    const { stormwall, requests } = await stubbed(respond);
    return [(await take(stormwall.blacklist.list(1, 2, paging))).length, requests.length];
  };

  test('at total_count, without one request more', async () => {
    expect(await requestsFor(paged(4, () => ({ total_count: 4 })))).toEqual([4, 2]);
  });

  test('on an empty page, when nothing is said about the total', async () => {
    expect(await requestsFor(paged(4))).toEqual([4, 3]);
  });

  test('on a missing list', async () => {
    expect(await requestsFor(inTurn(json({ list: ['a'], total_count: 9 }), json({})))).toEqual([1, 2]);
  });

  test('at once, on an empty first page', async () => {
    expect(await requestsFor(json({ list: [], total_count: 7 }))).toEqual([0, 1]);
  });

  test('when the offset of the answers does not move', async () => {
    const still = inTurn(
      json({ list: ['a'], offset: 0, total_count: 9 }),
      json({ list: ['b'], offset: 0, total_count: 9 }),
    );
    expect(await requestsFor(still)).toEqual([1, 2]);
  });

  test('on a page that equals the one before it: a server that ignores paging', async () => {
    expect(await requestsFor(json({ list: ['a', 'b'] }))).toEqual([2, 2]);
  });

  test('goes by the items, not by the vendor’s count: as in the manual’s example', async () => {
    const example = inTurn(
      json({ list: ['a'], offset: 10, limit: 10, total_count: 12 }),
      json({ list: ['b'], offset: 11, limit: 10, total_count: 12 }),
    );
    expect(await requestsFor(example, { offset: 10, limit: 10 })).toEqual([2, 2]);
  });

  test('after maxPages, of the list or of the client, and says so', async () => {
    let item = 0;
    const endless: Respond = (_, response) => {
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ list: [String((item += 1))] }));
    };
    expect(await requestsFor(endless, { maxPages: 3 })).toEqual([3, 3]);
    const logger = new Log();
    const { stormwall, requests } = await stubbed(endless, { maxPages: 2, logger });
    await take(stormwall.services.list({}, { validation: 'off' }));
    expect(requests).toHaveLength(2);
    expect(logger.warned).toEqual([
      [{ vendor: 'stormwall', operation: 'services.list', pages: 2 }, expect.stringContaining('maxPages')],
    ]);
  });

  test('quietly, when the last page that was allowed was the last one there is', async () => {
    const logger = new Log();
    const { stormwall } = await stubbed(
      paged(4, () => ({ total_count: 4 })),
      { maxPages: 2, logger },
    );
    await take(stormwall.blacklist.list(1, 2));
    expect(logger.warned).toEqual([]);
  });
});

describe('abort', () => {
  test('between two items ends the loop, and no page follows', async () => {
    const { stormwall, requests } = await stubbed(paged(6, () => ({ total_count: 6 })));
    const controller = new AbortController();
    const reason = new Error('enough');
    const seen: string[] = [];
    const walk = async (): Promise<void> => {
      for await (const item of stormwall.blacklist.list(1, 2, {}, { signal: controller.signal })) {
        seen.push(item);
        controller.abort(reason);
      }
    };
    expect(await rejection(walk())).toMatchObject({
      code: 'ABORTED',
      cause: reason,
      operation: 'blacklist.list',
    });
    expect([seen.length, requests.length]).toEqual([1, 1]);
  });

  test('while a page is on its way', async () => {
    const controller = new AbortController();
    const { stormwall } = await stubbed(inTurn(json({ list: ['a'] }), () => controller.abort()));
    await expect(
      take(stormwall.blacklist.list(1, 2, {}, { signal: controller.signal })),
    ).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });

  test('a signal that has aborted already sends nothing', async () => {
    const { stormwall, requests } = await stubbed(json({ list: ['a'] }));
    const list = stormwall.blacklist.list(1, 2, {}, { signal: AbortSignal.abort() });
    await expect(take(list)).rejects.toMatchObject({ code: 'ABORTED' });
    expect(requests).toEqual([]);
  });
});
