import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { jsonAnswer, Refusal, type Answer } from '../../http/answer.ts';
import type { Exchange } from '../../http/exchange.ts';
import { nestsWithin, readBody } from '../../http/read-body.ts';
import { createRandom } from '../../random.ts';
import type { Route } from '../../vendor.ts';
import type { DomainRecord } from '../objects.ts';
import type { StormwallState } from '../state.ts';

const BODY_BYTES = 1 << 20;
const LEVELS = 50;
const RECORDED_BYTES = 64 << 10;
const integer = z
  .string()
  .regex(/^\d{1,15}$/, 'must be an integer number')
  .transform(Number);

/** Where a list begins, and how long it is: ten items by default. */
export const paging = {
  limit: integer.pipe(z.int().min(1).max(100)).default(10),
  offset: integer.default(0),
};

/** The id of something in a query. */
export const idParameter = integer.optional();

/** The API key of an account: it follows from the seed. */
export function apiKeyOf(seed: string, account: string): string {
  return `sandbox-stormwall-v3-${createRandom(`${seed}/stormwall/v3/${account}`).hex(32)}`;
}

/** A success of version 3. */
export function ok(payload: unknown, status = 200): Answer {
  return jsonAnswer(status, { status: 'ok', payload });
}

/** A failure of version 3. */
export function failed(statusCode: number, code: string, message: string | readonly string[]): Answer {
  return jsonAnswer(statusCode, { status: 'error', payload: { statusCode, code, message } });
}

/** A part of a list. */
export function page(
  items: readonly unknown[],
  { limit, offset }: { limit: number; offset: number },
): Answer {
  return ok({ total: items.length, limit, offset, results: items.slice(offset, offset + limit) });
}

/** What a handler is given once its request has been checked. */
export interface V3Input<Query, Body> {
  readonly account: string;
  readonly query: Query;
  readonly body: Body;
  /** The domain that the path names. */
  readonly domain: () => DomainRecord;
  readonly id: (name: string) => number;
}

interface V3Endpoint<Query extends z.ZodType, Body extends z.ZodType> {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly query?: Query;
  readonly body?: Body;
  run(input: V3Input<z.output<Query>, z.output<Body>>): Answer;
}

const none = z.strictObject({});

/** A route of version 3: it refuses what it does not know, and nulls. */
export function v3Route<Query extends z.ZodType = z.ZodType, Body extends z.ZodType = z.ZodType>(
  state: StormwallState,
  endpoint: V3Endpoint<Query, Body>,
): Route {
  const { id, method, path } = endpoint;
  return { id, method, path, handler: (exchange) => handle(state, endpoint, exchange) };
}

async function handle<Query extends z.ZodType, Body extends z.ZodType>(
  state: StormwallState,
  endpoint: V3Endpoint<Query, Body>,
  exchange: Exchange,
): Promise<Answer> {
  const account = accountOf(state, exchange);
  exchange.record.participant = account;
  const query = (endpoint.query ?? none).safeParse(exchange.query);
  if (!query.success) return invalid(query.error);
  const body = endpoint.body === undefined ? undefined : endpoint.body.safeParse(await json(exchange));
  if (body?.success === false) return invalid(body.error);
  const id = (name: string): number => {
    const text = exchange.param(name);
    return /^\d{1,15}$/.test(text)
      ? Number(text)
      : refuse(failed(400, 'BAD_REQUEST', [`${name} must be an integer number`]));
  };
  return endpoint.run({
    account,
    id,
    // Boundary: both have just been checked by the schemas that give these types.
    query: query.data as z.output<Query>,
    body: body?.data as z.output<Body>,
    domain: () => domainOf(state, account, id('domain')),
  });
}

function accountOf(state: StormwallState, { headers }: Exchange): string {
  const key = headers.get('x-api-key') ?? '';
  const account = state.tokens.accounts().find((name) => same(apiKeyOf(state.context.seed, name), key));
  return account ?? refuse(failed(401, 'UNAUTHORIZED', 'Invalid API token'));
}

function same(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function domainOf(state: StormwallState, account: string, domainId: number): DomainRecord {
  const record = state.objects
    .all()
    .filter((service) => service.account === account)
    .flatMap(({ domains }) => domains.get(domainId) ?? [])[0];
  return record ?? refuse(failed(404, 'NOT_FOUND', 'Domain not found'));
}

async function json(exchange: Exchange): Promise<unknown> {
  const bytes = await readBody(exchange, BODY_BYTES);
  if (bytes === undefined) return refuse(failed(413, 'PAYLOAD_TOO_LARGE', 'request entity too large'));
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (!nestsWithin(value, LEVELS)) return refuse(failed(400, 'BAD_REQUEST', ['nested too deep']));
    if (bytes.byteLength <= RECORDED_BYTES) exchange.record.json = value;
    return value;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return refuse(failed(400, 'BAD_REQUEST', ['the body is not JSON']));
  }
}

function invalid(error: z.ZodError): Answer {
  const messages = error.issues.map(({ path, message }) =>
    [path.join('.'), message].filter(Boolean).join(' '),
  );
  return failed(400, 'BAD_REQUEST', messages);
}

/** Ends a handler with a failure. */
export function refuse(answer: Answer): never {
  throw new Refusal(answer);
}
