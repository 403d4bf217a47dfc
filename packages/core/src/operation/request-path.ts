import type { Issue } from '../errors/request-validation-error.ts';

/** A path that must not be sent, and why. */
export class PathError extends Error {
  readonly issue: Issue;

  constructor(path: readonly (string | number)[], message: string) {
    super(message);
    this.issue = { path, message };
  }
}

/** Any value as an object whose members can be looked up. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  // Only reading follows, and reading a member of any object is safe.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/**
 * Fills `{name}` places of a template. Values are encoded; one that is empty or a dot segment is refused. `{+name}` takes a whole path
 * that a user wrote.
 */
export function fillPath(template: string, params: Readonly<Record<string, unknown>>): string {
  const { first, places } = placesOf(template);
  let path = first;
  for (const { whole, name, text } of places) path += filled(params[name], whole, name) + text;
  return path;
}

/** Whether the whole path is the caller's own. */
export function takesWholePath(template: string): boolean {
  return placesOf(template).places.some(({ whole }) => whole);
}

/** Those members of `params` that the path names. */
export function namedByPath(template: string, params: unknown): (readonly [name: string, value: string])[] {
  const members = membersOf(params);
  return placesOf(template).places.map(({ name }) => [name, String(members[name])] as const);
}

interface Place {
  readonly name: string;
  /** Takes a whole path. */
  readonly whole: boolean;
  /** What follows it in the template. */
  readonly text: string;
}

interface Template {
  readonly first: string;
  readonly places: readonly Place[];
}

const parsed = new Map<string, Template>();

/** The text before the first place, and the places; taken apart once per template, of which a program has a few dozen. */
function placesOf(template: string): Template {
  const known = parsed.get(template);
  if (known !== undefined) return known;
  const [first = '', ...parts] = template.split('{');
  const places = parts.map((part) => {
    const [name = '', text = ''] = part.split('}');
    return { name: name.replace('+', ''), whole: name.startsWith('+'), text };
  });
  const result = { first, places };
  parsed.set(template, result);
  return result;
}

function filled(value: unknown, whole: boolean, name: string): string {
  if (whole) return checkPath(String(value));
  if (typeof value !== 'string' && !(typeof value === 'number' && Number.isFinite(value)))
    throw new PathError([name], 'is required, as a string or a finite number');
  const text = String(value);
  if (text === '' || text === '.' || text === '..')
    throw new PathError([name], 'must not be empty, "." or ".."');
  return encodeURIComponent(text);
}

/** Checks a path that a user wrote: on this origin, no query, no dot segments in any spelling. Returns it encoded. */
function checkPath(path: string): string {
  const bad = (why: string): never => {
    throw new PathError(['path'], why);
  };
  if (!path.startsWith('/') || path.startsWith('//'))
    bad('must start with one "/"; the origin is that of baseUrl');
  if (path.includes('?') || path.includes('#')) bad('must not have "?" or "#"; give the query as `query`');
  if (/\s/u.test(path)) bad('must not have spaces; write them as %20');
  const plain = fullyDecoded(path) ?? bad('has a "%" that starts no valid escape');
  if (/[\\\p{Cc}]/u.test(plain)) bad('must not have backslashes or control characters');
  // Some servers cut a segment at ";" before they look at it.
  if (plain.split('/').some((segment) => /^\.\.?(;|$)/.test(segment)))
    bad('must not have "." or ".." segments, in any spelling');
  return encodeURI(path).replaceAll('%25', '%');
}

/** A path without escapes, also those of escapes, since servers and proxies may each take off one layer; undefined for a bad one. */
function fullyDecoded(path: string): string | undefined {
  let plain = path;
  try {
    for (let next = decodeURIComponent(plain); next !== plain; next = decodeURIComponent(plain)) plain = next;
    return plain;
  } catch {
    // A bare "%" below the first layer is text; on the first it is a mistake.
    return plain === path ? undefined : plain;
  }
}

/** A value that can stand in a query; an array repeats its key, undefined and null leave it out. */
export type QueryValue = string | number | bigint | boolean | null | undefined;

/** `?a=1&b=2&b=3`, or the empty string. */
export function queryString(query: unknown): string {
  if (query === undefined || query === null) return '';
  if (typeof query !== 'object' || Array.isArray(query)) throw new PathError(['query'], 'must be an object');
  let text = '';
  for (const [name, value] of Object.entries<unknown>({ ...query })) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item === undefined || item === null) continue;
      if (typeof item === 'object' || typeof item === 'function' || typeof item === 'symbol') {
        throw new PathError([name], 'must be a string, number, boolean, or an array of them');
      }
      if (typeof item === 'number' && !Number.isFinite(item))
        throw new PathError([name], 'must be a finite number');
      text += `${text === '' ? '?' : '&'}${encodeURIComponent(name)}=${encodeURIComponent(String(item))}`;
    }
  }
  return text;
}
