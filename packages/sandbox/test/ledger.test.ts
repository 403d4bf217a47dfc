import { describe, expect, it } from 'vitest';
import { start } from './support.ts';

describe('requests()', () => {
  it('tells what was asked and answered, with secrets masked', async () => {
    const { sandbox, clock, send, sendJson, waiting, apiKey } = await start();
    const poll = send('/events?limit=1&timeout=10&x=1&x=2', {
      headers: { cookie: 'a=b', 'x-gateway-token': 'gateway' },
    });
    await waiting(1);
    clock.advance(10_000);
    await poll;
    await sendJson('/events/confirm', { events_id: ['0'.repeat(32)] });
    await send('/nowhere', { apiKey: 'wrong' });
    const participant = sandbox.astral.participant().id;
    expect(sandbox.requests()).toEqual([
      {
        number: 1,
        vendor: 'astral',
        operation: 'events.poll',
        method: 'GET',
        path: '/events',
        query: { limit: '1', timeout: '10', x: ['1', '2'] },
        headers: expect.objectContaining({ 'x-api-key': '***', cookie: '***', 'x-gateway-token': '***' }),
        participant,
        status: 200,
        outcome: 'answered',
        at: Date.UTC(2026, 0, 1),
        durationMs: 10_000,
      },
      expect.objectContaining({
        number: 2,
        operation: 'events.confirm',
        json: { events_id: ['0'.repeat(32)] },
      }),
      expect.objectContaining({ number: 3, path: '/nowhere', status: 404 }),
    ]);
    expect(sandbox.requests()[2]).not.toHaveProperty('operation');
    expect(JSON.stringify(sandbox.requests())).not.toContain(apiKey);
  });

  it('can be asked for some', async () => {
    const { sandbox, send } = await start();
    await send('/events?unconfirmed=true');
    await send('/events?limit=x');
    await send('/nowhere');
    const numbers = (filter: Parameters<typeof sandbox.requests>[0]): number[] =>
      sandbox.requests(filter).map(({ number }) => number);
    expect(numbers({ operation: 'events.poll' })).toEqual([1, 2]);
    expect(numbers({ status: 400 })).toEqual([2]);
    expect(numbers({ path: '/nowhere', method: 'GET', vendor: 'astral', outcome: 'answered' })).toEqual([3]);
    expect(numbers({ operation: 'events.poll', status: 404 })).toEqual([]);
  });

  it('remembers the last ones only', async () => {
    const { sandbox, send } = await start({ ledgerSize: 3 });
    for (let n = 0; n < 10; n++) await send(`/${n}`);
    expect(sandbox.requests().map(({ path }) => path)).toEqual(['/7', '/8', '/9']);
  });
});
