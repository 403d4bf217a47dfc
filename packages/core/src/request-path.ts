import type { Issue } from './errors/request-validation-error.ts';

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
  if (!template.includes('{')) return template;
  return template.replace(/\{(\+?)(\w+)\}/g, (_, whole: string, name: string) => {
    const value = params[name];
    if (whole === '+') return checkPath(String(value));
    if (typeof value !== 'string' && typeof value !== 'number') throw new PathError([name], 'is required');
    const text = String(value);
    if (text === '' || text === '.' || text === '..')
      throw new PathError([name], 'must not be empty, "." or ".."');
    return encodeURIComponent(text);
  });
}

/** Checks a path that a user wrote: on this origin, no query, no dot segments in any spelling. Returns it encoded. */
function checkPath(path: string): string {
  const bad = (why: string): never => {
    throw new PathError(['path'], why);
  };
  if (!path.startsWith('/') || path.startsWith('//'))
    bad('must start with one "/"; the origin is that of baseUrl');
  if (path.includes('?') || path.includes('#')) bad('must not have "?" or "#"; give the query as `query`');
  if (/[\\\s\p{Cc}]/u.test(path)) bad('must not have backslashes, spaces or control characters');
  for (const segment of path.split('/')) {
    let plain: string;
    try {
      plain = decodeURIComponent(segment);
    } catch {
      return bad('has a "%" that starts no valid escape');
    }
    if (plain === '.' || plain === '..') bad('must not have "." or ".." segments');
  }
  return encodeURI(path).replaceAll('%25', '%');
}

/** A value that can stand in a query; an array repeats its key, undefined and null leave it out. */
export type QueryValue = string | number | bigint | boolean | null | undefined;

/** `?a=1&b=2&b=3`, or the empty string. */
export function queryString(query: Readonly<Record<string, unknown>> | undefined): string {
  if (query === undefined) return '';
  let text = '';
  for (const [name, value] of Object.entries(query)) {
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
