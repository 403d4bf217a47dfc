import type { QueryValue, Safety, Schema } from '@partner-apis/core/user';
import { defineOperation, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { flaggedBody, flaggedQuery } from '../api/flags.ts';
import { type Report, softErrorsIn } from '../api/soft-errors.ts';

/** POST creates, GET reads, PUT updates, DELETE deletes. Manual, HTTP methods. */
export type CommandMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A command of which there is no method here. */
export interface CommandArguments {
  /** HTTP method. */
  readonly method: CommandMethod;
  /** From the base URL on, starting with a slash, ids in their places; without a query. */
  readonly path: string;
  /** Booleans go out as 0 and 1. An array repeats its key, also for one value; null and undefined leave it out. */
  readonly query?: Readonly<Record<string, QueryValue | readonly QueryValue[]>> | undefined;
  /** Sent as JSON; booleans, however deep, go out as 0 and 1. Not for GET. */
  readonly body?: unknown;
  /** What may happen when it is sent twice. Default `read` for GET, `unsafe` for the rest. */
  readonly safety?: Safety | undefined;
  /** Without a schema the answer is `unknown`; see {@link CommandWithResponse}. */
  readonly response?: undefined;
}

/** The same with a schema for the answer: any Standard Schema. */
export interface CommandWithResponse<S> extends Omit<CommandArguments, 'response'> {
  /** Checks the answer, and gives it its type. */
  readonly response: S;
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;

/** What both kinds of command have; `query` and `body` are checked apart. */
export const commandMembers = {
  method: z.lazy(() => z.enum(METHODS, `must be one of ${METHODS.join(', ')}`)),
  path: z.lazy(() => z.string('must be a string')),
  query: z.lazy(() => z.optional(z.unknown())),
  body: z.lazy(() => z.optional(z.unknown())),
  safety: z.lazy(() => z.optional(z.enum(['read', 'idempotent', 'unsafe']))),
};

/** Reads take their input in the query. Manual, REST interface. */
export function noBodyOnGet(
  { method, body }: { method: CommandMethod; body?: unknown },
  context: z.core.$RefinementCtx,
): void {
  if (method !== 'GET' || body === undefined) return;
  const message = 'does not go with GET: Stormwall takes the input of reads in `query`';
  context.addIssue({ code: 'custom', path: ['body'], message });
}

const commandParams = once(() =>
  z.strictObject({ ...commandMembers, response: z.optional(z.unknown()) }).check(z.superRefine(noBodyOnGet)),
);

/** Takes every answer as it is. */
const anything = once(() => z.unknown());

/** The operation of a command written by hand. */
export function commandOperation<S extends Schema<unknown, unknown>>(
  args: Omit<CommandArguments, 'response'>,
  response: S | undefined,
) {
  return defineOperation({
    id: 'command',
    summary: 'Any command that answers JSON',
    source: 'Stormwall API manual, REST interface',
    method: args.method,
    path: '{+path}',
    safety: safetyOf(args),
    params: commandParams(),
    query: flaggedQuery(),
    body: flaggedBody(),
    response: response ?? anything(),
    // Nobody said what this one answers, so nothing at all is an answer too.
    ...(response === undefined
      ? {
          absorb: ({ status, body }: { status: number; body: unknown }) =>
            status === 200 && body === undefined ? { value: undefined } : undefined,
        }
      : {}),
    result: (data: unknown, _sent: unknown, body: unknown): Report<unknown> => ({
      data,
      softErrors: softErrorsIn(body),
    }),
  });
}

/** A read may be repeated whatever happens to it, everything else only when nothing was started. Manual, HTTP methods. */
export function safetyOf({ method, safety }: Pick<CommandArguments, 'method' | 'safety'>): Safety {
  return safety ?? (method === 'GET' ? 'read' : 'unsafe');
}
