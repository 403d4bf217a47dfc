import type { HostileCase } from './cases.ts';
import { whole } from './peer.ts';

/** What an attacker writes where a program takes names and ids from elsewhere. */
const LINES = 'a\r\nX-Injected: 1\r\n\r\nGET /injected HTTP/1.1\r\n';

const packet = JSON.stringify({
  status: 200,
  packet: { id: '0123456789abcdef0123456789abcdef', files: [], acl: {} },
});
const nothing = whole('{}');

/** Arguments that would become headers or requests of their own: each is refused, or goes out so that it is none. The claim looks at the wire. */
export const injections: readonly HostileCase[] = [
  {
    name: 'lines in an id',
    call: ({ astral }) => astral.events.get(LINES),
    answer: nothing,
    ends: ['REQUEST_VALIDATION'],
  },
  {
    name: 'lines in a path',
    call: ({ astral }) => astral.request({ method: 'GET', path: `/events/${LINES}` }),
    answer: nothing,
    ends: ['REQUEST_VALIDATION', 'ok'],
  },
  {
    name: 'lines in a query',
    call: ({ astral }) => astral.request({ method: 'GET', path: '/events', query: { [LINES]: LINES } }),
    answer: nothing,
    ends: ['REQUEST_VALIDATION', 'ok'],
  },
  {
    name: 'lines in a header',
    call: ({ astral }) => astral.events.get('0'.repeat(32), { headers: { 'x-own': LINES } }),
    answer: nothing,
    ends: ['REQUEST_VALIDATION'],
  },
  {
    name: 'lines in the name of a header',
    call: ({ astral }) => astral.events.get('0'.repeat(32), { headers: { [LINES]: 'a' } }),
    answer: nothing,
    ends: ['REQUEST_VALIDATION'],
  },
  {
    name: 'lines in the name of a file',
    call: ({ astral }) => astral.packets.upload([{ name: `${LINES}"; x="`, data: 'text' }]),
    answer: whole(packet),
    ends: ['REQUEST_VALIDATION', 'ok', 'RESPONSE_VALIDATION'],
  },
  {
    name: 'lines in a tag',
    call: ({ reestro }) =>
      reestro.crypto.forms.get('7d9f6f3e-6f0c-4c5a-9d0e-3a8f1b2c4d5e', { ifNoneMatch: LINES }),
    answer: nothing,
    ends: ['REQUEST_VALIDATION'],
  },
  {
    name: 'lines in the name of an event',
    call: ({ asna }) =>
      asna.subscriptions.delete(LINES, { clientId: '7d9f6f3e-6f0c-4c5a-9d0e-3a8f1b2c4d5e' }),
    answer: whole('{"access_token":"t","expires_in":60}'),
    ends: ['REQUEST_VALIDATION', 'ok'],
  },
];

/** Whether what came in has a line that the arguments above would have made. */
export function injected(received: string): boolean {
  return /^(?:X-Injected:|GET \/injected)/m.test(received.replaceAll('\r\n', '\n'));
}
