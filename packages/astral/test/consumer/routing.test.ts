import { ConfigurationError, type Schema } from '@partner-apis/astral';
import { rejection } from '@partner-apis/test-kit';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { scene } from './support/scene.ts';

const sweep = { everyMs: 10_000, minAgeMs: 0 };

describe('routing', () => {
  test('goes by code; several codes can share a handler', async () => {
    const { clock, platform, consumer } = scene();
    const got: string[] = [];
    void consumer()
      .on(['a', 'b'], (event) => void got.push(`ab:${event.code}`))
      .on('c', (event) => void got.push(`c:${event.code}`))
      .run();
    for (const code of ['a', 'c', 'b']) platform.publish(code);
    await clock.advance(100);
    expect(got).toEqual(['ab:a', 'c:c', 'ab:b']);
  });

  test('what catches everything confirms by saying so', async () => {
    const { clock, platform, consumer } = scene();
    void consumer()
      .on('a', z.object({ n: z.number() }), () => undefined)
      .onInvalid((_, __, ctx) => ctx.confirm())
      .otherwise((event, ctx) => (event.code === 'b' ? ctx.confirm() : undefined))
      .run();
    const [invalid] = platform.publish('a', { n: 'one' });
    const [said] = platform.publish('b');
    platform.publish('c');
    await clock.advance(1_000);
    expect([...platform.confirmed]).toEqual([invalid, said]);
  });

  test('gives the handler what the schema makes of the data', async () => {
    const { clock, platform, consumer } = scene();
    const got: unknown[] = [];
    const Payload = z.object({ at: z.coerce.date(), note: z.string().default('none') });
    void consumer()
      .on('a', Payload, (event) => void got.push(event.data.at.getUTCFullYear(), event.data.note, event.id))
      .run();
    const [id] = platform.publish('a', { at: '2026-01-02' });
    await clock.advance(100);
    expect(got).toEqual([2026, 'none', id]);
  });

  test('takes any Standard Schema, asynchronous ones too', async () => {
    const { clock, platform, consumer } = scene();
    const got: unknown[] = [];
    const upper: Schema<unknown, string> = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: async (value) => ({ value: String(Reflect.get(Object(value), 'name')).toUpperCase() }),
      },
    };
    void consumer()
      .on('a', upper, (event) => void got.push(event.data))
      .run();
    platform.publish('a', { name: 'anna' });
    await clock.advance(100);
    expect(got).toEqual(['ANNA']);
  });

  test('a schema that throws is a failed run, not an invalid event', async () => {
    const { clock, platform, consumer } = scene();
    let runs = 0;
    let invalid = 0;
    const broken: Schema = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: (value) => {
          runs += 1;
          if (runs < 3) throw new Error('the schema server is down');
          return { value };
        },
      },
    };
    void consumer()
      .on('a', broken, () => {})
      .onInvalid(() => void (invalid += 1))
      .run();
    const [id] = platform.publish('a');
    await clock.advance(10_000);
    expect([runs, invalid]).toEqual([3, 0]);
    expect([...platform.confirmed]).toEqual([id]);
  });
});

describe('onInvalid', () => {
  const Payload = z.object({ total: z.number() });

  test('gets the event as it came and every issue, and decides', async () => {
    const { clock, platform, consumer } = scene();
    const seen: unknown[] = [];
    const buried: string[] = [];
    void consumer({ deadLetter: (event) => void buried.push(event.id) })
      .on('a', Payload, () => {})
      .onInvalid((event, issues, ctx) => {
        seen.push(event.data, issues);
        return ctx.deadLetter('schema');
      })
      .run();
    const [id] = platform.publish('a', { total: 'many' });
    await clock.advance(1_000);
    expect(seen).toEqual([{ total: 'many' }, [{ path: ['total'], message: expect.any(String) }]]);
    expect(buried).toEqual([id]);
    expect([...platform.confirmed]).toEqual([id]);
  });

  test('gets events that have no code, or data that is no object, one by one: the rest of the batch is handled', async () => {
    const { clock, platform, consumer } = scene();
    const paths: unknown[] = [];
    const handled: string[] = [];
    void consumer({ sweep })
      .on('a', (event) => void handled.push(event.id))
      .onInvalid((_, issues, ctx) => {
        paths.push(issues.map(({ path }) => path));
        return ctx.release();
      })
      .run();
    await clock.advance(10);
    const [good] = platform.publish('a');
    const items = [
      { id: 'b'.repeat(32), data: {} },
      { id: 'c'.repeat(32), code: 'a', data: 'text' },
      { code: 'a', data: {} },
      'nonsense',
      null,
      { id: good, code: 'a', data: null, producer: null },
    ];
    platform.fault('poll', { kind: 'body', body: JSON.stringify({ status: 200, events: items }) });
    platform.publish('a');
    await clock.advance(30_000);
    expect(paths).toEqual([[['code']], [['data']]]);
    expect(handled).toContain(good);
    expect(platform.confirmed.size).toBe(2);
  });

  test.each([
    ['resolves without a decision', () => {}],
    ['is not there', undefined],
  ])('that %s releases: nothing invalid is ever confirmed by itself', async (_, handler) => {
    const { clock, platform, consumer, log } = scene();
    const one = consumer({ sweep }).on('a', Payload, () => {});
    if (handler !== undefined) one.onInvalid(handler);
    void one.run();
    const [id = ''] = platform.publish('a', {});
    await clock.advance(100_000);
    expect(platform.of('confirm')).toEqual([]);
    expect(platform.unconfirmed.has(id)).toBe(true);
    expect(log.some((line) => line.includes(id))).toBe(true);
  });
});

describe('otherwise', () => {
  test('gets every other code and decides', async () => {
    const { clock, platform, consumer } = scene();
    const got: string[] = [];
    void consumer({ deadLetter: () => {} })
      .on('a', () => {})
      .otherwise((event, ctx) => {
        got.push(event.code);
        return ctx.deadLetter('unknown code');
      })
      .run();
    platform.publish('x');
    platform.publish('a');
    await clock.advance(1_000);
    expect(got).toEqual(['x']);
    expect(platform.confirmed.size).toBe(2);
  });

  test('that is not there leaves the event to others, and reports it once', async () => {
    const { clock, platform, consumer, log } = scene();
    const one = consumer({ sweep }).on('a', () => {});
    void one.run();
    const [id = ''] = platform.publish('x');
    await clock.advance(300_000);
    expect(platform.unconfirmed.has(id)).toBe(true);
    expect(log.filter((line) => line.includes(id))).toHaveLength(1);
    expect(log.find((line) => line.includes(id))).toContain("no handler for code 'x'");
    expect(one.health().quarantined).toBe(1);
  });

  test('that is not there is reported without an error, there being none', async () => {
    const { clock, platform, astral } = scene();
    const fields: object[] = [];
    const note = (known: object): void => void fields.push(known);
    const logger = { debug() {}, info() {}, warn: note, error: note };
    const one = astral
      .with({ logger })
      .consumer({ sweep })
      .on('a', () => {});
    void one.run();
    platform.publish('x');
    await clock.advance(1_000);
    void one.stop({ drainMs: 0, graceMs: 0, flushMs: 0 });
    await clock.advance(60_000);
    expect(fields.length).toBeGreaterThan(0);
    for (const known of fields) expect(known).not.toHaveProperty('err');
  });

  test('that resolves without a decision releases', async () => {
    const { clock, platform, consumer } = scene();
    void consumer()
      .otherwise(() => 'handled')
      .run();
    const [id = ''] = platform.publish('x');
    await clock.advance(1_000);
    expect(platform.unconfirmed.has(id)).toBe(true);
    expect(platform.of('confirm')).toEqual([]);
  });
});

describe('registration', () => {
  const handler = (): void => {};

  test.each([
    ['a second handler for a code', () => scene().consumer().on('a', handler).on('a', handler)],
    ['a code twice in one list', () => scene().consumer().on(['a', 'a'], handler)],
    ['a code of a list that has one', () => scene().consumer().on('a', handler).on(['b', 'a'], handler)],
    ['no codes', () => scene().consumer().on([], handler)],
    ['an empty code', () => scene().consumer().on('', handler)],
    ['onInvalid twice', () => scene().consumer().onInvalid(handler).onInvalid(handler)],
    ['otherwise twice', () => scene().consumer().otherwise(handler).otherwise(handler)],
    [
      'a schema that is none',
      () =>
        scene()
          .consumer()
          .on('a', { parse: handler } as never, handler),
    ],
    [
      'no handler',
      () =>
        scene()
          .consumer()
          .on('a', undefined as never),
    ],
  ])('refuses %s', (_, register) => {
    expect(register).toThrow(ConfigurationError);
  });

  test('is over once run() was called', async () => {
    const { clock, consumer } = scene();
    const one = consumer().on('a', handler);
    void one.run();
    await clock.advance(1);
    expect(() => one.on('b', handler)).toThrow(ConfigurationError);
    expect(() => one.onInvalid(handler)).toThrow(ConfigurationError);
    expect(() => one.otherwise(handler)).toThrow(ConfigurationError);
  });
});

describe('options', () => {
  test.each([
    ['concurrency', { concurrency: 0 }],
    ['limitMax', { limitMax: 1.5 }],
    ['maxUnconfirmed', { maxUnconfirmed: -1 }],
    ['maxAttempts', { maxAttempts: 0 }],
    ['retry.retries', { retry: { retries: -1 } }],
    ['handlerTimeoutMs', { handlerTimeoutMs: 0 }],
    ['poll.ladder', { poll: { ladder: [] } }],
    ['poll.ladder', { poll: { ladder: [60, 300] } }],
    ['poll.ladder', { poll: { ladder: [601] } }],
    ['poll.ladder', { poll: { ladder: [9] } }],
    ['sweep.everyMs', { sweep: { everyMs: Number.NaN } }],
    ['confirm.maxBatch', { confirm: { maxBatch: 0 } }],
    ['deadLetter', { deadLetter: 'queue' as never }],
    ['attempts', { attempts: {} as never }],
    ['signals', { signals: ['term' as never] }],
    ['concurency', { concurency: 8 } as never],
  ])('refuses a bad %s and names it', (name, options) => {
    expect(() => scene().consumer(options)).toThrow(ConfigurationError);
    expect(() => scene().consumer(options)).toThrow(name);
  });

  test('the same for stream()', () => {
    expect(() => scene().astral.events.stream({ concurrency: 0 })).toThrow(ConfigurationError);
  });
});

test('a consumer without any handler asks for nothing, and can be given one', async () => {
  const { clock, platform, consumer, stop } = scene();
  const one = consumer().onInvalid(() => {});
  platform.publish('a');
  expect(await rejection(one.run())).toBeInstanceOf(ConfigurationError);
  await clock.advance(1_000);
  expect(platform.of('poll')).toEqual([]);
  expect(platform.of('sweep')).toEqual([]);
  const run = one.otherwise((_, ctx) => ctx.release()).run();
  await clock.advance(1_000);
  expect(platform.of('poll')).not.toEqual([]);
  await stop(one);
  await run;
});
