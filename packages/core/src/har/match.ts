import type { TransportRequest } from '../transport/transport.ts';
import type { ResponseHeaders } from '../errors/http-errors.ts';
import { written } from './recorded-body.ts';
import type { Scrubber } from './scrubber.ts';

/** A request, as far as exchanges are told apart by it. */
export interface Asked {
  readonly method: string;
  /** With its query, keys in order. */
  readonly path: string;
  readonly body: string;
}

/** An exchange of a recording. */
export interface Recorded extends Asked {
  readonly key: string;
  /** How messages name it. */
  readonly title: string;
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly error: string | undefined;
  readonly neverSent: boolean;
  /** Body of the answer; undefined where the recording does not have it. */
  readonly answer: Buffer | undefined;
}

/** Text that differs from run to run: ids and dates. */
const VARYING =
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{32}\b|\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?|\b1\d{12}\b/gi;

/** What tells one exchange from another. */
export function keyOf({ method, path, body }: Asked, strict: boolean): string {
  const key = `${method} ${path}\n${body}`;
  return strict ? key : key.replace(VARYING, '*');
}

/** A request as a recording would have it. */
export function asSent(
  { method, url, headers }: TransportRequest,
  bytes: Uint8Array,
  scrubber: Scrubber,
): Asked {
  scrubber.headers(headers);
  const { text, encoding } = written(bytes, scrubber);
  return {
    method,
    path: pathOf(scrubber.text(url)),
    body: plain(text, headers['content-type'], encoding),
  };
}

/** Path and query of an address. Escapes are read, so that it does not matter who wrote them. */
function pathOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { pathname, searchParams } = new URL(url);
  const query = [...searchParams]
    .map(([name, value]) => `${name}=${value}`)
    .toSorted((a, b) => (a < b ? -1 : 1));
  return query.length === 0 ? pathname : `${pathname}?${query.join('&')}`;
}

/** A body without what is made up anew each time: the boundary of a form. */
function plain(text: string, type: string | undefined, encoding: 'base64' | undefined): string {
  const boundary = /boundary="?([^";]+)/i.exec(type ?? '')?.[1];
  if (boundary === undefined) return text;
  const readable = encoding === undefined ? text : Buffer.from(text, 'base64').toString('latin1');
  return readable.replaceAll(boundary, 'boundary');
}

/** The exchange that is nearest: by method and path, then by path, then by the beginning of the path. */
export function nearestTo(asked: Asked, exchanges: readonly Recorded[]): Recorded | undefined {
  const [path = ''] = asked.path.split('?');
  const likeness = (one: Recorded): number => {
    const [other = ''] = one.path.split('?');
    let common = 0;
    while (common < path.length && path[common] === other[common]) common += 1;
    return (
      (other === path ? 10_000 : common) +
      (one.method === asked.method ? 5_000 : 0) +
      (one.path === asked.path ? 1_000 : 0)
    );
  };
  return exchanges.toSorted((a, b) => likeness(b) - likeness(a))[0];
}

/** Reads an exchange; members that are missing or of another kind count as empty. */
export function recordedOf(entry: unknown, strict: boolean): Recorded {
  const request = part(entry, 'request');
  const response = part(entry, 'response');
  const posted = part(request, 'postData');
  const headers = pairs(request['headers']);
  const encoding = posted['_encoding'] === 'base64' ? 'base64' : undefined;
  const asked: Asked = {
    method: text(request['method']),
    path: pathOf(text(request['url'])),
    body: plain(text(posted['text']), headers['content-type'], encoding),
  };
  const content = part(response, 'content');
  const missing = response['_bodyMissing'] === true;
  const { 'content-encoding': _, 'content-length': __, ...kept } = pairs(response['headers']);
  return {
    ...asked,
    key: keyOf(asked, strict),
    title: `${asked.method} ${asked.path}`,
    status: typeof response['status'] === 'number' ? response['status'] : 0,
    headers: kept,
    error: typeof response['_error'] === 'string' ? response['_error'] : undefined,
    neverSent: response['_neverSent'] === true,
    answer: missing
      ? undefined
      : Buffer.from(text(content['text']), content['encoding'] === 'base64' ? 'base64' : 'utf8'),
  };
}

function part(value: unknown, name: string): Record<string, unknown> {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  // Every member is unknown, so whoever reads one has to check it.
  return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function pairs(value: unknown): Record<string, string> {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return Object.fromEntries(
    list.map((item) => {
      const pair = { item };
      const found = part(pair, 'item');
      return [text(found['name']).toLowerCase(), text(found['value'])];
    }),
  );
}
