import { onTheWire } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { type SoftError, softErrorsIn } from '../api/soft-errors.ts';

/** What a page says about its place in the whole list. Every member may be missing. Manual, fields of commands that return lists. */
export interface PageFields {
  /** Items that match the filter. */
  readonly totalCount?: number;
  /** The most items there can be. */
  readonly maxCount?: number;
  /** Place of this page's first item in the filtered list. */
  readonly offset?: number;
  /** The most items in one answer. */
  readonly limit?: number;
  /** Items received, by the vendor's count. Need not agree with `items`. */
  readonly count?: number;
}

/** An answer of a list command, as its schema leaves it. */
export interface Envelope<Item> {
  readonly list?: readonly Item[] | null | undefined;
}

/** One answer of a list command. */
export class Page<Item> implements PageFields {
  /** What is on this page, in the vendor's order. */
  readonly items: readonly Item[];
  declare readonly totalCount?: number;
  declare readonly maxCount?: number;
  declare readonly offset?: number;
  declare readonly limit?: number;
  declare readonly count?: number;
  /** What was reported beside it; empty when nothing was. */
  readonly softErrors: readonly SoftError[];
  /** The body as it came. */
  readonly raw: unknown;

  /** @internal */
  constructor(envelope: Envelope<Item>, raw: unknown, fields: unknown = raw) {
    this.items = itemsOf(envelope);
    Object.assign(this, fieldsOf(fields));
    this.softErrors = softErrorsIn(raw);
    this.raw = raw;
  }
}

const WIRE_NAMES = {
  totalCount: 'total_count',
  maxCount: 'max_count',
  offset: 'offset',
  limit: 'limit',
  count: 'count',
} as const satisfies Record<keyof PageFields, string>;

function fieldsOf(raw: unknown): PageFields {
  const wire = new Map<string, unknown>(typeof raw === 'object' && raw !== null ? Object.entries(raw) : []);
  const found: [string, number][] = [];
  for (const [name, wireName] of Object.entries(WIRE_NAMES)) {
    const value = wire.get(wireName);
    if (typeof value === 'number') found.push([name, value]);
  }
  return Object.fromEntries(found);
}

/** The envelope of a list command, with a list of items or none. A bare array will do. */
export function listOf<Item extends z.ZodMiniType>(item: Item) {
  const envelope = z.looseObject(
    { list: z.nullish(z.array(item)) },
    'must be an object with a list, or a list',
  );
  const schema = z.pipe(
    z.transform((body) => (Array.isArray(body) ? { list: body } : body)),
    envelope,
  );
  return onTheWire(schema, () => z.union([envelope, z.array(item)]));
}

/** The items of an envelope, which may have been let through unchecked. */
function itemsOf<Item>(envelope: Envelope<Item>): readonly Item[] {
  const unchecked: unknown = envelope;
  // Without a check the items are whatever the vendor sent: that is what the caller asked for.
  if (Array.isArray(unchecked)) return unchecked as readonly Item[];
  const { list } = envelope;
  return Array.isArray(list) ? (list as readonly Item[]) : [];
}
