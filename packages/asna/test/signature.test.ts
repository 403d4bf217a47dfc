import {
  ConfigurationError,
  isWebhookPayloadError,
  isWebhookSignatureError,
  signWebhook,
  verifyWebhook,
  WebhookPayloadError,
  WebhookSignatureError,
} from '@partner-apis/asna';
import { describe, expect, test } from 'vitest';
import { rejection } from '@partner-apis/test-kit';
import { eventBody, sample, sampleBody, sampleSignature, SECRET } from './support/webhook.ts';

/** What a function throws at once. */
function thrown(action: () => unknown): Promise<unknown> {
  return rejection((async () => action())());
}

test("the manual's sample body has the length that its Content-Length says, and our vector for its key", () => {
  expect(Buffer.byteLength(sampleBody)).toBe(189);
  expect(signWebhook(sampleBody, SECRET)).toBe(sampleSignature);
  expect(signWebhook(Buffer.from(sampleBody), SECRET)).toBe(sampleSignature);
});

describe('verifyWebhook', () => {
  test('gives the event at once, for bytes and text, digits in any case, and the right one of several keys', () => {
    expect(verifyWebhook(Buffer.from(sampleBody), sampleSignature, SECRET)).toEqual(sample);
    const lower = `sha256=${sampleSignature.slice(7).toLowerCase()}`;
    expect(verifyWebhook(sampleBody, lower, ['new', SECRET, 'older'])).toEqual(sample);
    expect(verifyWebhook(sampleBody, [sampleSignature], [SECRET])).toEqual(sample);
  });

  test('keeps members that the manual does not have', () => {
    const body = eventBody({ OrderId: 5 });
    expect(verifyWebhook(body, signWebhook(body, SECRET), SECRET)).toEqual({ ...sample, OrderId: 5 });
  });

  const hex = sampleSignature.slice(7);
  test.each<[string, string | string[] | undefined | null, string]>([
    ['none', undefined, 'missing'],
    ['null', null, 'missing'],
    ['an empty list', [], 'missing'],
    ['nothing in it', '', 'malformed'],
    ['digits only', hex, 'malformed'],
    ['another prefix', `sha1=${hex}`, 'malformed'],
    ['a prefix in capitals', `SHA256=${hex}`, 'malformed'],
    ['a digit less', `sha256=${hex.slice(1)}`, 'malformed'],
    ['a digit more', `sha256=${hex}0`, 'malformed'],
    ['half of it', `sha256=${hex.slice(0, 32)}`, 'malformed'],
    ['a letter that is no digit', `sha256=${hex.slice(0, -1)}g`, 'malformed'],
    ['a space in front', ` ${sampleSignature}`, 'malformed'],
    ['a line break behind', `${sampleSignature}\n`, 'malformed'],
    ['a full-width digit', `sha256=${hex.slice(0, -1)}\uFF11`, 'malformed'],
    ['two, joined', `${sampleSignature}, ${sampleSignature}`, 'malformed'],
    ['two', [sampleSignature, sampleSignature], 'malformed'],
    ['zeros', `sha256=${'0'.repeat(64)}`, 'mismatch'],
    [
      'the one in the manual, which fits nothing',
      'sha256=37B1103A5B784AEABC772167F7232EECC2886048FC85CB482F0DB45EB2199DDC',
      'mismatch',
    ],
  ])('refuses a header with %s', async (_, header, reason) => {
    const error = await thrown(() => verifyWebhook(sampleBody, header, SECRET));
    expect(error).toBeInstanceOf(WebhookSignatureError);
    expect(isWebhookSignatureError(error)).toBe(true);
    expect(error).toMatchObject({ code: 'WEBHOOK_SIGNATURE', vendor: 'asna', reason });
  });

  test.each([
    ['a space more', `${sampleBody} `],
    ['a line break more', `${sampleBody}\n`],
    ['a byte less', sampleBody.slice(1)],
    ['the same JSON in another layout', JSON.stringify(sample, null, 4)],
    ['another event', eventBody({ Event: 'orders_updates_site' })],
    ['a byte order mark', `\uFEFF${sampleBody}`],
  ])('refuses a right signature over other bytes: %s', async (_, body) => {
    const error = await thrown(() => verifyWebhook(body, sampleSignature, SECRET));
    expect(error).toMatchObject({ code: 'WEBHOOK_SIGNATURE', reason: 'mismatch' });
  });

  test.each<[string, string | Buffer, string]>([
    ['no JSON', 'hello', 'JSON'],
    ['nothing', '', 'JSON'],
    ['cut', sampleBody.slice(0, -1), 'JSON'],
    ['a list', '[]', 'expected object'],
    ['null', 'null', 'expected object'],
    ['without Event', eventBody({ Event: undefined }), 'Event'],
    ['with an empty Event', eventBody({ Event: '' }), 'Event'],
    ['with a MessageId that is a number', eventBody({ MessageId: 5 }), 'MessageId'],
    ['with a name twice', `{"Event":"orders_updates_site",${sampleBody.slice(1)}`, 'twice'],
    [
      'with a name twice, once escaped',
      `{"\\u0045vent":"orders_updates_site",${sampleBody.slice(1)}`,
      'twice',
    ],
    [
      'with a name twice, deep inside',
      eventBody({ more: 0 }).replace('"more":0', '"more":[{"a":{"b":1,"b":2}}]'),
      'twice',
    ],
    ['with __proto__', `{"__proto__":{"admin":true},${sampleBody.slice(1)}`, '__proto__'],
    [
      'with __proto__ deep inside',
      eventBody({ more: 0 }).replace('"more":0', '"more":{"__proto__":1}'),
      '__proto__',
    ],
    [
      'invalid UTF-8',
      Buffer.concat([Buffer.from(sampleBody.slice(0, -2)), Buffer.from([0xc3, 0x28, 0x22, 0x7d])]),
      'UTF-8',
    ],
    ['nested without end', `${'['.repeat(100_000)}`, 'JSON'],
  ])('a body that is signed and %s is a WebhookPayloadError', async (_, body, why) => {
    const error = await thrown(() => verifyWebhook(body, signWebhook(body, SECRET), SECRET));
    expect(error).toBeInstanceOf(WebhookPayloadError);
    expect(isWebhookPayloadError(error)).toBe(true);
    expect(error).toMatchObject({ code: 'WEBHOOK_PAYLOAD', message: expect.stringContaining(why) });
  });

  test('names that look like duplicates and are none pass', () => {
    const body = eventBody({ a: { x: '"Event":"b",{', y: [{ x: 1 }, { x: 2 }] }, x: '\\"', 'x"': 1 });
    expect(verifyWebhook(body, signWebhook(body, SECRET), SECRET)).toMatchObject(sample);
  });

  test('a byte order mark is signed like every other byte, and read over', () => {
    const body = `\uFEFF${sampleBody}`;
    expect(verifyWebhook(Buffer.from(body), signWebhook(body, SECRET), SECRET)).toEqual(sample);
  });

  test.each<[string, unknown]>([
    ['an object', sample],
    ['a list', [1]],
    ['null', null],
    ['undefined', undefined],
  ])('a body that is %s is a ConfigurationError that says how to get the bytes', async (_, body) => {
    const error = await thrown(() => verifyWebhook(body as string, sampleSignature, SECRET));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({
      message: expect.stringMatching(/express\.raw.*receiver\.fastify.*Request/s),
    });
  });

  test.each<[string, unknown]>([
    ['an empty key', ''],
    ['no keys', []],
    ['an empty one among them', ['a', '']],
    ['no key', undefined],
  ])('%s is a ConfigurationError: anybody could sign with it', async (_, secrets) => {
    const error = await thrown(() =>
      verifyWebhook(sampleBody, signWebhook(sampleBody, 'x'), secrets as string),
    );
    expect(error).toBeInstanceOf(ConfigurationError);
  });

  test('the key is in nothing that is printed', async () => {
    const error = await thrown(() => verifyWebhook(sampleBody, `sha256=${'0'.repeat(64)}`, SECRET));
    expect(JSON.stringify(error) + String(error)).not.toContain(SECRET);
  });
});
