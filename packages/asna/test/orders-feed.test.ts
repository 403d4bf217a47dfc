import {
  ConfigurationError,
  type CursorStore,
  isCursorConflictError,
  isFeedParkError,
  memoryCursorStore,
  type OrderChange,
  type OrderFeedOptions,
} from '@partner-apis/asna';
import { json, rejection, type Respond } from '@partner-apis/test-kit';
import { describe, expect, test } from 'vitest';
import { empty, STORE, stubbed } from './support/stubbed.ts';

const A = 'aaaaaaaa-0000-4000-8000-000000000001';
const B = 'bbbbbbbb-0000-4000-8000-000000000002';
const quick = { idleMs: { min: 1, max: 2 }, backoffMs: { min: 1, max: 2 }, handlerRetry: { retries: 0 } };

const at = (second: number, fraction = '0000000'): string =>
  `2026-11-27T09:00:${String(second).padStart(2, '0')}.${fraction}+00:00`;
const guid = (n: number): string => `cccccccc-0000-4000-8000-${String(n).padStart(12, '0')}`;
const header = (orderId: string, ts: string | undefined, more: object = {}): object => ({
  orderId,
  ts,
  ...more,
});
const row = (n: number, orderId: string, ts: string | undefined): object => ({
  rowId: guid(n),
  orderId,
  ts,
  qnt: 1,
});
const status = (n: number, orderId: string, ts: string | undefined): object => ({
  statusId: guid(n),
  orderId,
  ts,
  status: 100,
});

interface World {
  headers?: object[];
  rows?: object[];
  statuses?: object[];
}

/** A store of orders as ASNA may have it: answers with what changed after `since`, or from it on. */
function provider(world: World, inclusive = true): Respond {
  return (request, response, count) => {
    const since = new URL(request.url, 'http://x').searchParams.get('since');
    const key = (ts: unknown): string => String(ts);
    const fresh = (list: object[] | undefined): object[] =>
      (list ?? []).filter((item) => {
        const ts: unknown = Reflect.get(item, 'ts');
        if (since === null || ts === undefined) return true;
        return inclusive ? key(ts) >= since : key(ts) > since;
      });
    json({ headers: fresh(world.headers), rows: fresh(world.rows), statuses: fresh(world.statuses) })(
      request,
      response,
      count,
    );
  };
}

const named = ({ kind, value }: OrderChange): string =>
  `${kind} ${String(Reflect.get(value, kind === 'header' ? 'orderId' : `${kind}Id`)).slice(-2)}`;

interface Run {
  readonly seen: string[];
  readonly requests: readonly { url: string }[];
  readonly error: unknown;
}

/** Reads until so many changes were handled and two more answers had nothing new. */
async function read(
  respond: Respond,
  options: Partial<OrderFeedOptions> & { store?: CursorStore },
  until: (seen: readonly string[]) => boolean,
): Promise<Run> {
  const seen: string[] = [];
  let quiet = 0;
  let handled = 0;
  const { asna, requests } = await stubbed((request, response, count) => {
    respond(request, response, count);
    quiet = handled === seen.length ? quiet + 1 : 0;
    handled = seen.length;
    if (until(seen) && quiet >= 2) void feed.stop();
  });
  const feed = asna.orders.feed({
    storeId: STORE,
    key: 'orders',
    store: memoryCursorStore(),
    startFrom: 'oldest',
    handler: (change) => {
      seen.push(named(change));
    },
    ...quick,
    ...options,
  } as OrderFeedOptions);
  const error = await feed.run().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { seen, requests, error };
}

const times = (n: number) => (seen: readonly string[]) => seen.length >= n;

describe.each([
  ['from a moment on', true],
  ['after a moment', false],
])('a provider that answers with what changed %s', (_, inclusive) => {
  test('gives heads before rows before statuses, by time, each once', async () => {
    const world = {
      // The head of B is younger than its row, and its row than its status.
      headers: [header(B, at(9)), header(A, at(1))],
      rows: [row(21, B, at(8)), row(11, A, at(1))],
      statuses: [status(22, B, at(7)), status(12, A, at(1)), status(13, A, at(5))],
    };
    const { seen } = await read(provider(world, inclusive), {}, times(7));
    expect(seen).toEqual([
      'header 01',
      'row 11',
      'status 12',
      'status 13',
      'header 02',
      'row 21',
      'status 22',
    ]);
  });

  test('several changes of one moment are each handled once, wherever a page or a crash cuts them', async () => {
    const world = {
      headers: [header(A, at(1)), header(B, at(2))],
      rows: [1, 2, 3, 4, 5].map((n) => row(n, A, at(2))),
    };
    for (let stopAfter = 1; stopAfter < 7; stopAfter += 1) {
      const store = memoryCursorStore();
      const failing = new Set<number>([stopAfter]);
      const handled: string[] = [];
      const handler = (change: OrderChange): void => {
        if (failing.delete(handled.length)) throw new Error('the process died');
        handled.push(named(change));
      };
      const options = { store, pageSize: 2, handler, saveEvery: { events: 1 } };
      const first = await read(provider(world, inclusive), options, () => false);
      expect(first.error).toEqual(new Error('the process died'));
      await read(provider(world, inclusive), options, () => handled.length >= 7);
      expect(new Set(handled).size, `cut after ${stopAfter}`).toBe(7);
    }
  });

  test('what appears later under a moment that was handled is not lost', async () => {
    const world = { headers: [header(A, at(1))], rows: [row(1, A, at(1))], statuses: [] as object[] };
    const respond: Respond = (request, response, count) => {
      // ASNA's clock has a resolution; a change may carry the moment of one that was answered already.
      if (count === 3) world.statuses.push(status(9, A, at(inclusive ? 1 : 2)));
      provider(world, inclusive)(request, response, count);
    };
    const { seen } = await read(respond, {}, times(3));
    expect(seen).toEqual(['header 01', 'row 01', 'status 09']);
  });
});

test('a change of the same id at another time is another change', async () => {
  const world = { headers: [header(A, at(1))] };
  const respond: Respond = (request, response, count) => {
    if (count === 2) world.headers = [header(A, at(4))];
    provider(world)(request, response, count);
  };
  const { seen } = await read(respond, {}, times(2));
  expect(seen).toEqual(['header 01', 'header 01']);
});

test('seven digits of a second tell changes apart, and offsets do not', async () => {
  const store = memoryCursorStore();
  const world = {
    headers: [header(A, at(1, '0000002')), header(B, '2026-11-27T12:00:01.0000001+03:00')],
  };
  const { seen, requests } = await read(
    (request, response, count) => json(world)(request, response, count),
    { store },
    times(2),
  );
  expect(seen).toEqual(['header 02', 'header 01']);
  expect(new URL(requests[1]?.url ?? '', 'http://x').searchParams.get('since')).toBe(at(1, '0000002'));
});

test('a change without a time is handled once, and again when it says something else', async () => {
  const world = { headers: [header(A, undefined, { num: '1' })] };
  const respond: Respond = (request, response, count) => {
    if (count === 3) world.headers = [header(A, undefined, { num: '2' })];
    provider(world)(request, response, count);
  };
  const { seen } = await read(respond, {}, times(2));
  expect(seen).toEqual(['header 01', 'header 01']);
});

test('begins after a moment, and goes on where it was', async () => {
  const store = memoryCursorStore();
  const world = { headers: [header(A, at(1)), header(B, at(5))] };
  const first = await read(provider(world), { store, startFrom: { since: at(3) } }, times(1));
  expect(first.seen).toEqual(['header 02']);
  expect(first.requests[0]?.url).toContain(`since=${encodeURIComponent(at(3))}`);
  const later = await read(provider(world), { store, startFrom: 'oldest' }, () => true);
  expect(later.seen).toEqual([]);
  expect(later.requests[0]?.url).toContain(`since=${encodeURIComponent(at(5))}`);
});

test('empty answers of any kind only mean that nothing is new', async () => {
  const world = { headers: [header(A, at(1))] };
  const respond: Respond = (request, response, count) =>
    (count % 3 === 1 ? empty(204) : count % 3 === 2 ? empty(200) : provider(world))(request, response, count);
  const { seen, error } = await read(respond, {}, times(1));
  expect(error).toBeUndefined();
  expect(seen).toEqual(['header 01']);
});

test('the place is saved after what lies before it was handled', async () => {
  const saved: string[] = [];
  const inner = memoryCursorStore();
  const handled: string[] = [];
  const store: CursorStore = {
    load: (key) => inner.load(key),
    save: async (key, next, previous) => {
      saved.push(`${handled.length} ${next.includes(at(2)) ? 'second' : 'first'}`);
      await inner.save(key, next, previous);
    },
  };
  const world = { headers: [header(A, at(1)), header(B, at(2))] };
  await read(
    provider(world),
    { store, pageSize: 1, handler: (change: OrderChange) => void handled.push(named(change)) },
    () => handled.length >= 2,
  );
  expect(saved).toEqual(['1 first', '2 second']);
});

test('a second reader ends the first one instead of moving its place', async () => {
  const inner = memoryCursorStore();
  const world = { headers: [header(A, at(1)), header(B, at(2))] };
  const { error } = await read(
    provider(world),
    {
      store: inner,
      pageSize: 1,
      handler: async (change: OrderChange) => {
        if (change.orderId === B) await inner.save('orders', 'somebody else', await inner.load('orders'));
      },
    },
    () => false,
  );
  expect(isCursorConflictError(error)).toBe(true);
});

describe('a change that its handler keeps failing on', () => {
  const world = { headers: [header(A, at(1), { name: 'Марья', mPhone: '+79991234567' }), header(B, at(2))] };
  const handler = (change: OrderChange): void => {
    if (change.orderId === A) throw new Error('no room for it');
  };

  test('ends the reader without park', async () => {
    expect((await read(provider(world), { handler }, () => false)).error).toEqual(
      new Error('no room for it'),
    );
  });

  test('goes to park, and the others go on', async () => {
    const parked: string[] = [];
    const { error } = await read(
      provider(world),
      { handler, park: (change: OrderChange) => void parked.push(named(change)) },
      () => parked.length > 0,
    );
    expect(error).toBeUndefined();
    expect(parked).toEqual(['header 01']);
  });

  test('is named without anything personal where park fails too', async () => {
    const { error } = await read(
      provider(world),
      {
        handler,
        park: () => {
          throw new Error('the table is full');
        },
      },
      () => false,
    );
    expect(isFeedParkError(error)).toBe(true);
    expect(String(error)).toContain(A);
    expect(`${String(error)}${JSON.stringify(error)}`).not.toMatch(/Марья|9991234567/);
  });
});

test('health says where it is and that it lives', async () => {
  const { asna } = await stubbed(provider({ headers: [header(A, at(1))] }));
  const { promise: handled, resolve } = Promise.withResolvers<void>();
  const feed = asna.orders.feed({
    storeId: STORE,
    key: 'k',
    store: memoryCursorStore(),
    startFrom: 'oldest',
    handler: () => resolve(),
    ...quick,
  });
  expect(feed.health().state).toBe('created');
  const running = feed.run();
  await handled;
  expect(feed.health()).toMatchObject({ live: true });
  expect((await feed.stop()).drained).toBe(true);
  await running;
  expect(feed.health().state).toBe('stopped');
});

test.each([
  ['a store that is no GUID', { storeId: 'x' }],
  ['a start that is no moment', { startFrom: { since: 'yesterday' } }],
  ['a start without offset', { startFrom: { since: '2026-11-27T09:00:00' } }],
  ['no start', { startFrom: undefined }],
  ['no key', { key: '' }],
])('%s is refused before anything is asked', async (_, wrong) => {
  const { asna, requests } = await stubbed(json({}));
  const make = (): unknown =>
    asna.orders.feed({
      storeId: STORE,
      key: 'k',
      store: memoryCursorStore(),
      startFrom: 'oldest',
      handler: () => {},
      ...wrong,
    } as OrderFeedOptions);
  expect(await rejection((async () => make())())).toBeInstanceOf(ConfigurationError);
  expect(requests).toHaveLength(0);
});
