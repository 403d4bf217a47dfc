import { describe, expect, it } from 'vitest';
import { start, type Body } from '../../support.ts';

const item = (code: string, more: object = {}): object => ({ code, consumer: ['c'], data: {}, ...more });

describe('POST /events', () => {
  it('answers with the events as published: ids, the producer of the key, no parent', async () => {
    const { sandbox, sendJson } = await start();
    const parent = 'a'.repeat(32);
    const answer = await sendJson('/events', {
      events: [item('one', { parent, data: { n: 1, __proto__: null } })],
    });
    expect(answer.status).toBe(200);
    const { id } = answer.json().events[0];
    expect(answer.json()).toEqual({
      status: 200,
      type: 'about:blank',
      title: 'События опубликованы',
      events: [
        { id, code: 'one', producer: sandbox.astral.participant().id, consumer: ['c'], data: { n: 1 } },
      ],
    });
    expect(id).toMatch(/^[a-f0-9]{32}$/);
    expect(sandbox.astral.events()[0]).toMatchObject({ id, parent });
  });

  it('takes the producer from the key, whatever the item says', async () => {
    const { sandbox, sendJson } = await start();
    const bob = sandbox.astral.participant('bob');
    const answer = await sendJson(
      '/events',
      { events: [item('x', { producer: 'mallory' })] },
      { apiKey: bob.apiKey },
    );
    expect(answer.json().events[0].producer).toBe(bob.id);
  });

  it.each([
    ['no code', { consumer: ['c'], data: {} }],
    ['an empty code', item('')],
    ['no consumer', { code: 'x', data: {} }],
    ['an empty consumer list', item('x', { consumer: [] })],
    ['a consumer that is no text', item('x', { consumer: [1] })],
    ['no data', { code: 'x', consumer: ['c'] }],
    ['data that is a list', item('x', { data: [] })],
    ['a parent that is null', item('x', { parent: null })],
    ['an empty parent', item('x', { parent: '' })],
    ['a dashed parent', item('x', { parent: '00000000-0000-0000-0000-000000000000' })],
    ['a text', 'x'],
  ])('does not publish an item with %s, and publishes the others', async (_name, bad) => {
    const { sandbox, sendJson } = await start();
    const answer = await sendJson('/events', { events: [item('first'), bad, item('last')] });
    expect(answer.status).toBe(200);
    expect(answer.json().events.map(({ code }) => code)).toEqual(['first', 'last']);
    expect(sandbox.astral.pending('c')).toHaveLength(2);

    const alone = await sendJson('/events', { events: [bad] });
    expect(alone.status).toBe(400);
    expect(alone.json()).toMatchObject({
      status: 400,
      code: 'api4005',
      title: 'Ни одно событие не опубликовано',
    });
    expect(sandbox.astral.events()).toHaveLength(2);
  });

  it('shows a failed item in the way that was chosen', async () => {
    const { sandbox, sendJson } = await start();
    const publish = async (): Promise<Body> =>
      (await sendJson('/events', { events: [item('good'), { code: 'bad' }] })).json();
    sandbox.astral.partialAnswer = 'without-id';
    expect((await publish()).events).toEqual([expect.objectContaining({ code: 'good' }), { code: 'bad' }]);
    sandbox.astral.partialAnswer = 'with-error';
    expect((await publish()).events[1]).toMatchObject({ status: 400, code: 'api4002' });
    sandbox.astral.partialAnswer = 'failure';
    expect(await publish()).toMatchObject({ status: 400, code: 'api4006', events: [{ code: 'good' }] });
    expect(sandbox.astral.pending('c')).toHaveLength(3);
  });

  it.each([
    ['no list', {}],
    ['an empty list', { events: [] }],
    ['an object for a list', { events: {} }],
    ['a list for a body', []],
    ['null', null],
  ])('refuses a body with %s', async (_name, body) => {
    const { sendJson } = await start();
    const answer = await sendJson('/events', body);
    expect([answer.status, answer.json().code]).toEqual([400, 'api4002']);
  });

  it('delivers to each participant in the list once, in order of publication', async () => {
    const { sandbox, sendJson } = await start();
    const answer = await sendJson('/events', {
      events: [
        item('1', { consumer: ['a', 'b', 'a'] }),
        item('2', { consumer: ['b'] }),
        item('3', { consumer: ['a'] }),
      ],
    });
    const [one, two, three] = answer.json().events.map(({ id }) => id);
    expect(sandbox.astral.pending('a')).toEqual([one, three]);
    expect(sandbox.astral.pending('b')).toEqual([one, two]);
  });
});
