/** Shorter secrets are masked only as whole words: replacing every `a` would leave no text to read. */
const SHORT = 4;
/** Shorter secrets are not looked for inside base64 of something longer: what is left of them there is too little. */
const LONG = 8;

/** `%` as URLs write it, which another URL may have quoted, and another that one. */
const PERCENT = '%(?:25){0,3}';

/** The backslash of JSON and of JSON in JSON, which a URL may have quoted. */
const ESCAPE = `(?:\\\\|${PERCENT}5[cC])`;

/** How HTML writes what it escapes. */
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#(?:39|x27);',
};

/** Sources of patterns for the spellings under which one secret can turn up in text. */
export function encodingsOf(secret: string): string[] {
  if (secret.length < SHORT) return [`(?<![\\w-])${escaped(secret)}(?![\\w-])`];
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  const sources = [
    Array.from(secret, spelled).join(''),
    hex,
    hex.toUpperCase(),
    // How a Buffer prints.
    hex.replaceAll(/..(?!$)/g, '$& '),
    // What is packed in base64 may be a URL or a form.
    ...[secret, encodeURIComponent(secret), formEncoded(secret)].flatMap(inBase64),
  ];
  return [...new Set(sources)];
}

/** The most characters that a spelling takes for one of a secret: `%25XX`, and HTML. */
const WIDEST = 6;

/** The most characters that a spelling of one of the secrets takes. */
export function reachOf(secrets: readonly string[]): number {
  return WIDEST * Math.max(0, ...secrets.map(({ length }) => length));
}

/** One character in any of its spellings: texts that quote texts mix them. */
function spelled(char: string): string {
  if (/^[A-Za-z0-9]$/.test(char)) return char;
  const percent = Array.from(Buffer.from(char), (byte) => PERCENT + inEitherCase(hexOf(byte, 2))).join('');
  const own =
    char === '\\' ? `${ESCAPE}{1,4}` : char === '"' ? `${ESCAPE}{0,3}(?:"|${PERCENT}22)` : escaped(char);
  const others = [
    ...(char === ' ' ? ['\\+'] : []),
    ...(ENTITIES[char] === undefined ? [] : [ENTITIES[char]]),
    // JSON that goes into a page.
    ...(char.length === 1 ? [`${ESCAPE}{1,3}u${inEitherCase(hexOf(char.charCodeAt(0), 4))}`] : []),
  ];
  return `(?:${[own, percent, ...others].join('|')})`;
}

function hexOf(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0');
}

function inEitherCase(hex: string): string {
  return hex.replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

/** As a form has it, which escapes more than a URL. */
function formEncoded(secret: string): string {
  return new URLSearchParams([['', secret]]).toString().slice(1);
}

/** Base64 of a text that holds the secret: at any of three offsets, without the characters it shares with its neighbours. */
function inBase64(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const whole = base64Spelled(bytes.toString('base64').replace(/=+$/, ''));
  const padded = `${whole}(?:=|${PERCENT}3[dD]){0,2}`;
  if (secret.length < LONG) return [padded];
  const inside = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const tail = (bytes.length + offset) % 3 === 0 ? 0 : 1;
    return base64Spelled(text.slice([0, 2, 3][offset], text.length - tail));
  });
  return [padded, ...inside];
}

/** Base64 in both of its alphabets, in URLs and in JSON. */
function base64Spelled(text: string): string {
  return text.replaceAll(/[+/]/g, (char) =>
    char === '+' ? `(?:[+-]|${PERCENT}2[bB])` : `(?:\\\\?/|_|${PERCENT}2[fF])`,
  );
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
