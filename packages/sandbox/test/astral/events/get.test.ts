import { describe, expect, it } from 'vitest';
import { start } from '../../support.ts';

describe('GET /events/{event_uuid}', () => {
  it('reads an event before it is handed out, after that and after its confirmation', async () => {
    const { sandbox, send, sendJson } = await start();
    const event = sandbox.astral.publish({ code: 'x', data: { n: 1 }, parent: 'c'.repeat(32) });
    const read = async (): Promise<unknown> => (await send(`/events/${event.id}`)).json().events;
    expect(await read()).toEqual([event]);
    await send('/events');
    expect(await read()).toEqual([event]);
    await sendJson('/events/confirm', { events_id: [event.id] });
    expect(await read()).toEqual([event]);
  });

  it('shows it to its producer and consumers, and to nobody else', async () => {
    const { sandbox, send } = await start();
    const [bob, eve] = [sandbox.astral.participant('bob'), sandbox.astral.participant('eve')];
    const { id } = sandbox.astral.publish({ code: 'x', producer: bob.id });
    const status = async (apiKey: string): Promise<number> =>
      (await send(`/events/${id}`, { apiKey })).status;
    expect(await status(sandbox.astral.participant().apiKey)).toBe(200);
    expect(await status(bob.apiKey)).toBe(200);
    expect(await status(eve.apiKey)).toBe(404);
  });

  it('tells an unknown id from one that is none', async () => {
    const { send } = await start();
    expect((await send(`/events/${'0'.repeat(32)}`)).json()).toMatchObject({ status: 404, code: 'api4041' });
    for (const id of [
      'A'.repeat(32),
      '0'.repeat(31),
      '00000000-0000-0000-0000-000000000000',
      '%2F',
      'x.json',
    ]) {
      expect((await send(`/events/${id}`)).json()).toMatchObject({ status: 400, code: 'api4004' });
    }
  });
});
