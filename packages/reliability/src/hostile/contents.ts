import { memoryCursorStore } from '@partner-apis/core';
import type { HostileCase } from './cases.ts';
import { ID, publish, read, STORE, walked } from './calls.ts';
import { type Answer, whole } from './peer.ts';

/** Waits of a feed between two looks at a page that leads nowhere. */
const QUICKLY = { min: 10, max: 20 };
const DEEP = 5_000_000;
const json = (value: unknown): Answer => whole(JSON.stringify(value));

/** An event whose data are this text of JSON. */
const eventWith = (data: string): string =>
  `{"status":200,"events":[{"id":"${ID}","code":"a","producer":"p","consumer":["c"],"created":"2026-01-01T00:00:00Z","data":${data}}]}`;

const POISON = '{"__proto__":{"poisoned":true},"constructor":{"prototype":{"poisoned":true}},"a":1}';

/** Fails where a prototype that everybody shares has been written to. */
function unpoisoned(): void {
  if ('poisoned' in {}) throw new Error('Object.prototype has been written to.');
}

/** Bytes that are no UTF-8. */
const latin = Buffer.from('{"title":"\xcf\xf0\xe8\xe2\xe5\xf2"}', 'latin1');
const charset = (name: string): { headers: string } => ({
  headers: `Content-Type: application/json; charset=${name}\r\n`,
});

/** Answers that are whole, and made to break whoever reads them. */
export const contents: readonly HostileCase[] = [
  {
    name: 'JSON nested five million deep',
    call: read,
    answer: whole('['.repeat(DEEP)),
    ends: ['RESPONSE_DECODE'],
    memory: 512,
  },
  {
    name: 'JSON nested deep and closed, in place of an answer',
    call: read,
    answer: whole('['.repeat(DEEP / 10) + ']'.repeat(DEEP / 10)),
    ends: ['RESPONSE_VALIDATION', 'NOT_FOUND', 'RESPONSE_DECODE'],
    memory: 512,
  },
  {
    name: 'JSON nested deep where anything may stand',
    call: read,
    answer: whole(eventWith(`{"a":${'['.repeat(DEEP / 10)}${']'.repeat(DEEP / 10)}}`)),
    ends: ['ok', 'RESPONSE_DECODE'],
    memory: 512,
  },
  {
    name: 'a failure nested deep',
    call: publish,
    answer: whole(`{"title":${'['.repeat(30_000)}${']'.repeat(30_000)}}`, { status: '400 No' }),
    ends: ['BAD_REQUEST'],
  },
  {
    name: '__proto__ in an answer',
    call: async (clients) => {
      const event = await clients.astral.events.get(ID);
      unpoisoned();
      if ('poisoned' in event.data) throw new Error('What was sent as __proto__ has become a prototype.');
    },
    answer: whole(eventWith(POISON)),
    ends: ['ok'],
  },
  {
    name: '__proto__ in a failure',
    call: async (clients) => {
      const failed = await clients.astral.events.get(ID).catch((error: unknown) => error);
      unpoisoned();
      throw failed;
    },
    answer: whole(`{"status":400,"title":"no","__proto__":{"poisoned":true,"status":200}}`, {
      status: '400 No',
    }),
    ends: ['BAD_REQUEST'],
  },
  {
    name: '__proto__ in every member of a page',
    call: async ({ stormwall }) => {
      await walked(stormwall.services.list());
      unpoisoned();
    },
    answer: whole(`{"list":[${POISON}],"total_count":1,"__proto__":{"poisoned":1}}`),
    ends: ['ok', 'RESPONSE_VALIDATION'],
  },
  {
    name: 'a number that is infinite',
    call: ({ asna }) => asna.messages.getStatus(STORE),
    answer: whole(`{"messageId":"${STORE}","statusId":1e999,"access_token":"t","expires_in":60}`),
    ends: ['RESPONSE_VALIDATION'],
  },
  {
    name: 'a number of a million digits',
    call: read,
    answer: whole(eventWith(`{"n":${'9'.repeat(1_000_000)}}`)),
    ends: ['ok'],
  },
  {
    name: 'a total of 1e308, and the same page again and again',
    call: async ({ stormwall }) => walked(stormwall.services.list()),
    answer: json({ list: [{ service_id: 1 }], total_count: 1e308, offset: 0 }),
    ends: ['ok'],
  },
  {
    name: 'a new page for ever, and maxPages',
    call: async ({ stormwall }) => walked(stormwall.services.list({ maxPages: 50 })),
    answer: counted((n) => ({ list: [{ service_id: n }], total_count: 1e308 })),
    ends: ['ok'],
  },
  {
    name: 'tokens of pages in a circle',
    call: async ({ reestro }) => walked(reestro.inspection.elements.iterate()),
    answer: counted((n) => ({ items: [{ id: ID.slice(8) }], nextToken: String(n % 3) })),
    ends: ['FEED_ANOMALY'],
  },
  {
    name: 'a list backward in a circle',
    call: async ({ reestro }) => walked(reestro.inspection.events.iterate()),
    answer: counted((n) => ({
      items: [{ id: ID.slice(8) }],
      events: [{ id: 'a' }],
      lastObjectId: String(n % 3),
      nextToken: String(n % 3),
    })),
    ends: ['FEED_ANOMALY', 'RESPONSE_VALIDATION'],
  },
  {
    name: 'a feed whose cursor goes in a circle',
    call: ({ reestro }) =>
      reestro.crypto.events
        .feed({
          key: 'a',
          store: memoryCursorStore(),
          startFrom: 'oldest',
          handler: () => undefined,
          backoffMs: QUICKLY,
        })
        .run(),
    answer: counted((n) => ({ events: [{ eventId: String(n) }], lastEventId: ['a', 'b', 'c'][n % 3] })),
    ends: ['FEED_ANOMALY'],
  },
  {
    name: 'a feed whose cursor stands still',
    call: ({ reestro }) =>
      reestro.crypto.events
        .feed({
          key: 'a',
          store: memoryCursorStore(),
          startFrom: 'oldest',
          handler: () => undefined,
          backoffMs: QUICKLY,
        })
        .run(),
    answer: counted((n) => ({ events: [{ eventId: String(n) }], lastEventId: 'a' })),
    ends: ['FEED_ANOMALY'],
  },
  { name: 'bytes that are no text', call: read, answer: whole(latin), ends: ['RESPONSE_DECODE'] },
  {
    name: 'a failure in a charset that it is not in',
    call: read,
    answer: whole(latin, { status: '400 No' }),
    ends: ['BAD_REQUEST'],
  },
  ...['nonsense', 'utf-7', 'utf-16le', '"', 'x'.repeat(4_000)].map((name): HostileCase => ({
    name: `a charset ${name.length > 20 ? 'of 4,000 letters' : name}`,
    call: read,
    answer: whole(latin, charset(name)),
    ends: ['RESPONSE_DECODE'],
  })),
  {
    name: 'Retry-After of a thousand years',
    call: async (clients) => clients.astral.events.get(ID, { retries: 1 }),
    answer: whole('', { status: '503 No', headers: 'Retry-After: 31557600000\r\n' }),
    ends: ['SERVER'],
  },
];

/** An answer that counts the requests. */
function counted(bodyOf: (n: number) => object): Answer {
  let n = 0;
  return (peer, head) => json(bodyOf((n += 1)))(peer, head);
}
