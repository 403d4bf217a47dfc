import { describe, expect, it, vi } from 'vitest';
import { start, type Received } from '../../support.ts';

const ids = (answer: Received): string[] => answer.json().events.map(({ id }) => id);

describe('GET /events', () => {
  it('hands out what is there at once, at most limit, in order; the rest stays', async () => {
    const { sandbox, send } = await start();
    const published = ['1', '2', '3'].map((code) => sandbox.astral.publish({ code }).id);
    expect(ids(await send('/events?limit=2'))).toEqual(published.slice(0, 2));
    expect(sandbox.astral.unconfirmed()).toEqual(published.slice(0, 2));
    expect(sandbox.astral.pending()).toEqual(published.slice(2));
  });

  it('shows parent and data as they were published', async () => {
    const { sandbox, send } = await start();
    const event = sandbox.astral.publish({
      code: 'x',
      data: { a: [1] },
      parent: 'b'.repeat(32),
      producer: 'Сервис',
    });
    expect((await send('/events')).json()).toEqual({
      status: 200,
      type: 'about:blank',
      title: 'События получены',
      events: [{ ...event, producer: 'Сервис', parent: 'b'.repeat(32), data: { a: [1] } }],
    });
  });

  it('waits, and wakes on the first event', async () => {
    const { sandbox, send, waiting } = await start();
    const poll = send('/events?limit=10&timeout=600');
    await waiting(1);
    const event = sandbox.astral.publish({ code: 'x' });
    expect(ids(await poll)).toEqual([event.id]);
  });

  it('hands a list that was published at once to a waiting poll as one batch', async () => {
    const { sandbox, send, sendJson, waiting } = await start();
    const poll = send('/events?limit=10');
    await waiting(1);
    const me = [sandbox.astral.participant().id];
    const events = [1, 2, 3].map((n) => ({ code: String(n), consumer: me, data: {} }));
    await sendJson('/events', { events });
    expect((await poll).json().events.map(({ code }) => code)).toEqual(['1', '2', '3']);
  });

  it.each([
    ['timeout=10', 10],
    ['timeout=600', 600],
    ['', 60],
  ])('with %j answers with nothing at its deadline and not before', async (query, seconds) => {
    const { clock, send, waiting } = await start();
    const poll = send(`/events?${query}`);
    await waiting(1);
    clock.advance(seconds * 1000 - 1);
    expect(clock.scheduled).toBe(1);
    clock.advance(1);
    const answer = await poll;
    expect([answer.status, answer.json().events]).toEqual([200, []]);
  });

  it('scales its seconds by secondMs', async () => {
    const { clock, send, waiting } = await start({ secondMs: 2 });
    const poll = send('/events?timeout=600');
    await waiting(1);
    clock.advance(1200);
    expect((await poll).json().events).toEqual([]);
  });

  it.each([
    'limit=0',
    'limit=-1',
    'limit=1.5',
    'limit=ten',
    'limit=',
    'limit=1&limit=2',
    'timeout=9',
    'timeout=601',
    'timeout=1e2',
    'timeout=60s',
    'unconfirmed=1',
    'unconfirmed=TRUE',
    'unconfirmed=false&timeout=5',
  ])('refuses ?%s', async (query) => {
    const { sandbox, send } = await start();
    sandbox.astral.publish({ code: 'x' });
    const answer = await send(`/events?${query}`);
    expect([answer.status, answer.json().code]).toEqual([400, 'api4003']);
    expect(sandbox.astral.pending()).toHaveLength(1);
  });

  it('keeps the streams of participants apart', async () => {
    const { sandbox, send } = await start();
    const bob = sandbox.astral.participant('bob');
    const [mine, his] = [
      sandbox.astral.publish({ code: 'm' }),
      sandbox.astral.publish({ code: 'h', consumer: bob.id }),
    ];
    expect(ids(await send('/events'))).toEqual([mine.id]);
    expect(ids(await send('/events', { apiKey: bob.apiKey }))).toEqual([his.id]);
  });

  it('gives nothing to a client that left while it waited', async () => {
    const { sandbox, send, waiting } = await start();
    const client = new AbortController();
    const poll = send('/events?timeout=600', { signal: client.signal });
    await waiting(1);
    client.abort();
    await expect(poll).rejects.toThrow('abort');
    await waiting(0);
    const event = sandbox.astral.publish({ code: 'x' });
    await vi.waitUntil(() => sandbox.requests()[0]?.outcome === 'aborted');
    expect(sandbox.astral.pending()).toEqual([event.id]);
    expect(sandbox.astral.unconfirmed()).toEqual([]);
  });

  it('answers a poll that is held when the sandbox is reset', async () => {
    const { sandbox, send, waiting } = await start();
    const poll = send('/events?timeout=600');
    await waiting(1);
    await sandbox.reset();
    expect((await poll).json().events).toEqual([]);
  });
});

describe('GET /events?unconfirmed=true', () => {
  it('answers at once, obeys limit, ignores timeout and takes nothing away', async () => {
    const { sandbox, send } = await start();
    expect(ids(await send('/events?unconfirmed=true&timeout=600'))).toEqual([]);
    const published = ['1', '2', '3'].map((code) => sandbox.astral.publish({ code }).id);
    await send('/events?limit=2');
    for (const _ of [1, 2]) {
      expect(ids(await send('/events?unconfirmed=true&timeout=never'))).toEqual(published.slice(0, 2));
    }
    expect(ids(await send('/events?unconfirmed=true&limit=1'))).toEqual(published.slice(0, 1));
    expect(sandbox.astral.pending()).toEqual(published.slice(2));
  });
});

describe('competing polls', () => {
  it('share an even stream by their limits', async () => {
    const { sandbox, send, waiting } = await start();
    const taken = new Map<string, number>();
    let open = true;
    const loops = ['a', 'b', 'c'].map(async (name) => {
      while (open) {
        const answer = await send(`/events?limit=${name === 'c' ? 4 : 2}&timeout=600`);
        taken.set(name, (taken.get(name) ?? 0) + answer.json().events.length);
      }
    });
    for (let n = 0; n < 32; n++) {
      await waiting(3);
      sandbox.astral.publish({ code: 'x' });
      await vi.waitUntil(() => sandbox.astral.unconfirmed().length === n + 1, { interval: 1 });
    }
    await waiting(3);
    open = false;
    await sandbox.reset();
    await Promise.all(loops);
    expect(Object.fromEntries(taken)).toEqual({ a: 8, b: 8, c: 16 });
  });

  it('split a backlog without losing, doubling or reordering', async () => {
    const { sandbox, send, waiting } = await start();
    const polls = [2, 2, 4].map((limit) => send(`/events?limit=${limit}`));
    await waiting(3);
    const published = Array.from({ length: 8 }, (_, n) => sandbox.astral.publish({ code: String(n) }).id);
    const batches = (await Promise.all(polls)).map(ids);
    expect(batches.map(({ length }) => length)).toEqual([2, 2, 4]);
    expect(batches.flat().toSorted()).toEqual(published.toSorted());
    for (const batch of batches) expect(batch).toEqual(published.filter((id) => batch.includes(id)));
  });
});

describe('when nothing arrived', () => {
  const empty = async (shape: Parameters<typeof Object.assign>[1]): Promise<Received> => {
    const { sandbox, clock, send, waiting } = await start();
    Object.assign(sandbox.astral, shape);
    const poll = send('/events?timeout=10');
    await waiting(1);
    clock.advance(10_000);
    return poll;
  };

  it.each([
    ['empty-list', 200, expect.objectContaining({ status: 200, events: [] })],
    ['null', 200, expect.objectContaining({ status: 200, events: null })],
    ['missing', 200, expect.not.objectContaining({ events: expect.anything() })],
    ['no-content', 204, ''],
    ['empty-body', 200, ''],
    ['not-modified', 304, ''],
    ['request-timeout', 408, expect.objectContaining({ status: 408, code: 'api4081' })],
    ['gateway-timeout', 504, expect.objectContaining({ status: 504 })],
    ['body-status', 200, expect.objectContaining({ status: 408 })],
    ['bare-array', 200, []],
  ])('answers in the shape %s', async (emptyAnswer, status, body) => {
    const answer = await empty({ emptyAnswer });
    expect(answer.status).toBe(status);
    expect(answer.text === '' ? '' : answer.json()).toEqual(body);
  });

  it('knows no other shape', async () => {
    const { sandbox } = await start();
    expect(() => Object.assign(sandbox.astral, { emptyAnswer: 'nil' })).toThrow(/emptyAnswer/);
  });
});
