const MASK = '[redacted]';

/** Shorter secrets are masked only as whole words: replacing every `a` would leave no text to read. */
const SHORT = 4;

function patternOf(secret: string): RegExp {
  const escaped = secret.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return new RegExp(secret.length < SHORT ? `(?<![\\w-])${escaped}(?![\\w-])` : escaped, 'g');
}

/** The spellings under which one secret can turn up in text. */
function spellings(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const base64 = Buffer.from(secret).toString('base64');
  return [...new Set([secret, encodeURIComponent(secret), json, base64])];
}

/**
 * Takes every secret the client knows out of what may be printed. One per client; everything that ends in an error, a log line
 * or a hook goes through it.
 */
export class Redactor {
  readonly #secrets: () => readonly string[];
  #known: readonly string[] = [];
  #patterns: readonly RegExp[] = [];

  /** @param secrets - Called on each use, since secrets can be rotated. */
  constructor(secrets: () => readonly string[]) {
    this.#secrets = secrets;
  }

  /** `text` without secrets. */
  text(text: string): string {
    let clean = text;
    for (const pattern of this.#current()) clean = clean.replace(pattern, MASK);
    return clean;
  }

  /** A copy of JSON-like data without secrets, keys included. */
  value(value: unknown): unknown {
    return this.#value(value, new WeakSet());
  }

  /**
   * The cause of an error without secrets. An error that holds none stays the same object, so that a caller's own reason keeps
   * its identity; one that holds some is replaced by a copy of its class name, code, text and stack.
   */
  cause(cause: unknown): unknown {
    return this.#cause(cause, 0);
  }

  #cause(cause: unknown, depth: number): unknown {
    if (depth > 8) return undefined;
    if (!(cause instanceof Error)) return this.value(cause);
    const inner = cause.cause === undefined ? undefined : this.#cause(cause.cause, depth + 1);
    const nested = cause instanceof AggregateError ? cause.errors.map((e) => this.#cause(e, depth + 1)) : [];
    const own = Object.fromEntries(Object.entries(cause));
    const text = `${cause.message}\n${cause.stack ?? ''}`;
    const sameOwn = this.value(own) === own;
    const sameNested = !(cause instanceof AggregateError) || nested.every((e, i) => e === cause.errors[i]);
    if (inner === cause.cause && sameOwn && sameNested && this.text(text) === text) return cause;
    const copy = new Error(this.text(cause.message), inner === undefined ? undefined : { cause: inner });
    Object.defineProperty(copy, 'name', { value: cause.name, configurable: true });
    copy.stack = this.text(cause.stack ?? '');
    const code: unknown = own['code'];
    return typeof code === 'string' ? Object.assign(copy, { code: this.text(code) }) : copy;
  }

  #value(value: unknown, seen: WeakSet<object>): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (seen.has(value)) return value;
    seen.add(value);
    if (Array.isArray(value)) {
      const copy = value.map((item) => this.#value(item, seen));
      return copy.every((item, i) => Object.is(item, value[i])) ? value : copy;
    }
    const entries = Object.entries(value);
    const copy = entries.map(([key, item]) => [this.text(key), this.#value(item, seen)] as const);
    const same = copy.every(([key, item], i) => key === entries[i]?.[0] && Object.is(item, entries[i]?.[1]));
    return same ? value : Object.fromEntries(copy);
  }

  #current(): readonly RegExp[] {
    const secrets = this.#secrets();
    if (secrets.length !== this.#known.length || secrets.some((secret, i) => secret !== this.#known[i])) {
      const all = secrets.filter((secret) => secret !== '').flatMap(spellings);
      this.#known = [...secrets];
      // Longest first, so that one secret which contains another is masked whole.
      this.#patterns = all.toSorted((a, b) => b.length - a.length).map(patternOf);
    }
    return this.#patterns;
  }
}
