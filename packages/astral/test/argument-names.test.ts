import { AstralClient, isRequestValidationError } from '@partner-apis/astral';
import { expect, it, onTestFinished } from 'vitest';
import { rejection } from '@partner-apis/test-kit';

// Issues name the arguments of the method, whatever the platform calls what they become.

const ID = 'a'.repeat(32);
const event = { code: 'x', consumer: ['me'], data: {} };

/** A value of a wrong type, past the compiler. */
function wrong<T>(value: unknown): T {
  return value as T;
}

const calls: [string, (astral: AstralClient) => PromiseLike<unknown>, string[]][] = [
  ['confirm([])', ({ events }) => events.confirm([]), ['idOrIds']],
  ['confirm(text)', ({ events }) => events.confirm('x'), ['idOrIds']],
  ['confirm(undefined)', ({ events }) => events.confirm(wrong(undefined)), ['idOrIds']],
  ['confirm(list)', ({ events }) => events.confirm([ID, 'x', 'y']), ['idOrIds.1', 'idOrIds.2']],
  ['publish([])', ({ events }) => events.publish([]), ['events']],
  ['publish(undefined)', ({ events }) => events.publish(wrong(undefined)), ['events']],
  [
    'publish(event)',
    ({ events }) => events.publish({ ...event, code: '', consumer: [''] }),
    ['events.code', 'events.consumer.0'],
  ],
  ['publish(list)', ({ events }) => events.publish([event, { ...event, code: '' }]), ['events.1.code']],
  ['poll', ({ events }) => events.poll({ limit: 0, timeout: 1 }), ['limit', 'timeout']],
  ['events.get', ({ events }) => events.get('x'), ['eventId']],
  ['packets.get', ({ packets }) => packets.get('x'), ['packetId']],
  ['packets.download', ({ packets }) => packets.download('x'), ['packetId']],
  ['packets.extract', ({ packets }) => packets.extract('x', '/tmp/never'), ['packetId']],
  ['packets.extract, folder', ({ packets }) => packets.extract(ID, ''), ['directory']],
  ['packets.upload', ({ packets }) => packets.upload([]), ['files']],
  ['files.get', ({ files }) => files.get('x'), ['ref']],
  ['files.get, parts', ({ files }) => files.get({ packetId: ID, fileId: 'x' }), ['ref.fileId']],
  ['files.get, text', ({ files }) => files.get(`${ID}/x`), ['ref.fileId']],
  ['files.download', ({ files }) => files.download('x'), ['ref']],
  ['files.save', ({ files }) => files.save('x', '/tmp/never'), ['ref']],
  ['files.save, path', ({ files }) => files.save(`${ID}/${ID}`, ''), ['path']],
  ['files.delete', ({ files }) => files.delete('x'), ['ref']],
];

it.each(calls)('%s', async (_, call, names) => {
  const astral = new AstralClient({ apiKey: 'test-key-1', baseUrl: 'http://127.0.0.1:1' });
  onTestFinished(() => astral.close());

  const error = await rejection(call(astral));

  if (!isRequestValidationError(error)) throw error;
  expect(error.issues.map(({ path }) => path.join('.'))).toEqual(names);
  expect(error.message).toContain(`${names[0]}: `);
});

it.each<[string, (astral: AstralClient) => PromiseLike<unknown>, string]>([
  [
    'a misspelt name',
    ({ events }) => events.poll(wrong({ timout: 60 })),
    'timout is not an option here; these are: limit, timeout, unconfirmed.',
  ],
  [
    'two of them, and what is missing',
    ({ events }) => events.publish(wrong({ code: 'x', consumers: ['me'], dta: {}, data: {} })),
    'events.consumer: is missing: it must be an array; ' +
      'events: consumers, dta are not options here; these are: code, consumer, data, parent.',
  ],
  [
    'a list with a member of a wrong type',
    ({ events }) => events.publish([wrong({ ...event, code: 1 })]),
    'events.0.code: must be a string.',
  ],
])('%s is told in plain words', async (_, call, words) => {
  const astral = new AstralClient({ apiKey: 'test-key-1', baseUrl: 'http://127.0.0.1:1' });
  onTestFinished(() => astral.close());
  expect(await rejection(call(astral))).toMatchObject({ message: expect.stringContaining(words) });
});
