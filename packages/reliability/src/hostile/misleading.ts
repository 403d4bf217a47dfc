import type { HostileCase } from './cases.ts';
import { extract, ID, publish, read, save, stocks, STORE, upload } from './calls.ts';
import { type Answer, whole } from './peer.ts';

/** Somewhere else, where nobody may ever ask. The name is filled in by the claim. */
export const ELSEWHERE = 'http://elsewhere';

/** What undici says of a head that contradicts itself, whichever of its rules it has met first. */
const MALFORMED = [
  'CONNECTION HPE_UNEXPECTED_CONTENT_LENGTH',
  'CONNECTION HPE_INVALID_CONTENT_LENGTH',
  'CONNECTION HPE_INVALID_TRANSFER_ENCODING',
  'CONNECTION HPE_INVALID_HEADER_TOKEN',
  'CONNECTION UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
];

const STATUSES = ['301 Moved', '302 Found', '303 See Other', '307 Temporary', '308 Permanent'];
const to = (status: string): Answer => whole('', { status, headers: `Location: ${ELSEWHERE}/steal\r\n` });

/** Answers that lead to another server, or into another answer. */
export const misleading: readonly HostileCase[] = [
  ...STATUSES.map((status): HostileCase => ({
    name: `a redirect to another server: ${status}`,
    call: read,
    answer: to(status),
    ends: ['HTTP'],
  })),
  { name: 'a redirect of a POST', call: publish, answer: to('307 Temporary'), ends: ['HTTP'] },
  { name: 'a redirect of an upload', call: upload, answer: to('308 Permanent'), ends: ['HTTP'] },
  { name: 'a redirect of a file', call: save, answer: to('302 Found'), ends: ['HTTP'] },
  { name: 'a redirect of an archive', call: extract, answer: to('302 Found'), ends: ['HTTP'] },
  {
    name: 'a redirect of the token endpoint',
    call: ({ asna }) => asna.stores.list(),
    answer: to('302 Found'),
    ends: ['AUTHENTICATION'],
  },
  {
    name: 'a package whose Location is elsewhere',
    call: async (clients) => {
      const sent = await stocks(clients, '');
      if (typeof sent !== 'object' || sent === null || !('wait' in sent))
        throw new Error('It was not taken.');
      // There is no id of ours in that, so there is nothing to ask for.
      await (sent.wait as () => Promise<unknown>)();
    },
    answer: tokenOr(
      whole('', {
        status: '202 Accepted',
        headers: `Location: ${ELSEWHERE}/v5/messages/${STORE}/status\r\n`,
      }),
    ),
    ends: ['REQUEST_VALIDATION'],
  },
  {
    name: 'a second answer behind the first',
    call: async ({ astral }) => {
      const answers = [await astral.events.get(ID), await astral.events.get(ID).catch(() => undefined)];
      if (answers.some((event) => event?.code === 'smuggled')) throw new Error('It took the other answer.');
    },
    answer: async (peer) => void (await peer.write(http(eventOf('mine')) + http(eventOf('smuggled')))),
    ends: ['ok'],
  },
  {
    name: 'two lengths',
    call: read,
    answer: whole('{}', { headers: 'Content-Length: 40\r\n' }),
    ends: MALFORMED,
  },
  {
    name: 'a length and chunks',
    call: read,
    answer: whole('2\r\n{}\r\n0\r\n\r\n', { headers: 'Transfer-Encoding: chunked\r\n' }),
    ends: MALFORMED,
  },
  {
    name: 'a length of 2^80',
    call: read,
    answer: async (peer) =>
      void (await peer.write('HTTP/1.1 200 OK\r\nContent-Length: 1208925819614629174706176\r\n\r\n{}')),
    ends: MALFORMED,
  },
  {
    name: 'another protocol (101)',
    call: read,
    answer: async (peer) =>
      void (await peer.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
      )),
    ends: ['CONNECTION UND_ERR_SOCKET', 'CONNECTION FETCH_FAILED', 'CONNECTION ECONNRESET', 'HTTP'],
  },
  {
    name: 'a header of control characters',
    call: read,
    answer: whole('{}', { headers: 'X-Odd: a\x00b\r\n' }),
    ends: MALFORMED,
  },
];

function http(body: string): string {
  return `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

function eventOf(code: string): string {
  return JSON.stringify({
    status: 200,
    events: [{ id: ID, code, data: {}, producer: 'a', consumer: ['b'], created: '2026-01-01T00:00:00Z' }],
  });
}

/** A token for the endpoint of tokens, and the answer for everything else. */
function tokenOr(answer: Answer): Answer {
  const token = whole(JSON.stringify({ access_token: 'token', token_type: 'Bearer', expires_in: 3_600 }));
  return (peer, head) => (head.startsWith('POST /token') ? token(peer, head) : answer(peer, head));
}
