import * as z from 'zod';
import type { Answer } from '../../http/answer.ts';
import { answer } from '../failures.ts';
import { queryOf, refuse, type Served } from '../store/served.ts';
import { several, words } from '../store/wire.ts';

/** A larger count is lowered to this, without a word. */
const MOST = 50;

const query = z.strictObject({
  ids: several.optional(),
  externalIds: several.optional(),
  type: words.optional(),
  token: z
    .string()
    .regex(/^\d{1,9}$/, 'should be token of the page before')
    .optional(),
  count: z
    .string()
    .regex(/^\d{1,50}$/)
    .optional(),
});

/** A page of a list, oldest first; a token is the number of items before the page. */
export function listOf(request: Served, kind: string): Answer {
  const { ids, externalIds, type, token = '0', count } = queryOf(request, query);
  if (ids !== undefined && (request.exchange.query['token'] ?? count) !== undefined)
    refuse('ids should stand alone');
  if (externalIds !== undefined && kind !== 'building') refuse('externalIds should not be there');
  if (type !== undefined && kind !== 'events') refuse('type should not be there');
  const items = itemsOf(request, kind).filter(
    (item) =>
      (ids === undefined || ids.includes(String(item['id']))) &&
      (externalIds === undefined || externalIds.includes(String(item['externalId']))) &&
      (type === undefined || item['entityType'] === type),
  );
  const from = Number(token);
  const next = from + Math.min(MOST, Math.max(1, Number(count ?? MOST)));
  return answer(200, {
    items: items.slice(from, next),
    nextToken: next < items.length ? String(next) : null,
  });
}

function itemsOf({ state, store, organization }: Served, kind: string): Record<string, unknown>[] {
  if (kind !== 'events')
    return store
      .all(kind)
      .toReversed()
      .map(({ data }) => data);
  return state.feed(organization.orgId, 'inspection').events().map(withoutEventMembers);
}

/** Events here have `id`, and neither `eventId` nor a date. */
function withoutEventMembers(event: Record<string, unknown>): Record<string, unknown> {
  const { eventId: _, eventDate: __, ...shown } = event;
  return shown;
}
