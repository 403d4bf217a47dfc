import { RequestValidationError, type Schema } from '@partner-apis/core';
import { check, describeIssues, isErrorLike, zodWords } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import type { ForwardedItem, ForwardItem } from './item.ts';

/** What stands in an engine for an item: plain JSON. */
export interface Envelope {
  readonly id: string;
  readonly source: ForwardItem['source'];
  readonly type: string;
  readonly event: unknown;
  readonly receivedAt: number;
  readonly orderKey?: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The event as JSON text, where the engine's own JSON cannot hold what is in it; `event` is null then. */
  readonly json?: string;
}

/** An item that could be written down, or why not. */
export type Encoded = { readonly envelope: Envelope; readonly text: string } | { readonly reject: string };

/** Writes an item down. An event that is no JSON, such as one with a BigInt or a circle, can never be stored. */
export function encode(item: ForwardItem, headers: Readonly<Record<string, string>> = {}): Encoded {
  const { id, source, type, event, receivedAt, orderKey } = item;
  const envelope: Envelope = {
    id,
    source,
    type,
    event,
    receivedAt,
    headers,
    ...(orderKey !== undefined && { orderKey }),
  };
  try {
    if (JSON.stringify(event) === undefined) return { reject: 'its event is no JSON' };
    return { envelope, text: JSON.stringify(envelope) };
  } catch (error) {
    return { reject: `its event is no JSON: ${isErrorLike(error) ? error.message : typeof error}` };
  }
}

const shape = z.lazy(() =>
  z.object({
    id: z.string().check(z.minLength(1)),
    source: z.enum(['astral', 'reestro', 'asna']),
    type: z.string(),
    event: z.unknown(),
    receivedAt: z.number(),
    orderKey: z.exactOptional(z.string()),
    headers: z._default(z.record(z.string(), z.string()), {}),
    json: z.exactOptional(z.string()),
  }),
);

/**
 * Reads what {@link encode} wrote.
 *
 * @param what - Names it in errors, such as `BullMQ job 7`.
 * @throws RequestValidationError with every issue and its path, when it was not written by a forwarder, or when the schema refuses the event.
 */
export async function decode<Event>(
  what: string,
  data: unknown,
  schema: Schema<unknown, Event> | undefined,
): Promise<ForwardedItem<Event>> {
  const read = shape.safeParse(data, { error: zodWords });
  if (!read.success) {
    const issues = read.error.issues.map(({ path, message }) => ({ path: path.map(String), message }));
    throw new RequestValidationError(
      `The ${what} was not written by a forwarder: ${describeIssues(issues)}.`,
      issues,
    );
  }
  const { json, event: stored, ...rest } = read.data;
  const event: unknown = json === undefined ? stored : JSON.parse(json);
  // Boundary: without a schema the caller says what the event is.
  if (schema === undefined) return { ...known(rest), event: event as Event };
  const checked = await check(schema, event);
  if (checked.issues === undefined) return { ...known(rest), event: checked.value };
  const issues = checked.issues.map(({ path, message }) => ({ path: ['event', ...path], message }));
  const text = `The event ${rest.id} (${rest.type}) in the ${what} is refused by its schema: ${describeIssues(issues)}.`;
  throw new RequestValidationError(text, issues);
}

function known({
  id,
  source,
  type,
  receivedAt,
  orderKey,
  headers,
}: Omit<z.output<typeof shape>, 'event' | 'json'>) {
  return { id, source, type, receivedAt, headers, ...(orderKey !== undefined && { orderKey }) };
}
