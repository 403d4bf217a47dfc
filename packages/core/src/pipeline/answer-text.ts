import { isUtf8 } from 'node:buffer';
import type { Answer } from '../operation/profile.ts';
import type { TransportResponse } from '../transport/transport.ts';

/** The most of a failing answer that is read. */
export const ERROR_BODY_LIMIT = 64 * 1024;
/** The most of a JSON answer that is read. */
export const JSON_BODY_LIMIT = 64 * 1024 * 1024;

/**
 * Text of a body, by the charset that its Content-Type declares: old gateways send windows-1251. UTF-8 where it declares none or one that
 * nobody knows, with a replacement character for what is not UTF-8.
 */
export function bodyText(
  { bytes }: { bytes: Uint8Array },
  { headers }: Pick<TransportResponse, 'headers'>,
): string {
  const decoder = decoderFor(headers);
  if (decoder !== undefined) return decoder.decode(bytes);
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start).toString('utf8');
}

/** Whether bytes are text without damage. */
export function isText(bytes: Uint8Array, { headers }: Pick<TransportResponse, 'headers'>): boolean {
  return decoderFor(headers) !== undefined || isUtf8(bytes);
}

/** The decoder of a charset other than UTF-8. */
function decoderFor(headers: TransportResponse['headers']): InstanceType<typeof TextDecoder> | undefined {
  const type = headers['content-type'];
  if (type === undefined || !/charset/i.test(type)) return undefined;
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(type)?.[1]?.toLowerCase();
  if (charset === undefined || charset === 'utf-8' || charset === 'utf8') return undefined;
  try {
    const decoder = new TextDecoder(charset === 'cp866' ? 'ibm866' : charset);
    return decoder.encoding === 'utf-8' ? undefined : decoder;
  } catch {
    return undefined;
  }
}

/** An answer with its body as JSON where it is, as text where it is not. */
export interface ParsedAnswer extends Answer {
  /** False for text that is not JSON. */
  readonly json: boolean;
}

/** Keeps the digits of an integer that would be rounded. */
function exactly(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  return typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source ?? '')
    ? source
    : value;
}

/** Reads the text of an answer. `exact`: integers beyond 2^53 become text. */
export function answerOf(
  { status, headers }: Pick<TransportResponse, 'status' | 'headers'>,
  text: string,
  exact = false,
): ParsedAnswer {
  try {
    const body: unknown = exact ? JSON.parse(text, exactly) : JSON.parse(text);
    return { status, headers, body, json: true };
  } catch {
    const body = text.trim() === '' ? undefined : text;
    return { status, headers, body, json: body === undefined };
  }
}
