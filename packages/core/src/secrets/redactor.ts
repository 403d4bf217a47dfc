import { isErrorLike } from '../errors/error-like.ts';
import { inspect } from 'node:util';
import { encodingsOf, reachOf } from './secret-encodings.ts';

const MASK = '[redacted]';
/** JSON that is nested deeper is cut off rather than followed. */
const DEEPEST = 100;

/**
 * Takes every secret the client knows out of what may be printed. One per client; everything that ends in an error, a log line
 * or a hook goes through it. Costs nothing where nothing fails.
 */
export class Redactor {
  readonly #secrets: () => readonly string[];
  readonly #hidden: readonly string[];
  #known: readonly string[] = [];
  #pattern: RegExp | undefined;

  /**
   * @param secrets - Called on each use, since secrets can be rotated.
   * @param hidden - Members of bodies whose values are not shown, whatever they are, such as a private key or a telephone number.
   */
  constructor(secrets: () => readonly string[], hidden: readonly string[] = []) {
    this.#secrets = secrets;
    this.#hidden = hidden;
    this.#pattern = patternOf([], hidden);
  }

  /** One that knows more secrets. */
  plus(more: readonly string[]): Redactor {
    return new Redactor(() => [...this.#secrets(), ...more], this.#hidden);
  }

  /** `text` without secrets. */
  text(text: string): string {
    const pattern = this.#current();
    return pattern === undefined ? text : text.replace(pattern, masked);
  }

  /** The most characters that a secret takes, however it is spelled. */
  get reach(): number {
    return reachOf(this.#secrets());
  }

  /** The same for a text that was cut at its end, in the middle of a secret perhaps: without the last {@link reach} characters. */
  beginning(text: string): string {
    const clean = this.text(text);
    return clean.slice(0, Math.max(0, clean.length - this.reach));
  }

  /** A copy of JSON-like data without secrets, keys included; the data itself when it holds none. */
  value(value: unknown): unknown {
    return this.#value(value, new Map(), 0);
  }

  /**
   * The cause of an error without secrets. One that holds none stays the same object, so that a caller's own reason keeps its
   * identity; an error that holds some is replaced by a copy of its name, code, text, stack and causes.
   */
  cause(cause: unknown): unknown {
    return typeof cause === 'object' && cause !== null && this.#clean(cause) ? cause : this.#copy(cause, 0);
  }

  /** An error of the SDK's own, scrubbed in place, so that it keeps its class and whatever a vendor package added to it. */
  own<E extends Error>(error: E): E {
    if (this.#clean(error)) return error;
    for (const key of ['message', 'stack', 'cause', ...Object.keys(error)]) {
      const value: unknown = Reflect.get(error, key);
      const clean = isErrorLike(value) ? this.cause(value) : this.value(value);
      if (clean !== value)
        Object.defineProperty(error, key, { value: clean, configurable: true, writable: true });
    }
    return error;
  }

  /** Whether printing shows no secret. Goes deeper than any usual way to print an error. */
  #clean(value: object): boolean {
    try {
      const printed = inspect(value, { depth: 6, maxStringLength: null, breakLength: Infinity });
      return this.text(printed) === printed;
    } catch {
      return false;
    }
  }

  #copy(cause: unknown, depth: number): unknown {
    if (!isErrorLike(cause)) return this.value(cause);
    if (depth > 8) return undefined;
    const inner = cause.cause === undefined ? undefined : { cause: this.#copy(cause.cause, depth + 1) };
    const message = this.text(cause.message);
    const copy =
      'errors' in cause && Array.isArray(cause.errors)
        ? new AggregateError(
            cause.errors.map((error) => this.#copy(error, depth + 1)),
            message,
            inner,
          )
        : new Error(message, inner);
    Object.defineProperty(copy, 'name', { value: this.text(cause.name), configurable: true });
    copy.stack = this.text(cause.stack ?? '');
    const code: unknown = Reflect.get(cause, 'code');
    return typeof code === 'string' ? Object.assign(copy, { code: this.text(code) }) : copy;
  }

  #value(value: unknown, done: Map<object, unknown>, depth: number): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (done.has(value)) return done.get(value);
    if (depth > DEEPEST) return '[nested too deep to show]';
    // Until the copy is made: data that holds itself cannot be copied as it is.
    done.set(value, '[circular]');
    const clean = this.#object(value, done, depth + 1);
    done.set(value, clean);
    return clean;
  }

  #object(value: object, done: Map<object, unknown>, depth: number): unknown {
    if (Array.isArray(value)) {
      const copy = value.map((item) => this.#value(item, done, depth));
      return copy.every((item, i) => Object.is(item, value[i])) ? value : copy;
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      // A Map, URL, class of a program: shown as text where it cannot be shown as it is.
      return this.#clean(value) ? value : this.text(inspectSafely(value));
    }
    const entries = Object.entries(value);
    const copy = entries.map(
      ([key, item]) =>
        [
          this.text(key),
          this.#hidden.includes(key) && item != null ? MASK : this.#value(item, done, depth),
        ] as const,
    );
    const same = copy.every(([key, item], i) => key === entries[i]?.[0] && Object.is(item, entries[i]?.[1]));
    return same ? value : Object.fromEntries(copy);
  }

  #current(): RegExp | undefined {
    const secrets = this.#secrets();
    if (secrets.length !== this.#known.length || secrets.some((secret, i) => secret !== this.#known[i])) {
      this.#known = [...secrets];
      this.#pattern = patternOf(secrets, this.#hidden);
    }
    return this.#pattern;
  }
}

/** What is put in place of a match: where a number of JSON stood the text is JSON still. */
function masked(...found: readonly unknown[]): string {
  const groups = found.at(-1);
  const number: unknown =
    typeof groups === 'object' && groups !== null ? Reflect.get(groups, 'number') : undefined;
  return number === undefined ? MASK : `"${MASK}"`;
}

/** What stands for a secret in text: its encodings, and the values of hidden members in JSON, cut or whole, and as `inspect` prints them. */
function patternOf(secrets: readonly string[], hidden: readonly string[]): RegExp | undefined {
  const all = [...new Set(secrets.filter((secret) => secret !== '').flatMap(encodingsOf))];
  // Longest first, so that one secret which contains another is masked whole.
  const sources = all.toSorted((a, b) => b.length - a.length);
  if (hidden.length > 0) {
    const names = hidden.join('|');
    sources.push(
      `(?<="(?:${names})"\\s*:\\s*")(?:[^"\\\\]|\\\\.)*`,
      `(?<="(?:${names})"\\s*:\\s*)(?<number>-?\\d[\\d.eE+-]*)`,
      `(?<=\\b(?:${names}): )(?:'(?!\\[redacted\\]')(?:[^'\\\\]|\\\\.)*'|\\d+)`,
    );
  }
  return sources.length === 0 ? undefined : new RegExp(sources.join('|'), 'g');
}

function inspectSafely(value: object): string {
  try {
    return inspect(value, { depth: 6 });
  } catch {
    return '[cannot be shown]';
  }
}
