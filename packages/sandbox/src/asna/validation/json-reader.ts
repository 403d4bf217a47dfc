/** Where a value ends in its text: the line from 1, characters of that line before the end. */
export interface Place {
  readonly line: number;
  readonly position: number;
}

/** Text that is no JSON, in the words of ASNA's parser. */
export class JsonProblem extends Error {}

/** Reads a JSON text piece by piece and knows where it is. */
export class JsonReader {
  readonly #text: string;
  #at = 0;
  #line = 1;
  #lineStart = 0;

  constructor(text: string) {
    this.#text = text.startsWith('\uFEFF') ? text.slice(1) : text;
  }

  get ended(): boolean {
    return this.#at >= this.#text.length;
  }

  /** The place behind what was read last. */
  place(): Place {
    return { line: this.#line, position: this.#at - this.#lineStart };
  }

  /** The next character, which stays. */
  peek(path: string): string {
    if (this.ended) this.fail('Unexpected end when reading JSON.', path);
    return this.#text.charAt(this.#at);
  }

  take(): void {
    this.#at += 1;
  }

  skipSpace(): void {
    while (!this.ended) {
      const next = this.#text.charAt(this.#at);
      if (next === '\n') {
        this.#line += 1;
        this.#lineStart = this.#at + 1;
      } else if (next !== ' ' && next !== '\t' && next !== '\r') return;
      this.#at += 1;
    }
  }

  /** A string, from its first quote on. */
  string(path: string): string {
    const [raw] = this.#match(/"[^"\\\p{Cc}]*(?:\\.[^"\\\p{Cc}]*)*"/uy) ?? [];
    if (raw === undefined) this.fail('Unterminated string. Expected delimiter: ".', path);
    try {
      return String(JSON.parse(raw));
    } catch {
      return this.fail('Bad JSON escape sequence.', path);
    }
  }

  /** A number, or true, false or null. */
  literal(path: string): unknown {
    const [raw] = this.#match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y) ?? [];
    if (raw === undefined) this.fail('Unexpected character encountered while parsing value: ?', path);
    const value: unknown = JSON.parse(raw);
    return value;
  }

  /** Ends with a sentence; `?` stands for the character that is in the way. */
  fail(sentence: string, path: string): never {
    const { line, position } = this.place();
    const words = sentence.replace('?', this.#text.charAt(this.#at));
    throw new JsonProblem(
      `${words.replace(/\.?$/, '.')} Path '${path}', line ${line}, position ${position}.`,
    );
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found !== null) this.#at = pattern.lastIndex;
    return found;
  }
}
