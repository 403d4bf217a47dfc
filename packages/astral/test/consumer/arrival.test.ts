import { zodWords } from '@partner-apis/core/vendor';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventsAnswer, eventSchema } from '../../src/api/schemas.ts';
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

test('an answer whose events are all plain is given back as it came, and is what its schema makes of it', () => {
  let plain = 0;
  fc.assert(
    fc.property(fc.array(item, { maxLength: 3 }), (events) => {
      const answer = { status: 200, events };
      const { success, data, error } = eventsAnswer.safeParse(answer);
      const each = events.map((one) => eventSchema().safeParse(one, { error: zodWords }));
      expect(success).toBe(each.every((one) => one.success));
      if (success) expect(data).toStrictEqual({ status: 200, events: each.map((one) => one.data) });
      if (data === answer) plain += 1;
      const issues = each.flatMap((one, index) =>
        (one.error?.issues ?? []).map(({ path, message }) => [['events', index, ...path].join('.'), message]),
      );
      expect((error?.issues ?? []).map(({ path, message }) => [path.join('.'), message])).toStrictEqual(
        issues,
      );
    }),
    { numRuns: 1_000 },
  );
  expect(plain).toBeGreaterThan(100);
});

test.each([null, 'text', [], {}, { events: null }, { events: 'none' }, { events: [null] }])(
  'an answer that is %j goes to the schema',
  (answer) => {
    const { success } = eventsAnswer.safeParse(answer);
    expect(success).toBe(
      answer !== null &&
        typeof answer === 'object' &&
        !Array.isArray(answer) &&
        !Array.isArray(answer.events) &&
        answer.events !== 'none',
    );
  },
);

test('an item that is taken as it came is what the schema would have made of it, and every other one goes to the schema', () => {
  let plain = 0;
  fc.assert(
    fc.property(item, (given) => {
      const arrival = readArrival(given);
      const checked = eventSchema().safeParse(given, { error: zodWords });
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
