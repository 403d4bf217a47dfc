import { zodWords } from '@partner-apis/core/vendor';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainEvent } from '../src/crypto/plain-event.ts';
import { cryptoEvent, eventPage } from '../src/crypto/schemas.ts';

const text = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'released', ''));
const odd = fc.oneof(fc.constant(null), fc.constant({}), fc.integer(), text, fc.array(fc.jsonValue()));
/** Mostly what is meant, now and then anything. */
const mostly = (meant: fc.Arbitrary<unknown>) => fc.oneof({ weight: 60, arbitrary: meant }, odd);
/** An object that has some of these members, now and then one more, or one that would be the prototype of a copy. */
const object = (members: Record<string, fc.Arbitrary<unknown>>) =>
  fc
    .record(Object.fromEntries(Object.entries(members).map(([name, meant]) => [name, mostly(meant)])), {
      requiredKeys: Object.keys(members).filter((name) => name === 'eventId' || name === 'contentId'),
    })
    .chain((made) =>
      fc.oneof(
        { weight: 40, arbitrary: fc.constantFrom(made, { ...made, more: [made] }) },
        fc.constant({ ...made, ['__proto__']: { x: 1 } }),
      ),
    );

const size = fc.oneof(fc.nat(), fc.nat().map(String), fc.constantFrom('1e3', '9'.repeat(16), 1.5, -1, 1e15));
const content = object({
  contentId: text,
  contentType: fc.constantFrom('cer', 'pdf', 'sig', 'CER', 'doc'),
  contentName: text,
  md5: text,
  size,
});
const error = fc.oneof(
  { weight: 9, arbitrary: fc.constant(undefined) },
  object({ code: text, message: text }),
);
const event = object({
  eventId: fc.uuid(),
  eventDate: text,
  certificateId: text,
  raw: text,
  certificateFormEvent: object({
    formState: fc.constantFrom('Released', 'ValidationError', 'RELEASED', 'Other'),
    certificate: content,
    receipt: content,
    error,
    errors: error,
  }),
  signEvent: object({
    signatureId: text,
    signState: fc.constantFrom('Processed', 'processed'),
    signedFiles: fc.array(object({ contentInfo: content, signatures: fc.array(content, { maxLength: 2 }) }), {
      maxLength: 2,
    }),
    error,
  }),
}).map((made): unknown => JSON.parse(JSON.stringify(made)));

test('an event is what its schema makes of it, whether it takes the short way or not', () => {
  let plain = 0;
  fc.assert(
    fc.property(event, (wire) => {
      const before = JSON.stringify(wire);
      const short = plainEvent(wire);
      const checked = cryptoEvent().safeParse(wire, { error: zodWords });
      if (short !== null) expect(checked).toStrictEqual({ success: true, data: short });
      if (short !== null) plain += 1;
      const page = eventPage.safeParse({ lastEventId: 'x', events: [wire] });
      expect(page.success).toBe(checked.success);
      expect(page.data?.events).toStrictEqual(checked.success ? [checked.data] : undefined);
      expect(page.error?.issues.map(({ path, message }) => [path.join('.'), message])).toStrictEqual(
        checked.error?.issues.map(({ path, message }) => [['events', 0, ...path].join('.'), message]),
      );
      expect(JSON.stringify(wire)).toBe(before);
    }),
    { numRuns: 1_500 },
  );
  expect(plain).toBeGreaterThan(100);
});

test('an event shares no object that the model knows with its `raw`', () => {
  const file = { contentId: 'a', size: '12' };
  const wire = {
    eventId: 'x',
    certificateFormEvent: { certificate: file },
    signEvent: { signedFiles: [{ contentInfo: file, signatures: [file] }] },
  };
  const made = plainEvent(wire);
  expect(made).toMatchObject({ certificateFormEvent: { certificate: { size: 12 } } });
  expect(made?.raw).toBe(wire);
  expect(made?.certificateFormEvent?.certificate).not.toBe(file);
  expect(made?.signEvent?.signedFiles).not.toBe(wire.signEvent.signedFiles);
  expect(file).toStrictEqual({ contentId: 'a', size: '12' });
});
