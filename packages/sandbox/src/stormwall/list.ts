import type { Done } from './command.ts';

/** Items in one answer when the request does not say, and the most it may ask for. The manual's example has 10. */
const DEFAULT_LIMIT = 10;
const MOST_LIMIT = 100;

/** A list in the manual's envelope: the part of the items that was asked for, and where it stands in the whole. */
export function listed(
  items: readonly unknown[],
  paging: { offset?: number | undefined; limit?: number | undefined },
  maxCount = 1000,
): Done {
  const offset = paging.offset ?? 0;
  const limit = Math.min(paging.limit ?? DEFAULT_LIMIT, MOST_LIMIT);
  const list = items.slice(offset, offset + limit);
  const counts = { total_count: items.length, max_count: maxCount, count: list.length };
  return { payload: { list, offset, limit, ...counts } };
}
