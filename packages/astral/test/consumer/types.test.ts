import type {
  AstralEvent,
  ConsumedEvent,
  Consumer,
  ConsumerHealth,
  Decision,
  StopResult,
} from '@partner-apis/astral';
import { expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { scene } from './support/scene.ts';

const Payload = z.object({ total: z.string().transform(Number), note: z.string().optional() });

test('data has the type that the schema gives', () => {
  const { consumer } = scene();
  consumer().on('paid', Payload, (event, ctx) => {
    expectTypeOf(event.data).toEqualTypeOf<{ total: number; note?: string | undefined }>();
    expectTypeOf(event.id).toEqualTypeOf<string>();
    expectTypeOf(ctx.signal).toEqualTypeOf<AbortSignal>();
    expectTypeOf(ctx.release()).toEqualTypeOf<Decision>();
    // @ts-expect-error -- the schema has no such member
    return event.data.amount;
  });
});

test('data is an open record without a schema, and unknown where it is invalid', () => {
  const { consumer } = scene();
  consumer()
    .on(['a', 'b'], (event) => {
      expectTypeOf(event).toEqualTypeOf<ConsumedEvent>();
      // What handles polled events handles these too.
      expectTypeOf(event).toExtend<AstralEvent>();
      expectTypeOf(event.data).toEqualTypeOf<Record<string, unknown>>();
    })
    .otherwise((event) => {
      expectTypeOf(event.data['anything']).toEqualTypeOf<unknown>();
    })
    .onInvalid((event, issues) => {
      expectTypeOf(event.data).toEqualTypeOf<unknown>();
      expectTypeOf(issues[0]?.path).toEqualTypeOf<readonly (string | number)[] | undefined>();
    });
});

test('handlers may return anything; the chain keeps its type', () => {
  const { consumer } = scene();
  const seen: string[] = [];
  const made = consumer()
    .on('a', (event) => seen.push(event.id))
    .on('b', async (event) => seen.push(event.id))
    .on('c', (_, ctx) => (seen.length > 3 ? ctx.release('later') : undefined));
  expectTypeOf(made).toEqualTypeOf<Consumer>();
  expectTypeOf(made.run).returns.resolves.toEqualTypeOf<void>();
  expectTypeOf(made.stop).returns.resolves.toEqualTypeOf<StopResult>();
  expectTypeOf(made.health()).toEqualTypeOf<ConsumerHealth>();
});

test('wrong uses do not compile', () => {
  const { astral, consumer } = scene();
  const wrong = [
    // @ts-expect-error -- the handler is missing
    () => consumer().on('a', Payload),
    // @ts-expect-error -- not a Standard Schema
    () => consumer().on('a', { parse: () => 1 }, () => {}),
    // @ts-expect-error -- a code is a text
    () => consumer().on(1, () => {}),
    // @ts-expect-error -- a misspelt option
    () => consumer({ concurency: 1 }),
    // @ts-expect-error -- a misspelt hook
    () => consumer({ hooks: { handeld: () => {} } }),
    // @ts-expect-error -- only numbers
    () => consumer({ poll: { ladder: '600' } }),
    // @ts-expect-error -- pull style has no local retries
    () => astral.events.stream({ retry: { retries: 1 } }),
  ];
  expectTypeOf(wrong).toBeArray();
});
