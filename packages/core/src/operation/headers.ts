import type { Issue } from '../errors/request-validation-error.ts';

/** Headers of a client or call; null takes out one that would be sent otherwise. */
export type HeaderOptions = Readonly<Record<string, string | null>>;

/** Headers that belong to the connection, not to the caller: a wrong one corrupts the message. */
const CONNECTION_HEADERS = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);

/** Names under which programs send credentials of their own, such as to a gateway. */
const SECRET_NAME = /authorization|cookie|token|secret|password|api-?key/i;

/** What is wrong with headers that a user gave, without repeating their values. */
export function headerIssues(headers: HeaderOptions): Issue[] {
  const issues: Issue[] = [];
  for (const [name, value] of Object.entries(headers)) {
    const path = ['headers', name];
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) issues.push({ path, message: 'is not a valid header name' });
    else if (CONNECTION_HEADERS.has(name.toLowerCase()))
      issues.push({ path, message: 'is set by the transport' });
    else if (value !== null && typeof value !== 'string')
      issues.push({ path, message: 'must be a string, or null to remove it' });
    else if (value !== null && !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      issues.push({ path, message: 'has characters that a header cannot hold' });
    }
  }
  return issues;
}

/** Lays `headers` over `base`, in lower case. */
export function mergeHeaders(
  base: Record<string, string>,
  headers: HeaderOptions | undefined,
): Record<string, string> {
  for (const name in headers) {
    const value = headers[name];
    if (value === null) delete base[name.toLowerCase()];
    else if (value !== undefined) base[name.toLowerCase()] = value;
  }
  return base;
}

/** What every call of a client sends, put together once. */
export interface ClientHeaders {
  /** With a call whose answer is JSON. */
  readonly json: Readonly<Record<string, string>>;
  /** With a call whose answer is bytes. */
  readonly stream: Readonly<Record<string, string>>;
  /** The client's own option, which also goes over headers that depend on the call. */
  readonly own: HeaderOptions | undefined;
}

/** The headers of a client. */
export function clientHeaders(userAgent: string, own: HeaderOptions | undefined): ClientHeaders {
  // Bytes must arrive as they are: a length announced for compressed ones says nothing about what is read.
  const common = { 'accept-encoding': 'identity', 'user-agent': userAgent };
  return {
    // Hooks see these very objects.
    json: Object.freeze(mergeHeaders({ accept: 'application/json', ...common }, own)),
    stream: Object.freeze(mergeHeaders({ accept: '*/*', ...common }, own)),
    own,
  };
}

/** Shorter parts of a header are words rather than secrets. */
const SHORTEST_PART = 8;

/** Values of the user's own credential headers, whole and in parts (`Basic …`, `a=…; b=…`): not to be printed either. */
export function secretHeaderValues(headers: HeaderOptions | undefined): string[] {
  const values: string[] = [];
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (value === null || !SECRET_NAME.test(name)) continue;
    values.push(value, ...value.split(/[\s;,=]+/).filter((part) => part.length >= SHORTEST_PART));
  }
  return values;
}
