import {
  FeedAnomalyError,
  type FeedEvent,
  memoryCursorStore,
  type ReestroClient,
  type ReestroFeedOptions,
} from '@partner-apis/reestro';
import { describe, expect, test, vi } from 'vitest';
import { json, rejection, stubServer } from '@partner-apis/test-kit';
import { quick } from './support/reader.ts';
import { clientFor, withSandbox } from './support/reestro.ts';

/** The feeds that are read by event id, beside that of certificates. */
const feeds = {
  rosreestr: { path: '/realty/rosreestr/v2/events', member: 'events' },
  monitorings: { path: '/realty/rosreestr/v2/monitorings/events', member: 'monitoringEvents' },
  assessment: { path: '/realty/assessment/v2/events', member: 'events' },
} as const;
const of = (reestro: ReestroClient, name: keyof typeof feeds) =>
  ({
    rosreestr: reestro.rosreestr.events,
    monitorings: reestro.rosreestr.monitorings.events,
    assessment: reestro.assessment.events,
  })[name];
const names = Object.keys(feeds) as (keyof typeof feeds)[]; // Boundary: keys of the literal above.

describe.each(names)('the feed of %s', (name) => {
  const { path, member } = feeds[name];

  test('is a page under its own name, with the raw event', async () => {
    const wire = { eventId: 'a', error: { code: 'x', errors: { code: 'y' } }, payload: { n: 1 } };
    await using server = await stubServer(json({ lastEventId: 'a', [member]: [wire] }));
    const page = await of(clientFor(server.url), name).list({ afterEventId: 'z', count: 5 });
    expect(server.requests[0]?.url).toBe(`${path}?afterEventId=z&count=5`);
    expect(page.lastEventId).toBe('a');
    expect(page.events).toEqual([{ ...wire, error: [{ code: 'x', errors: [{ code: 'y' }] }], raw: wire }]);
  });

  test('is walked to its end, and not past a page that leads nowhere', async () => {
    await using server = await stubServer((request, response, count) => {
      const events = count === 1 ? [{ eventId: 'a' }] : [];
      json({ lastEventId: 'a', [member]: events })(request, response, count);
    });
    const seen: unknown[] = [];
    for await (const { eventId } of of(clientFor(server.url), name).iterate()) seen.push(eventId);
    expect(seen).toEqual(['a']);

    await using stuck = await stubServer(json({ lastEventId: null, [member]: [{ eventId: 'a' }] }));
    const walk = async (): Promise<void> => {
      for await (const _ of of(clientFor(stuck.url), name).iterate());
    };
    expect(await rejection(walk())).toBeInstanceOf(FeedAnomalyError);
  });

  test('is read durably, each reader with its own place', async () => {
    await using server = await stubServer((request, response, count) => {
      const after = new URL(request.url, 'http://x').searchParams.get('afterEventId');
      const ids = ['a', 'b', 'c'];
      const events = ids.slice(ids.indexOf(after ?? '') + 1).map((eventId) => ({ eventId }));
      json({ lastEventId: events.at(-1)?.eventId ?? after, [member]: events })(request, response, count);
    });
    const store = memoryCursorStore();
    const seen: unknown[] = [];
    const options: ReestroFeedOptions<FeedEvent> = {
      key: name,
      store,
      startFrom: { afterEventId: 'a' },
      ...quick,
      handler: ({ eventId }) => void seen.push(eventId),
    };
    const feed = of(clientFor(server.url), name).feed(options);
    const run = feed.run();
    await vi.waitUntil(() => seen.length === 2, { interval: 2 });
    await feed.stop();
    await run;
    expect(seen).toEqual(['b', 'c']);
    expect(await store.load(name)).toBe('c');
  });
});

test('document flows tell how they go on', async () => {
  const { reestro } = await withSandbox();
  const { docflowId } = await reestro.rosreestr.docflows.create({
    objectExtract: { extractType: 'Base', objects: [{ cadastralNumber: '66:41:0204016:10' }] },
  });
  const states: unknown[] = [];
  const feed = reestro.rosreestr.events.feed({
    key: 'flows',
    store: memoryCursorStore(),
    startFrom: 'oldest',
    ...quick,
    handler(event) {
      if (event['docflowId'] !== docflowId) return;
      states.push(event['docflowState']);
      if (states.length === 2) void feed.stop();
    },
  });
  expect((await reestro.rosreestr.docflows.send(docflowId)).docflowState).toBe('Sending');
  await feed.run();
  expect(states).toEqual(['Accepted', 'Processed']);
  const read = await reestro.rosreestr.docflows.get(docflowId);
  expect(read).toMatchObject({ modified: true, data: { docflowState: 'Processed' } });
});

describe('the feed of inspections', () => {
  test('rests on its last page and goes on when more has come, also after a restart', async () => {
    const { sandbox, reestro } = await withSandbox();
    const store = memoryCursorStore();
    const seen: unknown[] = [];
    const repaired = async (): Promise<void> => {
      const id = sandbox.reestro.addInspectionItem('inspection');
      expect(id).toMatch(/^[0-9a-f]{24}$/);
      expect((await reestro.inspection.inspections.finishRepair(id)).status).toBe('Repaired');
    };
    const reader = () => {
      const feed = reestro.inspection.events.feed({
        key: 'inspections',
        store,
        startFrom: 'oldest',
        pageSize: 2,
        ...quick,
        handler: ({ entityId, entityType }) => void seen.push(`${entityType} ${entityId}`),
      });
      const run = feed.run();
      return {
        have: (count: number) => vi.waitUntil(() => seen.length >= count, { interval: 2 }),
        end: () => feed.stop().then(() => run),
      };
    };
    for (let n = 0; n < 3; n++) await repaired();
    const first = reader();
    await first.have(3);
    await repaired();
    await first.have(4);
    await first.end();
    await repaired();
    const second = reader();
    await second.have(5);
    await second.end();
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
  });
});
