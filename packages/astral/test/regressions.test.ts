import { inspect } from 'node:util';
import { AstralClient } from '@partner-apis/astral';
import { describe, expect, test } from 'vitest';
import type { Fault } from './consumer/support/virtual-platform.ts';
import { scene } from './consumer/support/scene.ts';
import { rejection, stubServer, text } from '@partner-apis/test-kit';

function clientFor(url: string): AstralClient {
  return new AstralClient({ apiKey: 'test-key-1', baseUrl: url, retry: { minDelayMs: 0, maxDelayMs: 0 } });
}

describe('a connection that ends without an answer', () => {
  const hintOf = async (fault: Fault, ms: number): Promise<string> => {
    const { clock, platform, astral } = scene();
    platform.fault('poll', fault);
    const error = rejection(astral.events.poll({ timeout: 60 }));
    await clock.advance(ms);
    return String(await error);
  };

  test('after 12 s of 60 met an idle limit', async () => {
    const text = await hintOf({ kind: 'die', ageMs: 12_000 }, 13_000);
    expect(text).toContain('lived 12 s');
    expect(text).toContain('idle limit');
    expect(text).not.toContain('certificate');
  });

  test('at once was refused by the tunnel, for one of several reasons', async () => {
    const text = await hintOf({ kind: 'reset', after: false }, 1);
    for (const why of ['resolve', 'connect', 'certificate', 'cipher', 'protocol'])
      expect(text).toContain(why);
  });

  test('after 2 s was not refused by the tunnel: the tunnel broke', async () => {
    const text = await hintOf({ kind: 'die', ageMs: 2_000, reason: 'ECONNRESET' }, 3_000);
    expect(text).toContain('The tunnel broke while the request was under way');
    expect(text).not.toContain('certificate');
  });

  test('in time is told with the hint of ping()', async () => {
    await using server = await stubServer(() => undefined);
    await using astral = clientFor(server.url);
    const limits = { retries: 0, timeouts: { headersMs: 50 } };
    const error = await rejection(astral.events.get('a'.repeat(32), limits));
    expect(error).toMatchObject({ code: 'TIMEOUT', hint: (await astral.ping(limits)).hint });
    expect(String(error)).toContain('stayed silent');
  });
});

describe('a path that dies in silence', () => {
  test('needs three deaths at most, and an event that comes at once lengthens nothing', async () => {
    const { clock, platform, consumer } = scene();
    const limitMs = 15_000;
    platform.always = (operation) => {
      const [last] = platform.of('poll').slice(-1);
      return operation === 'poll' && (last?.timeout ?? 0) * 1_000 > limitMs ? { kind: 'hang' } : undefined;
    };
    const steps: [number, number][] = [];
    void consumer({ hooks: { ladder: ({ from, to }) => void steps.push([from, to]) } })
      .on('a', () => {})
      .run();
    await clock.advance(1_500_000);
    expect(steps).toEqual([
      [600, 300],
      [300, 60],
      [60, 10],
    ]);
    for (let n = 0; n < 20; n += 1) {
      platform.publish('a');
      await clock.advance(1_000);
    }
    expect(steps).toHaveLength(3);
    expect(platform.confirmed.size).toBe(20);
  });

  test('is found out by the sweep of the one process: it drops the poll that should have brought the event', async () => {
    const { clock, platform, consumer } = scene();
    // The platform hands its events to a connection that is gone, and says that to nobody.
    platform.fault('poll', { kind: 'die', ageMs: 1e9 });
    const one = consumer({ owner: () => true, sweep: { everyMs: 60_000 } }).on('a', () => {});
    void one.run();
    await clock.advance(100_000);
    platform.publish('a');
    await clock.advance(80_000);
    expect(platform.confirmed.size).toBe(1);
    expect(platform.of('poll').map(({ timeout }) => timeout)).toEqual([600, 300]);
    expect(platform.of('poll')[0]?.aborted).toBe(true);
  });

  test('is not blamed for what was left behind, or released by a handler here', async () => {
    const { clock, platform, consumer } = scene();
    platform.leaveBehind('a');
    void consumer({ owner: () => true, sweep: { everyMs: 60_000 } })
      .on('a', (_, ctx) => ctx.release('later'))
      .run();
    await clock.advance(10_000);
    platform.publish('a');
    await clock.advance(500_000);
    expect(platform.of('poll').map(({ timeout, aborted }) => [timeout, aborted])).toEqual([
      [600, undefined],
      [600, undefined],
    ]);
  });

  test('is not concluded from an event that another process may have', async () => {
    const { clock, platform, consumer } = scene();
    void consumer({ owner: () => true, sweep: { everyMs: 60_000, minAgeMs: 150_000 } })
      .on('a', () => {})
      .run();
    await clock.advance(100_000);
    platform.leaveBehind('a');
    await clock.advance(400_000);
    expect(platform.confirmed.size).toBe(1);
    expect(platform.of('poll')).toHaveLength(1);
  });

  test('is tried again after an hour', async () => {
    const { clock, platform, consumer } = scene();
    platform.fault('poll', { kind: 'hang' });
    const one = consumer().on('a', () => {});
    void one.run();
    await clock.advance(1_500_000);
    expect(one.health().timeout).toBe(300);
    await clock.advance(4_000_000);
    expect(one.health().timeout).toBe(600);
  });
});

test('an idle limit below the lowest step ends in advice to raise it', async () => {
  const { clock, platform, consumer, log } = scene();
  platform.always = (operation) => (operation === 'poll' ? { kind: 'die', ageMs: 7_000 } : undefined);
  const one = consumer({ poll: { ladder: [10] } }).on('a', () => {});
  void one.run();
  await clock.advance(15_000);
  expect(log.filter((line) => line.includes('Raise it'))).toEqual([]);
  await clock.advance(10_000);
  expect(log).toContainEqual(expect.stringMatching(/^error: .*after about 7 s.*Raise it/));
  expect(one.health().state).toBe('running');
});

/** It was shortened before it was looked through, and half a secret is none that is known. */
test('a secret is not left where what came in place of an archive is cut in its middle', async () => {
  const apiKey = 'kQ7vXp2mZt9LrB4wYc6NdF8gHj3sTa5u';
  for (const cut of [300, 512]) {
    await using server = await stubServer(text(`{"title":"${'-'.repeat(cut - 30)}${apiKey}"}`));
    await using astral = new AstralClient({ baseUrl: server.url, apiKey });
    const archive = await astral.packets.download('0'.repeat(32));
    const error = await rejection(archive[Symbol.asyncIterator]().next());
    expect(error).toMatchObject({ code: 'ARCHIVE', reason: 'not-an-archive' });
    expect(inspect(error, { depth: 9, maxStringLength: null })).not.toContain(apiKey.slice(0, 8));
  }
});
