import type * as z from 'zod';
import type { Answer } from '../../http/answer.ts';
import { Refusal } from '../../http/answer.ts';
import type { Exchange } from '../../http/exchange.ts';
import { nestsWithin, readBody } from '../../http/read-body.ts';
import type { Route } from '../../vendor.ts';
import { answer, failure, wrongFieldValue } from '../failures.ts';
import type { Organization } from '../organizations.ts';
import type { ReestroState } from '../state.ts';
import type { Kept, ObjectStore, Shown } from './object-store.ts';

const JSON_BYTES = 8 << 20;
const JSON_LEVELS = 100;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A request of somebody who was let in. */
export interface Served {
  readonly exchange: Exchange;
  readonly state: ReestroState;
  readonly organization: Organization;
  readonly store: ObjectStore;
}

/** A route for those who are let in. */
export function route(
  state: ReestroState,
  id: string,
  [method, path]: readonly [method: string, path: string],
  serve: (request: Served) => Answer | Promise<Answer>,
): Route {
  return {
    id,
    method,
    path: `/realty${path}`,
    handler: (exchange) => {
      const organization = state.authorize(exchange);
      return serve({ exchange, state, organization, store: state.store(organization.orgId) });
    },
  };
}

/** Refuses a request with 400, in the words of the manual's example. */
export function refuse(message: string): never {
  throw new Refusal(wrongFieldValue(message));
}

/** The JSON body, checked: of another type 415, malformed or of another shape 400. */
export async function bodyOf<S extends z.ZodType>({ exchange }: Served, schema: S): Promise<z.output<S>> {
  if (!/^application\/json\s*(;|$)/i.test(exchange.headers.get('content-type') ?? ''))
    throw new Refusal(failure(415));
  const bytes = await readBody(exchange, JSON_BYTES);
  if (bytes === undefined) throw new Refusal(failure(413));
  const value = parsed(bytes);
  exchange.record.json = value;
  return checked(schema, value, 'body');
}

/** No body: one that is there is refused. */
export async function noBodyOf({ exchange }: Served): Promise<void> {
  if ((await readBody(exchange, 0)) === undefined) refuse('body should be empty');
}

/** The query, checked: parameters that nobody knows are refused too. */
export function queryOf<S extends z.ZodType>({ exchange }: Served, schema: S): z.output<S> {
  return checked(schema, exchange.query, 'query');
}

/** The object that the path names; 404 when the organization has none of this kind. */
export function objectOf(request: Served, kind: string, parameter: string): Kept {
  const kept = request.store.find(kind, request.exchange.param(parameter));
  if (kept === undefined) throw new Refusal(failure(404));
  return kept;
}

/** The object, with its tag; 304 when it is the one that the client has. */
export function tagged({ exchange, state }: Served, { version, data }: Kept): Answer {
  const etag = String(version);
  const known = exchange.headers.get('if-none-match') === etag;
  if (known && state.settings.unchanged === 'not-modified')
    return { status: 304, headers: { etag }, body: null };
  return withTag(200, version, data);
}

/** An answer with a tag. */
export function withTag(status: number, version: number, data: Shown): Answer {
  const shown = answer(status, data);
  return { ...shown, headers: { ...shown.headers, etag: String(version) } };
}

function parsed(bytes: Uint8Array): unknown {
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch {
    refuse('body should be JSON');
  }
  return nestsWithin(value, JSON_LEVELS) ? value : refuse('body should not nest so deep');
}

function checked<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  return refuse(`${[what, ...(issue?.path ?? [])].map(String).join('.')}: ${issue?.message ?? 'is wrong'}`);
}
