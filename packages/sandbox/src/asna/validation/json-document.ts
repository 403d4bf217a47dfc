import { JsonReader, JsonProblem, type Place } from './json-reader.ts';

/** A parsed text, with the place of every value by its path. */
export interface JsonDocument {
  readonly value: unknown;
  readonly places: ReadonlyMap<string, Place>;
}

/** Parses JSON; what is none comes back as the sentence that ASNA's parser (Newtonsoft's) would say. */
export function parseJson(text: string): JsonDocument | { readonly problem: string } {
  try {
    return new Parser(text).document();
  } catch (error) {
    if (error instanceof JsonProblem) return { problem: error.message };
    // Nested too deep for the parser itself.
    if (error instanceof RangeError) return { problem: 'The reader has exceeded its MaxDepth.' };
    throw error;
  }
}

class Parser {
  readonly #reader: JsonReader;
  readonly #places = new Map<string, Place>();

  constructor(text: string) {
    this.#reader = new JsonReader(text);
  }

  document(): JsonDocument {
    const value = this.#value('');
    this.#reader.skipSpace();
    if (!this.#reader.ended)
      this.#reader.fail('Additional text encountered after finished reading JSON content: ?', '');
    return { value, places: this.#places };
  }

  #value(path: string): unknown {
    const reader = this.#reader;
    reader.skipSpace();
    const next = reader.peek(path);
    const value =
      next === '{'
        ? this.#object(path)
        : next === '['
          ? this.#array(path)
          : next === '"'
            ? reader.string(path)
            : reader.literal(path);
    this.#places.set(path, reader.place());
    return value;
  }

  #object(path: string): Record<string, unknown> {
    const reader = this.#reader;
    const members: [string, unknown][] = [];
    reader.take();
    reader.skipSpace();
    if (reader.peek(path) === '}') {
      reader.take();
      return {};
    }
    for (;;) {
      reader.skipSpace();
      if (reader.peek(path) !== '"') reader.fail('Invalid property identifier character: ?', path);
      const name = reader.string(path);
      reader.skipSpace();
      if (reader.peek(path) !== ':')
        reader.fail("Invalid character after parsing property name. Expected ':' but got: ?", path);
      reader.take();
      const member = path === '' ? name : `${path}.${name}`;
      members.push([name, this.#value(member)]);
      if (this.#last('}', member)) return Object.fromEntries(members);
    }
  }

  #array(path: string): unknown[] {
    const reader = this.#reader;
    const items: unknown[] = [];
    reader.take();
    reader.skipSpace();
    if (reader.peek(path) === ']') {
      reader.take();
      return items;
    }
    for (;;) {
      const item = `${path}[${items.length}]`;
      items.push(this.#value(item));
      if (this.#last(']', item)) return items;
    }
  }

  /** After a value: whether its container ends here. */
  #last(end: string, path: string): boolean {
    const reader = this.#reader;
    reader.skipSpace();
    const next = reader.peek(path);
    if (next !== ',' && next !== end)
      reader.fail('After parsing a value an unexpected character was encountered: ?', path);
    reader.take();
    return next === end;
  }
}
