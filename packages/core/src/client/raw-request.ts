import type { AnyOperation, Method, Safety } from '../operation/operation.ts';
import type { VendorProfile } from '../operation/profile.ts';
import { membersOf, type QueryValue } from '../operation/request-path.ts';
import type { Schema } from '../schema/schema.ts';

/** A request written by hand, for `client.request()`. */
export interface RequestArguments {
  /** HTTP method. */
  readonly method: Method;
  /** From the base URL on, starting with a slash; without a query. */
  readonly path: string;
  /** An array repeats its key; null and undefined leave it out. */
  readonly query?: Readonly<Record<string, QueryValue | readonly QueryValue[]>>;
  /** Sent as JSON. Not with GET. */
  readonly body?: unknown;
  /** Whether it may be sent twice. Default `read` for GET, `unsafe` for everything else. */
  readonly safety?: Safety;
  /** Without a schema the answer is `unknown`; see {@link RequestWithResponse}. */
  readonly response?: undefined;
}

/** The same with a schema for the answer: any Standard Schema. */
export interface RequestWithResponse<S> extends Omit<RequestArguments, 'response'> {
  /** Checks the answer, and gives it its type. */
  readonly response: S;
}

const METHODS: readonly unknown[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] satisfies Method[];
const SAFETIES: readonly unknown[] = ['read', 'idempotent', 'unsafe', undefined] satisfies (
  | Safety
  | undefined
)[];

/** Passes everything. */
const anything: Schema = {
  '~standard': { version: 1, vendor: 'partner-apis', validate: (value) => ({ value }) },
};

/** What a hand-written request must have right beside its path and query, which are checked where they are filled in. */
const args: Schema = {
  '~standard': {
    version: 1,
    vendor: 'partner-apis',
    validate(value) {
      const { method, path, body, safety, response } = membersOf(value);
      const issues: { path: string[]; message: string }[] = [];
      const bad = (name: string, message: string): void => {
        issues.push({ path: [name], message });
      };
      if (!METHODS.includes(method)) bad('method', `must be one of ${METHODS.join(', ')}`);
      if (typeof path !== 'string') bad('path', 'must be a string');
      if (!SAFETIES.includes(safety)) bad('safety', 'must be read, idempotent or unsafe');
      if (response !== undefined && !isSchema(response)) bad('response', 'must be a Standard Schema');
      if (method === 'GET' && body !== undefined) bad('body', 'cannot go with GET');
      if (isBinary(body)) bad('body', 'is sent as JSON; bytes, forms and streams cannot be');
      return issues.length === 0 ? { value } : { issues };
    },
  },
};

/** The operation of a hand-written request. */
export function requestOperation(
  given: Omit<RequestArguments, 'response'>,
  response: Schema<unknown, unknown> | undefined,
  profile: VendorProfile,
): AnyOperation {
  return {
    id: 'request',
    summary: 'A request written by hand',
    source: 'the caller',
    method: given.method,
    path: '{+path}',
    safety: given.safety ?? (given.method === 'GET' ? 'read' : 'unsafe'),
    params: args,
    query: anything,
    body: anything,
    response: response ?? anything,
    // No schema of ours knows what comes back, so nothing at all is an answer too.
    absorb: ({ status, body }) =>
      body === undefined && profile.succeeded(status) ? { value: undefined } : undefined,
  };
}

/** Schemas may be functions, too. */
function isSchema(value: unknown): boolean {
  return (typeof value === 'object' || typeof value === 'function') && value !== null && '~standard' in value;
}

/** What JSON would turn into `{}` or a list of numbers without a word. */
function isBinary(body: unknown): boolean {
  return (
    ArrayBuffer.isView(body) ||
    body instanceof ArrayBuffer ||
    body instanceof Blob ||
    body instanceof FormData ||
    body instanceof URLSearchParams ||
    body instanceof ReadableStream ||
    body instanceof Map ||
    body instanceof Set ||
    (typeof body === 'object' && body !== null && Symbol.asyncIterator in body)
  );
}
