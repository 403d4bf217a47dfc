import { randomBytes } from 'node:crypto';

/** What may stand in every place where a credential goes: the characters of a bearer token. */
const PLAIN = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/';
/** Those that URLs, JSON and HTML spell in another way. */
const ODD = `${PLAIN}&<>"'%=`;

/** Characters of a secret: enough that no part of eight turns up by chance. */
const LENGTH = 40;

/** A secret that nobody else has; `odd` ones hold characters that are escaped in most places. */
export function marked(odd = false): string {
  const letters = odd ? ODD : PLAIN;
  return Array.from(randomBytes(LENGTH), (byte) => letters[byte % letters.length]).join('');
}

/** How much of a secret is one too many. */
const WINDOW = 8;

/** Finds any eight characters of any of the secrets in a text: as they are, URL-encoded, and in base64 of a text that holds them anywhere. */
export class Finder {
  /** What is looked for, by its first eight characters. */
  readonly #parts = new Map<string, { readonly kind: string; readonly spelling: string }[]>();

  /** @param secrets - By what they are. */
  constructor(secrets: Readonly<Record<string, string>>) {
    for (const [kind, secret] of Object.entries(secrets)) {
      for (let at = 0; at + WINDOW <= secret.length; at += 1)
        this.#learn(kind, secret.slice(at, at + WINDOW));
    }
  }

  /** What was found, and with what around it; empty where there is nothing. */
  in(text: string): string[] {
    const found = new Map<string, string>();
    for (let at = 0; at + WINDOW <= text.length; at += 1) {
      for (const { kind, spelling } of this.#parts.get(text.slice(at, at + WINDOW)) ?? []) {
        if (!found.has(kind) && text.startsWith(spelling, at))
          found.set(kind, `${kind} in …${text.slice(Math.max(0, at - 60), at + WINDOW + 20)}…`);
      }
    }
    return [...found.values()];
  }

  #learn(kind: string, part: string): void {
    for (const spelling of [part, encodeURIComponent(part), ...inBase64(part)]) {
      const start = spelling.slice(0, WINDOW);
      this.#parts.set(start, [...(this.#parts.get(start) ?? []), { kind, spelling }]);
    }
  }
}

/** Base64 of a text that holds the part: at each of the three places that its first byte can have, without what it shares with its neighbours. */
function inBase64(part: string): string[] {
  const bytes = Buffer.from(part);
  return [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const inner = text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
