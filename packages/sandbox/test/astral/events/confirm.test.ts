import { describe, expect, it } from 'vitest';
import { start, type Running } from '../../support.ts';

const publish = ({ sandbox }: Running, count: number): string[] =>
  Array.from({ length: count }, (_, n) => sandbox.astral.publish({ code: String(n) }).id);

describe('POST /events/confirm', () => {
  it('takes events out of the unconfirmed set and counts them', async () => {
    const running = await start();
    const { sandbox, send, sendJson } = running;
    const [one = '', two = '', three = ''] = publish(running, 3);
    await send('/events');
    const answer = await sendJson('/events/confirm', { events_id: [three, one] });
    expect(answer.json()).toEqual({
      status: 200,
      type: 'about:blank',
      title: 'Получение событий подтверждено',
      count: 2,
    });
    expect(sandbox.astral.unconfirmed()).toEqual([two]);
    expect(sandbox.astral.confirmed()).toEqual([three, one]);
  });

  it('does not count what is unknown, repeated, confirmed before, pending or for somebody else', async () => {
    const running = await start();
    const { sandbox, send, sendJson } = running;
    const [one = ''] = publish(running, 1);
    await send('/events');
    const [pending = ''] = publish(running, 1);
    const foreign = sandbox.astral.publish({ code: 'x', consumer: 'bob' }).id;
    const events_id = [one, one, pending, foreign, '0'.repeat(32)];
    expect((await sendJson('/events/confirm', { events_id })).json().count).toBe(1);
    expect((await sendJson('/events/confirm', { events_id })).json()).toMatchObject({
      status: 200,
      count: 0,
    });
    expect(sandbox.astral.pending()).toEqual([pending]);
  });

  it('confirms for one consumer only', async () => {
    const { sandbox, send, sendJson } = await start();
    const [me, bob] = [sandbox.astral.participant(), sandbox.astral.participant('bob')];
    const { id } = sandbox.astral.publish({ code: 'x', consumer: [me.id, bob.id] });
    await send('/events');
    await send('/events', { apiKey: bob.apiKey });
    await sendJson('/events/confirm', { events_id: [id] });
    expect(sandbox.astral.unconfirmed(bob.id)).toEqual([id]);
  });

  it.each([
    ['no list', {}],
    ['an empty list', { events_id: [] }],
    ['a dashed id', { events_id: ['00000000-0000-0000-0000-000000000000'] }],
    ['an upper-case id', { events_id: ['A'.repeat(32)] }],
    ['a number', { events_id: [1] }],
  ])('refuses %s', async (_name, body) => {
    const { sendJson } = await start();
    const answer = await sendJson('/events/confirm', body);
    expect([answer.status, answer.json().code]).toEqual([400, 'api4002']);
  });
});
