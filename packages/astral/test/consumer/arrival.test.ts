import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventSchema } from '../../src/api/schemas.ts';
import { readArrival } from '../../src/consumer/handling/arrival.ts';

const text = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor'));
const odd = fc.oneof(fc.constant(null), fc.constant(undefined), fc.integer(), text, fc.array(fc.integer()));
const dictionary = fc.dictionary(text, fc.jsonValue(), { maxKeys: 4 });

/** Items as JSON can bring them, most of them events. */
const item = fc
  .record(
    {
      id: fc.constant('0'.repeat(32)),
      code: fc.oneof({ weight: 5, arbitrary: text }, odd),
      producer: fc.oneof({ weight: 5, arbitrary: text }, odd),
      parent: fc.oneof({ weight: 5, arbitrary: text }, odd),
      consumer: fc.oneof({ weight: 5, arbitrary: fc.array(text) }, odd, fc.array(odd)),
      data: fc.oneof({ weight: 5, arbitrary: dictionary }, odd, fc.constant([{}])),
      extra: fc.jsonValue(),
    },
    { requiredKeys: ['id'] },
  )
  .chain((event) => fc.boolean().map((own) => (own ? { ...event, ['__proto__']: { code: 'x' } } : event)))
  .map((event): unknown => JSON.parse(JSON.stringify(event)));

test('an item that is taken as it came is what the schema would have made of it, and every other one goes to the schema', () => {
  let plain = 0;
  fc.assert(
    fc.property(item, (given) => {
      const arrival = readArrival(given);
      const checked = eventSchema.safeParse(given);
      expect(arrival?.issues.length === 0).toBe(checked.success);
      if (!checked.success) return;
      expect(arrival?.event).toStrictEqual(checked.data);
      expect(Object.hasOwn(arrival?.event ?? {}, '__proto__')).toBe(false);
      if (arrival?.event === given) plain += 1;
    }),
    { numRuns: 2_000 },
  );
  expect(plain).toBeGreaterThan(100);
});
