import * as z from 'zod';
import { jsonAnswer, type Answer } from '../http/answer.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Route } from '../vendor.ts';
import { refuse } from './failures.ts';
import { checkHeaders, readPayload, tokenOf } from './request.ts';
import type { StormwallSoftError } from './soft-errors.ts';
import type { StormwallState } from './state.ts';

/** What a command is given once its request has been checked. */
export interface Input<Query, Body> {
  readonly account: string;
  /** An id out of the path. */
  readonly id: (name: string) => number;
  readonly query: Query;
  readonly body: Body;
}

/** What a command did: a JSON payload and the soft errors of its own, or an answer of another kind. */
export type Done =
  | { readonly payload: object; readonly softErrors?: readonly StormwallSoftError[] }
  | { readonly answer: Answer };

/** One command: which request it takes, and what it does. */
export interface Command<Query extends z.ZodType, Body extends z.ZodType> {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** Query parameters; none when absent. */
  readonly query?: Query;
  /** JSON body; not read when absent. */
  readonly body?: Body;
  run(input: Input<z.output<Query>, z.output<Body>>): Done;
}

const idText = /^\d{1,15}$/;
const none = z.strictObject({});

/** A route for a command: everything that can be refused is refused before it runs (manual, error levels). */
export function route<Query extends z.ZodType = z.ZodType, Body extends z.ZodType = z.ZodType>(
  state: StormwallState,
  command: Command<Query, Body>,
): Route {
  const { id, method, path } = command;
  return { id, method, path, handler: (exchange) => handle(state, command, exchange) };
}

async function handle<Query extends z.ZodType, Body extends z.ZodType>(
  state: StormwallState,
  command: Command<Query, Body>,
  exchange: Exchange,
): Promise<Answer> {
  checkHeaders(exchange);
  if (!state.rate.accepts()) return refuse('tooFast');
  const account = state.tokens.accountOf(tokenOf(exchange), command.id);
  exchange.record.participant = account;
  const query = (command.query ?? none).safeParse(asked(state, exchange));
  if (!query.success) return refuse('badQuery', z.prettifyError(query.error));
  const done = command.run({
    account,
    id: (name) => readId(exchange.param(name)),
    // Boundary: both have just been checked by the schemas that give these types.
    query: query.data as z.output<Query>,
    body: (await readBody(command.body, exchange)) as z.output<Body>,
  });
  if ('answer' in done) return done.answer;
  const errors = [...(done.softErrors ?? []), ...state.softErrors.draw(command.id)];
  // A command that changes something always has the list; a read only when there is something in it.
  const shown = command.method !== 'GET' || errors.length > 0;
  return jsonAnswer(200, { ...done.payload, ...(shown && { error_list: errors }) });
}

/** The query, without what is ignored. */
function asked({ v1 }: StormwallState, { query }: Exchange): Exchange['query'] {
  const paged = 'limit' in query || 'offset' in query;
  if (!paged || v1.paging === 'taken') return query;
  if (v1.paging === 'refused') return refuse('badQuery', 'unknown parameter');
  const { limit: _, offset: __, ...rest } = query;
  return rest;
}

async function readBody(schema: z.ZodType | undefined, exchange: Exchange): Promise<unknown> {
  if (schema === undefined) return undefined;
  const body = schema.safeParse(await readPayload(exchange));
  return body.success ? body.data : refuse('badPayload', z.prettifyError(body.error));
}

function readId(text: string): number {
  return idText.test(text) ? Number(text) : refuse('badParams');
}
