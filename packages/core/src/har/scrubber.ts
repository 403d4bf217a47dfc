import { encodingsOf } from '../secrets/secret-encodings.ts';

const MASK = '[redacted]';

/** Headers whose whole value is a credential. */
const SECRET_HEADERS =
  /^(?:authorization|proxy-authorization|cookie|set-cookie|x-api-key|x-signature)$|token|secret|session|api-?key/i;

/** Members of JSON and of forms whose values are credentials, or the answers to them. */
const SECRET_MEMBERS =
  'access_token|refresh_token|id_token|client_secret|clientSecret|secret|password|token|apiKey|api_key|sslKey|private_key';
const IN_JSON = new RegExp(`("(?:${SECRET_MEMBERS})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"?`, 'gi');
const IN_FORM = new RegExp(`((?:^|[?&])(?:${SECRET_MEMBERS})=)[^&#\\s]*`, 'gi');

/** A JSON web token, whoever it belongs to. */
const JWT = /\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g;

/**
 * Takes credentials out of what is written down: those that the clients of a transport know, those that stand where credentials stand, and
 * whatever was seen in such a place before.
 */
export class Scrubber {
  readonly #known = new Set<(text: string) => string>();
  readonly #seen = new Set<string>();
  #pattern: RegExp | undefined;

  /** One more client says how it takes its own secrets out. */
  knows(scrub: (text: string) => string): void {
    this.#known.add(scrub);
  }

  /** Headers as they may be written down. */
  headers(headers: Readonly<Record<string, string>>): { name: string; value: string }[] {
    return Object.entries(headers).map(([name, value]) => {
      if (!SECRET_HEADERS.test(name)) return { name, value: this.text(value) };
      this.#remember(value);
      return { name, value: MASK };
    });
  }

  /** A text as it may be written down. */
  text(text: string): string {
    let clean = text;
    for (const scrub of this.#known) clean = scrub(clean);
    if (this.#pattern !== undefined) clean = clean.replace(this.#pattern, MASK);
    return clean.replace(IN_JSON, `$1"${MASK}"`).replace(IN_FORM, `$1${MASK}`).replace(JWT, MASK);
  }

  /** The parts of a header's value that are long enough to be a secret. */
  #remember(value: string): void {
    const before = this.#seen.size;
    for (const part of value.split(/[\s,;]+/)) {
      // A name, and not the end of base64.
      const secret = part.replace(/^[\w-]+=(?=[^=])/, '').replace(/^"|"$/g, '');
      if (secret.length >= 8) this.#seen.add(secret);
    }
    if (this.#seen.size > before)
      this.#pattern = new RegExp([...this.#seen].flatMap(encodingsOf).join('|'), 'g');
  }
}
