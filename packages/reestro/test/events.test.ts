import {
  type CryptoEvent,
  FeedAnomalyError,
  isCertificateRejected,
  isCertificateReleased,
  isSigningProcessed,
  RequestValidationError,
  ResponseDecodeError,
  ResponseValidationError,
} from '@partner-apis/reestro';
import { describe, expect, test } from 'vitest';
import { documented } from './support/documented.ts';
import { clientFor, documentedAnswer, withSandbox } from './support/reestro.ts';
import { json, rejection, stubServer } from '@partner-apis/test-kit';

/** The one event of a page made of a given wire event. */
async function read(wire: object): Promise<CryptoEvent> {
  await using server = await stubServer(json({ lastEventId: 'x', events: [{ eventId: 'x', ...wire }] }));
  const { events } = await clientFor(server.url).crypto.events.list();
  const [event] = events;
  if (event === undefined) throw new Error('There is no event.');
  return event;
}

describe('list', () => {
  test('sends what it is asked for, and nothing else', async () => {
    await using server = await stubServer(json({ lastEventId: null, events: [] }));
    const { events } = clientFor(server.url).crypto;
    await events.list();
    await events.list({ afterEventId: 'f7a0fcd6-60ed-4e02-b6a6-d6de8a2458c6', count: 100 });
    await events.list({ afterEventId: 'a b&c' });
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /realty/crypto/v2/events',
      'GET /realty/crypto/v2/events?afterEventId=f7a0fcd6-60ed-4e02-b6a6-d6de8a2458c6&count=100',
      'GET /realty/crypto/v2/events?afterEventId=a%20b%26c',
    ]);
  });

  test.each([
    { count: 0 },
    { count: 101 },
    { count: 1.5 },
    { count: Number.NaN },
    { afterEventId: '' },
    { afterEventId: 'a\r\nb' },
    { limit: 5 },
  ])('sends nothing for %j', async (query) => {
    await using server = await stubServer(json({ events: [] }));
    expect(await rejection(clientFor(server.url).crypto.events.list(query))).toBeInstanceOf(
      RequestValidationError,
    );
    expect(server.requests).toHaveLength(0);
  });

  test('is read again after a failure that may pass', async () => {
    await using server = await stubServer((_, response, count) => {
      response.writeHead(count < 3 ? 503 : 200).end('{"lastEventId":"x","events":[]}');
    });
    const { response } = await clientFor(server.url).crypto.events.list().withResponse();
    expect(response.attempts.map(({ status }) => status)).toEqual([503, 503, 200]);
  });
});

describe("the manual's examples", () => {
  const eventOf = async (text: string): Promise<CryptoEvent | undefined> => {
    await using server = await stubServer(documentedAnswer(text));
    const page = await clientFor(server.url).crypto.events.list();
    expect(page.lastEventId).toBe('5a8c791a-6404-4cda-b3f8-f5ec45cd685b');
    expect(page.events[0]?.raw).toEqual(JSON.parse(text).events[0]);
    return page.events[0];
  };

  test('a certificate that was issued', async () => {
    const event = await eventOf(documented.released);
    if (event === undefined || !isCertificateReleased(event)) throw new Error('Not that kind.');
    expect(event.eventDate).toBe('2011-01-01T15:03:01.012345Z');
    expect(event.certificateFormEvent.certificate).toEqual({
      contentId: 'cb351abb-36fb-43be-9194-639be38b5617',
      contentType: 'cer',
      md5: 'F7415E33F972C03ABD4F3FED36748F7A',
    });
    expect(event.certificateFormEvent.receipt?.contentType).toBe('pdf');
    expect('error' in event.certificateFormEvent).toBe(false);
    expect(isSigningProcessed(event) || isCertificateRejected(event)).toBe(false);
  });

  test('a form that did not pass: nested errors are arrays', async () => {
    const event = await eventOf(documented.rejected);
    if (event === undefined || !isCertificateRejected(event)) throw new Error('Not that kind.');
    expect(event.certificateFormEvent.error).toEqual([
      {
        code: 'Validation',
        message: "can't validate form data",
        target: 'cryptoAPI',
        errors: [
          { code: 'SmevValidationError', message: 'СНИЛС не соответствует данным', target: 'cryptoAPI' },
        ],
      },
    ]);
    expect(isCertificateReleased(event)).toBe(false);
  });

  test('documents that were signed: files are an array', async () => {
    const event = await eventOf(documented.signed);
    if (event === undefined || !isSigningProcessed(event)) throw new Error('Not that kind.');
    expect(event.signEvent.signedFiles?.map(({ contentInfo }) => contentInfo?.contentName)).toEqual([
      'Договор купли-продажи',
    ]);
    expect(event.signEvent.signedFiles?.[0]?.signatures?.[0]?.contentType).toBe('sig');
  });
});

describe('what the vendor writes in several ways', () => {
  const one = { code: 'A', message: 'a' };

  test.each<[string, unknown, unknown]>([
    ['an array', [one], [one]],
    ['one object', one, [one]],
    ['nothing', undefined, undefined],
    ['null', null, undefined],
    ['an empty array', [], []],
    ['text', 'a', [{ message: 'a' }]],
    [
      'objects in objects',
      { ...one, errors: { ...one, errors: { ...one, errors: [one] } } },
      [{ ...one, errors: [{ ...one, errors: [{ ...one, errors: [one] }] }] }],
    ],
    ['null inside', { ...one, errors: null }, [one]],
  ])('error as %s', async (_, wire, expected) => {
    const event = await read({ certificateFormEvent: { formState: 'ValidationError', error: wire } });
    expect(event.certificateFormEvent?.error).toEqual(expected);
    expect(event.raw['certificateFormEvent']).toEqual(
      wire === undefined ? { formState: 'ValidationError' } : { formState: 'ValidationError', error: wire },
    );
  });

  test('errors in errors, as deep as anybody may nest them', async () => {
    let error: object = { code: 'inside' };
    for (let depth = 0; depth < 500; depth += 1) error = { errors: error };
    const event = await read({ certificateFormEvent: { error } });
    let [found] = event.certificateFormEvent?.error ?? [];
    while (found?.errors !== undefined) [found] = found.errors;
    expect(found).toEqual({ code: 'inside' });
  });

  test.each<[string, unknown, number | undefined]>([
    ['one object', { contentInfo: { contentId: 'c' }, signatures: { contentId: 's' } }, 1],
    ['an array', [{ contentInfo: { contentId: 'c' } }, { contentInfo: { contentId: 'd' } }], 2],
    ['nothing', undefined, undefined],
    ['null', null, undefined],
  ])('signedFiles as %s', async (_, signedFiles, count) => {
    const { signEvent } = await read({ signEvent: { signState: 'Processed', signedFiles } });
    expect(signEvent?.signedFiles?.length).toBe(count);
  });

  test('states in any case', async () => {
    expect(isCertificateReleased(await read({ certificateFormEvent: { formState: 'released' } }))).toBe(true);
    expect(
      isCertificateRejected(await read({ certificateFormEvent: { formState: 'validationError' } })),
    ).toBe(true);
    expect(isSigningProcessed(await read({ signEvent: { signState: 'PROCESSED' } }))).toBe(true);
  });

  test('kinds and states that nobody knows yet are kept', async () => {
    const unknown = await read({ revocationEvent: { reason: 'lost' }, certificateId: null });
    expect([unknown.certificateFormEvent, unknown.signEvent]).toEqual([undefined, undefined]);
    expect(unknown['revocationEvent']).toEqual({ reason: 'lost' });
    expect(unknown.raw).toEqual({ eventId: 'x', revocationEvent: { reason: 'lost' }, certificateId: null });
    const revoked = await read({ certificateFormEvent: { formState: 'Revoked', reason: 'lost' } });
    expect(revoked.certificateFormEvent).toEqual({ formState: 'Revoked', reason: 'lost' });
    expect(isCertificateReleased(revoked)).toBe(false);
  });

  test('a member that is null does not make the kind; both members make both', async () => {
    const signed = await read({ certificateFormEvent: null, signEvent: { signState: 'Processed' } });
    expect('certificateFormEvent' in signed).toBe(false);
    expect(isSigningProcessed(signed)).toBe(true);
    const both = await read({
      certificateFormEvent: { formState: 'Released' },
      signEvent: { signState: 'Processed' },
    });
    expect([isCertificateReleased(both), isSigningProcessed(both)]).toEqual([true, true]);
  });

  test.each([
    ['{"lastEventId":null,"events":[]}', undefined],
    ['{"events":[]}', undefined],
    ['{"lastEventId":"","events":[]}', ''],
  ])('the end of the feed as %s', async (text, lastEventId) => {
    await using server = await stubServer(documentedAnswer(text));
    expect(await clientFor(server.url).crypto.events.list()).toEqual({ lastEventId, events: [] });
  });
});

describe('an answer that is none', () => {
  test.each([
    ['no events', '{"lastEventId":"x"}', ResponseValidationError],
    ['an event without id', '{"lastEventId":"x","events":[{"eventDate":"2011"}]}', ResponseValidationError],
    ['an event that is no object', '{"lastEventId":"x","events":["x"]}', ResponseValidationError],
    ['HTML', '<html>', ResponseDecodeError],
    ['nothing at all', '', ResponseDecodeError],
  ])('%s', async (_, text, ErrorClass) => {
    await using server = await stubServer(documentedAnswer(text));
    expect(await rejection(clientFor(server.url).crypto.events.list())).toBeInstanceOf(ErrorClass);
  });
});

describe('iterate', () => {
  test('walks to the end of the feed, page by page', async () => {
    const { sandbox, reestro } = await withSandbox();
    const added = sandbox.reestro.addEvents(250).map(({ eventId }) => eventId);
    const read: string[] = [];
    for await (const { eventId } of reestro.crypto.events.iterate()) read.push(eventId);
    expect(read).toEqual(added);
    expect(sandbox.requests({ operation: 'crypto.events.list' }).map(({ query }) => query['count'])).toEqual(
      Array.from({ length: 4 }, () => '100'),
    );
  });

  test('begins after an event, with pages of the size asked for', async () => {
    const { sandbox, reestro } = await withSandbox();
    const added = sandbox.reestro.addEvents(7).map(({ eventId }) => eventId);
    const read: string[] = [];
    for await (const { eventId } of reestro.crypto.events.iterate({ afterEventId: added[2], count: 2 }))
      read.push(eventId);
    expect(read).toEqual(added.slice(3));
    expect(sandbox.requests()).toHaveLength(3);
  });

  test('can be walked again', async () => {
    const { sandbox, reestro } = await withSandbox();
    sandbox.reestro.addEvents(3);
    const walk = reestro.crypto.events.iterate();
    const counts: number[] = [];
    for (let round = 0; round < 2; round++) {
      let count = 0;
      for await (const _ of walk) count += 1;
      counts.push(count);
    }
    expect(counts).toEqual([3, 3]);
  });

  test('asks for no page that nobody reads', async () => {
    const { sandbox, reestro } = await withSandbox();
    sandbox.reestro.addEvents(5);
    for await (const _ of reestro.crypto.events.iterate({ count: 2 })) break;
    expect(sandbox.requests()).toHaveLength(1);
  });

  test.each([
    ['the same cursor', '{"lastEventId":"x","events":[{"eventId":"x"}]}'],
    ['no cursor', '{"events":[{"eventId":"x"}]}'],
  ])('ends with an error at a page with %s', async (_, text) => {
    await using server = await stubServer(documentedAnswer(text));
    const walk = async (): Promise<void> => {
      for await (const _ of clientFor(server.url).crypto.events.iterate());
    };
    expect(await rejection(walk())).toBeInstanceOf(FeedAnomalyError);
    expect(server.requests.length).toBeLessThan(3);
  });
});
