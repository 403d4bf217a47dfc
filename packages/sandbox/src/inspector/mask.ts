import type { RecordedRequest } from '../requests/ledger.ts';

const MASK = '***';

/** Names of members and fields that hold secrets, whatever the vendor. */
const SECRET_NAME = /(secret|password|passwd|token|api_?key|private_?key|^sid$|credential)/i;

/** What stands after such a name in a text that is no whole JSON document. */
const SECRET_MEMBER =
  /("[^"]{0,64}(?:secret|password|token|api_?key|private_?key)[^"]{0,64}"\s*:\s*")(?:[^"\\]|\\.)*/gi;

/** Hides secrets: by the names they have, and by what they are. */
export class Mask {
  readonly #secrets: () => readonly string[];

  constructor(secrets: () => readonly string[]) {
    this.#secrets = secrets;
  }

  /** A request as it may be shown. */
  request(record: RecordedRequest): RecordedRequest {
    const hide = this.#hider();
    const { json, query, headers, path, ...others } = record;
    return {
      ...others,
      path: hide(path),
      headers: mapValues(headers, hide),
      query: Object.fromEntries(
        Object.entries(query).map(([name, value]) => [
          name,
          SECRET_NAME.test(name) ? MASK : typeof value === 'string' ? hide(value) : value.map(hide),
        ]),
      ),
      ...(json !== undefined && { json: maskJson(json, hide) }),
    };
  }

  headers(headers: Readonly<Record<string, string>>): Record<string, string> {
    return mapValues(headers, this.#hider());
  }

  /** The text of a body: as JSON when it is, otherwise a text. */
  body(text: string, type: string): { readonly json: unknown } | { readonly text: string } {
    const hide = this.#hider();
    if (/x-www-form-urlencoded/i.test(type)) return { text: maskForm(text, hide) };
    try {
      return { json: maskJson(JSON.parse(text), hide) };
    } catch {
      return { text: hide(text.replace(SECRET_MEMBER, `$1${MASK}`)) };
    }
  }

  #hider(): (text: string) => string {
    const secrets = this.#secrets().filter((secret) => secret.length >= 4);
    return (text) => secrets.reduce((shown, secret) => shown.replaceAll(secret, MASK), text);
  }
}

function maskJson(value: unknown, hide: (text: string) => string): unknown {
  if (typeof value === 'string') return hide(value);
  if (Array.isArray(value)) return value.map((item) => maskJson(item, hide));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      hide(name),
      SECRET_NAME.test(name) && (typeof member === 'string' || typeof member === 'number')
        ? MASK
        : maskJson(member, hide),
    ]),
  );
}

function maskForm(text: string, hide: (text: string) => string): string {
  return [...new URLSearchParams(text)]
    .map(([name, value]) => `${hide(name)}=${SECRET_NAME.test(name) ? MASK : hide(value)}`)
    .join('\n');
}

function mapValues(
  headers: Readonly<Record<string, string>>,
  hide: (text: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, hide(value)]));
}
