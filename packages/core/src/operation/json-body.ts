import type { Issue } from '../errors/request-validation-error.ts';

/** JSON as text, sent byte for byte; a body schema gives one where the caller's own spelling matters, broken JSON included. */
export class RawJson {
  /** The JSON. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Nobody means to send JSON that is nested deeper. */
const DEEPEST = 500;

/**
 * What `JSON.stringify` would lose or change without a word, at any depth: numbers that JSON has no spelling for become null, a Map, an
 * Error or a promise that was not awaited `{}`, bytes an object of indexes. Members that are undefined are left out, as JSON does.
 */
export function jsonIssues(body: unknown, at: readonly (string | number)[] = []): Issue[] {
  if (body === undefined || body instanceof RawJson) return [];
  const issues: Issue[] = [];
  look(body, [...at], [], issues);
  return issues;
}

function look(value: unknown, path: (string | number)[], within: object[], issues: Issue[]): void {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  const bad = (message: string): void => {
    issues.push({ path: [...path], message });
  };
  if (typeof value !== 'object') bad(`cannot be sent as JSON: it is ${nameOf(value)}`);
  else if (within.includes(value))
    bad('cannot be sent as JSON: it is circular, which is to say that it holds itself');
  else if (within.length > DEEPEST) bad(`cannot be sent: it is nested more than ${DEEPEST} levels deep`);
  else {
    const why = refusal(value);
    if (why !== undefined) bad(`cannot be sent as JSON: ${why}`);
    else lookInside(value, path, [...within, value], issues);
  }
}

function lookInside(value: object, path: (string | number)[], within: object[], issues: Issue[]): void {
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    const plain: unknown = Reflect.apply(value.toJSON, value, [String(path.at(-1) ?? '')]);
    if (plain !== value) {
      look(plain, path, within, issues);
      return;
    }
  }
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) inside(index, item);
    return;
  }
  for (const [name, member] of Object.entries(value)) if (member !== undefined) inside(name, member);

  function inside(name: string | number, member: unknown): void {
    // Most members are these, and there is nothing to say about them.
    if (typeof member === 'string' || typeof member === 'boolean' || member === null) return;
    path.push(name);
    look(member, path, within, issues);
    path.pop();
  }
}

/** Why an object is not JSON. By what it is rather than by its class: it may come from another realm. */
function refusal(value: object): string | undefined {
  if (Array.isArray(value)) return undefined;
  if (ArrayBuffer.isView(value)) return 'it is bytes; encode them, for example as base64';
  const tag = Object.prototype.toString.call(value).slice('[object '.length, -1);
  if (tag === 'Date') return Number.isNaN(Number(value)) ? 'it is an invalid date' : undefined;
  if ('then' in value && typeof value.then === 'function')
    return 'it is a promise; await it before it is sent';
  // Boxed values become what they hold, and whoever has a toJSON says what becomes of him.
  if (['Object', 'String', 'Number', 'Boolean'].includes(tag) || 'toJSON' in value) return undefined;
  return `it is of type ${tag}, of which nothing would arrive`;
}

function nameOf(value: unknown): string {
  if (typeof value === 'number') return `${value}, which JSON has no number for`;
  if (value === undefined) return 'undefined, which would arrive as null';
  return typeof value === 'bigint' ? 'a BigInt' : `a ${typeof value}`;
}
