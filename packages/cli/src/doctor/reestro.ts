import { type EventPage, type ReestroClient, toDate } from '@partner-apis/reestro';
import { ask, limits, type Links } from './ask.ts';
import { type Check, ok, unsure } from './check.ts';
import { clockCheck } from './clock.ts';

const DAY_MS = 86_400_000;

/** The manual keeps events for three months; the longest three have 92 days. */
const KEPT_DAYS = 92;

const LINKS: Links = {
  credential: 'key',
  refused: 'The key was refused: ask Kontur for a valid one and set REESTRO_API_KEY.',
  permission: 'organization',
  forbidden:
    'The key is valid and has no access to the organization of REESTRO_ORG_ID: check the id, then the rights.',
  read: 'feed',
};

/** Connection, key, organization, feed, age of its oldest event, clock. */
export async function* reestroChecks(client: ReestroClient): AsyncGenerator<Check, void, undefined> {
  const answer = yield* ask(() => client.crypto.events.list({ count: 1 }, limits), LINKS);
  if (answer === undefined) return;
  yield ok('feed', 'It can be read.');
  yield age(answer.data);
  yield clockCheck(answer.date);
}

function age({ events: [oldest] }: EventPage): Check {
  if (oldest === undefined) return ok('oldest event', 'The feed is empty.');
  let days: number;
  try {
    days = Math.floor((Date.now() - toDate(oldest.eventDate ?? '').getTime()) / DAY_MS);
  } catch {
    return unsure('oldest event', 'Its date cannot be read.');
  }
  const detail = `${days} days old; the vendor keeps events for three months.`;
  return days > KEPT_DAYS
    ? unsure('oldest event', detail, 'The feed reaches further back than the manual says: do not rely on it.')
    : ok('oldest event', detail);
}
