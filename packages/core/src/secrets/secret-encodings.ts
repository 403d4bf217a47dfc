/** Shorter secrets are masked only as whole words: replacing every `a` would leave no text to read. */
const SHORT = 4;
/** Shorter secrets are not looked for inside base64 of something longer: what is left of them there is too little. */
const LONG = 8;

/** Sources of patterns for the spellings under which one secret can turn up in text. */
export function encodingsOf(secret: string): string[] {
  if (secret.length < SHORT) return [`(?<![\\w-])${escaped(secret)}(?![\\w-])`];
  const url = encodeURIComponent(secret);
  const hex = Buffer.from(secret).toString('hex');
  const plain = [
    secret,
    url,
    url.replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
    url.replaceAll('%20', '+'),
    // An answer that quotes a form or a query as part of another URL.
    encodeURIComponent(url),
    encodeURIComponent(url.replaceAll('%20', '+')),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    hex,
    hex.toUpperCase(),
    // How a Buffer prints.
    hex.replaceAll(/..(?!$)/g, '$& '),
    ...inBase64(secret),
  ];
  return [...new Set(plain)].map(escaped);
}

/** Base64 of a text that holds the secret: at any of three offsets, without the characters it shares with its neighbours. */
function inBase64(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const whole = [bytes.toString('base64'), bytes.toString('base64url')];
  if (secret.length < LONG) return whole;
  const inside = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const tail = (bytes.length + offset) % 3 === 0 ? 0 : 1;
    return text.slice([0, 2, 3][offset], text.length - tail);
  });
  return [...whole, ...inside, ...inside.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))];
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
