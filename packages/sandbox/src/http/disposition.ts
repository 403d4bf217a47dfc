/** What `Content-Disposition` of a form part says. */
export interface Disposition {
  readonly type: string;
  readonly name?: string;
  readonly filename?: string;
}

/** One parameter: a token, an optional star, and a value that is quoted or not. */
const PARAMETER = /;\s*([\w!#$%&'+.^`|~-]+)(\*?)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s"]*))/gy;

/**
 * Reads the header of a part. `filename*` (RFC 5987) is preferred to `filename`, which is taken as raw UTF-8 and otherwise as
 * it stands: `%22`, which browsers write for a quote, is not undone, because many servers do not.
 */
export function parseDisposition(header: string): Disposition {
  const type = /^[^;]*/.exec(header)?.[0].trim().toLowerCase() ?? '';
  const plain = new Map<string, string>();
  const extended = new Map<string, string>();
  for (const [, name = '', star, quoted, token = ''] of header
    .slice(header.indexOf(';'))
    .matchAll(PARAMETER)) {
    const value = quoted?.replaceAll(/\\(.)/gs, '$1') ?? token;
    if (star === '') plain.set(name.toLowerCase(), value);
    else extended.set(name.toLowerCase(), decodeExtended(value) ?? '');
  }
  const [name, filename] = [plain.get('name'), extended.get('filename') || plain.get('filename')];
  return { type, ...(name !== undefined && { name }), ...(filename !== undefined && { filename }) };
}

function decodeExtended(value: string): string | undefined {
  const encoded = /^utf-8'[^']*'(.*)$/i.exec(value)?.[1];
  try {
    return encoded === undefined ? undefined : decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

/** The header for a download: an ASCII name for the simple, the true one for the rest. */
export function attachment(filename: string): string {
  const simple = filename.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const extended = encodeURIComponent(filename.toWellFormed()).replaceAll(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${simple}"; filename*=UTF-8''${extended}`;
}
