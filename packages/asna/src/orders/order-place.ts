import { createHash } from 'node:crypto';
import { ticksOf } from '../api/dates.ts';
import { membersOf } from '../api/members.ts';
import type { OrderChange } from './models.ts';

/**
 * Where a reader of orders is: `since` is a moment before which everything was handled; `seen` are the changes after it, or at that very
 * moment, that were handled too. ASNA's answer may repeat what carries exactly the moment that was asked for, or leave it out.
 */
export interface OrderPlace {
  readonly since?: string | undefined;
  readonly seen: readonly string[];
}

/** The place as the text that a cursor store keeps. */
export function cursorOf({ since, seen }: OrderPlace): string {
  return JSON.stringify({ ...(since === undefined ? {} : { since }), seen });
}

/** The place that a text stands for; a text that is none of ours is a moment. */
export function placeOf(cursor: string | undefined): OrderPlace {
  if (cursor === undefined) return { seen: [] };
  if (!cursor.startsWith('{')) return { since: cursor, seen: [] };
  let parsed: unknown;
  try {
    parsed = JSON.parse(cursor);
  } catch {
    return { since: cursor, seen: [] };
  }
  const { since, seen } = membersOf(parsed);
  return {
    since: typeof since === 'string' ? since : undefined,
    seen: Array.isArray(seen) ? seen.filter((id) => typeof id === 'string') : [],
  };
}

/**
 * What tells one change from another: its kind, its id and when it happened. Where no `ts` says when, its content does: the same again is
 * the same change, anything else is another.
 */
export function changeId(change: OrderChange): string {
  const { kind, value } = change;
  const id =
    change.kind === 'header'
      ? change.orderId
      : change.kind === 'row'
        ? change.value.rowId
        : change.value.statusId;
  const when =
    ticksOf(value.ts) === undefined
      ? `#${createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)}`
      : (value.ts ?? '');
  return `${kind}:${id.toLowerCase()}:${when}`;
}

/** When the change of an id happened, in ten-millionths of a second; undefined where that is not known. */
export function ticksOfId(id: string): bigint | undefined {
  const [, , ...when] = id.split(':');
  return ticksOf(when.join(':'));
}
