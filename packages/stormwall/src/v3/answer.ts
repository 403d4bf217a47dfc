import { onTheWire } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { type Envelope, Page } from '../lists/page.ts';
import { payloadOf } from './profile.ts';

/** The payload of an answer that has this shape, with an envelope or without. */
export function payload<S extends z.ZodMiniType>(schema: S) {
  return onTheWire(z.pipe(z.transform(payloadOf), schema), () => enveloped(schema));
}

/** A payload on the wire: in its envelope, or bare. */
function enveloped(schema: z.ZodMiniType) {
  return z.union([z.looseObject({ status: z.literal('ok'), payload: schema }), schema]);
}

/** A list of items: `{ total, limit, offset, results }`, or a bare array. */
export function listPayload<Item extends z.ZodMiniType>(item: Item) {
  const list = z.looseObject(
    { results: z.nullish(z.array(item)) },
    'must be an object with results, or a list',
  );
  const schema = z.pipe(
    z.transform((body) => {
      const found = payloadOf(body);
      return Array.isArray(found) ? { results: found } : found;
    }),
    list,
  );
  return onTheWire(schema, () => enveloped(z.union([list, z.array(item)])));
}

/** A list of version 3 as a page. */
export function pageOf<Item>(
  list: { readonly results?: readonly Item[] | null | undefined },
  _sent: unknown,
  body: unknown,
): Page<Item> {
  // Where an answer was let through unchecked it may be anything.
  const unchecked: unknown = list;
  const items = Array.isArray(unchecked) ? (unchecked as readonly Item[]) : (list?.results ?? []);
  const envelope: Envelope<Item> = { list: items };
  const found = payloadOf(body);
  const members = typeof found === 'object' && found !== null ? found : {};
  const total: unknown = Reflect.get(members, 'total');
  return new Page(envelope, body, { ...members, total_count: total });
}
