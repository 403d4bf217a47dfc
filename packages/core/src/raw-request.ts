import type { AnyOperation, Method, Safety } from './operation.ts';
import { membersOf, type QueryValue } from './request-path.ts';
import type { Schema } from './schema.ts';

/** A request written by hand, for `client.request()`. */
export interface RequestArguments {
  readonly method: Method;
  /** From the base URL on, starting with a slash; without a query. */
  readonly path: string;
  /** An array repeats its key; null and undefined leave it out. */
  readonly query?: Readonly<Record<string, QueryValue | readonly QueryValue[]>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Whether it may be sent twice. Default `read` for GET, `unsafe` for everything else. */
  readonly safety?: Safety;
}

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Passes everything. */
const anything: Schema = {
  '~standard': { version: 1, vendor: 'partner-apis', validate: (value) => ({ value }) },
};

/** What a hand-written request must have right beside its path, which is checked where it is filled in. */
const params: Schema = {
  '~standard': {
    version: 1,
    vendor: 'partner-apis',
    validate(value) {
      const { method, path, query } = membersOf(value);
      const issues: { path: string[]; message: string }[] = [];
      if (!METHODS.some((known) => known === method))
        issues.push({ path: ['method'], message: `must be one of ${METHODS.join(', ')}` });
      if (typeof path !== 'string') issues.push({ path: ['path'], message: 'must be a string' });
      if (query !== undefined && (typeof query !== 'object' || query === null)) {
        issues.push({ path: ['query'], message: 'must be an object' });
      }
      return issues.length === 0 ? { value } : { issues };
    },
  },
};

/** The operation of a hand-written request. */
export function requestOperation(
  args: RequestArguments,
  response: Schema<unknown, unknown> | undefined,
): AnyOperation {
  return {
    id: 'request',
    summary: 'A request written by hand',
    source: 'the caller',
    method: args.method,
    path: '{+path}',
    safety: args.safety ?? (args.method === 'GET' ? 'read' : 'unsafe'),
    params,
    query: anything,
    body: anything,
    response: response ?? anything,
    // No schema of ours knows what comes back, so nothing at all is an answer too.
    absorb: ({ status, body }) => (status < 300 && body === undefined ? { value: undefined } : undefined),
  };
}
