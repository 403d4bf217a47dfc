/** Longest file name of common file systems, in bytes of UTF-8. */
const MOST_BYTES = 255;

/** Separators, what Windows refuses, control characters, and those that turn the direction of text or cannot be seen. */
const UNSAFE = /[/\\:*?"<>|\p{Cc}\p{Bidi_Control}\u200b\u2028\u2029\u2060\ufeff]/gu;

/** Names that are devices on Windows, whatever follows their first dot. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\s*(?:\.|$))/iu;

/**
 * A name from the wire as a name that a file can have on any system: one path component, never `.` or `..`, at most 255 bytes. `fallback`
 * takes the place of a name of which nothing is left.
 */
export function safeName(name: string, fallback: string): string {
  const clean = tidy(name);
  return fit(clean === '' ? tidy(fallback) || 'file' : clean, '');
}

/** The name with ` (2)`, ` (3)`, … before its extension, cut so that it still fits. */
export function numberedName(name: string, number: number): string {
  return number < 2 ? name : fit(name, ` (${number})`);
}

/** What two names have in common that a file system may take for the same. */
export function collisionKey(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase();
}

function tidy(name: string): string {
  const clean = name
    .toWellFormed()
    .replaceAll(UNSAFE, '_')
    .replace(/^\s+/u, '')
    // Windows drops dots and spaces at the end, and `..` is made of nothing else.
    .replace(/[.\s]+$/u, '');
  return RESERVED.test(clean) ? `_${clean}` : clean;
}

/** Cuts the part before the extension so that name, suffix and extension fit together. */
function fit(name: string, suffix: string): string {
  const dot = name.lastIndexOf('.');
  const extension =
    dot > 0 && Buffer.byteLength(name) - Buffer.byteLength(name.slice(0, dot)) <= 32 ? name.slice(dot) : '';
  const stem = name.slice(0, name.length - extension.length);
  return cut(stem, MOST_BYTES - Buffer.byteLength(suffix + extension)) + suffix + extension;
}

function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    used += Buffer.byteLength(segment);
    if (used > bytes) break;
    kept += segment;
  }
  return kept.replace(/[.\s]+$/u, '') || 'file';
}
