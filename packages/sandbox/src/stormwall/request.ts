import * as z from 'zod';
import type { Exchange } from '../http/exchange.ts';
import { nestsWithin, readBody } from '../http/read-body.ts';
import { refuse } from './failures.ts';

/** "Maximum size of the body is 1 MB, of the headers 8 KB" (manual, REST interface); taken as binary units. */
const BODY_BYTES = 1 << 20;
const HEADER_BYTES = 8 << 10;

/** Deepest nesting read. */
const LEVELS = 100;

/** Bodies up to this size are kept in the ledger. */
const RECORDED_BYTES = 64 << 10;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Refuses headers over the limit, all of them counted as they stand on the wire. */
export function checkHeaders({ headers }: Exchange): void {
  let size = 0;
  for (const [name, value] of headers) size += name.length + value.length + ': \r\n'.length;
  if (size > HEADER_BYTES) refuse('longHeaders');
}

/** The value of the cookie `api_access_token`. */
export function tokenOf({ headers }: Exchange): string | undefined {
  const cookies = headers.get('cookie')?.split(';') ?? [];
  const found = cookies
    .map((cookie) => cookie.trim())
    .find((cookie) => cookie.startsWith('api_access_token='));
  return found?.slice('api_access_token='.length);
}

/** The JSON body, not looked at further than this: no booleans, which this API never uses (manual, flags). */
export async function readPayload(exchange: Exchange): Promise<unknown> {
  const bytes = await readBody(exchange, BODY_BYTES);
  if (bytes === undefined) return refuse('longBody');
  if (!/^application\/json\s*(;|$)/i.test(exchange.headers.get('content-type') ?? '')) refuse('notJson');
  let json: unknown;
  try {
    json = JSON.parse(utf8.decode(bytes));
  } catch {
    return refuse('badPayload', 'not JSON');
  }
  if (!nestsWithin(json, LEVELS)) return refuse('badPayload', `nested deeper than ${LEVELS}`);
  if (bytes.byteLength <= RECORDED_BYTES) exchange.record.json = json;
  if (holdsBoolean(json)) refuse('badPayload', 'flags are 0 and 1, never true and false');
  return json;
}

function holdsBoolean(value: unknown): boolean {
  if (typeof value === 'boolean') return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsBoolean);
}

const integer = z
  .string()
  .regex(/^\d{1,15}$/, 'expected an integer')
  .transform(Number);

/** A flag in a body. */
export const flagSchema = z.union([z.literal(0), z.literal(1)]);

/** Ids as a repeated key; a list in one value, joined by commas or otherwise, is none. */
export const idList = z.union([integer.transform((id) => [id]), z.array(integer)]);

/** Parameters of a list command. The manual names them in answers only. */
export const pagingQuery = { offset: integer.optional(), limit: integer.pipe(z.int().min(1)).optional() };
