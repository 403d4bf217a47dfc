import { isUtf8 } from 'node:buffer';
import type { Answer } from './profile.ts';
import type { TransportResponse } from './transport/transport.ts';

/** The most of a failing answer that is read. */
export const ERROR_BODY_LIMIT = 64 * 1024;
/** The most of a JSON answer that is read. */
export const JSON_BODY_LIMIT = 64 * 1024 * 1024;

/** Text of a body, with a replacement character for what is not UTF-8. */
export function bodyText({ bytes }: { bytes: Uint8Array }): string {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start).toString('utf8');
}

/** Whether bytes are text without damage. */
export function isText(bytes: Uint8Array): boolean {
  return isUtf8(bytes);
}

/** An answer with its body as JSON where it is, as text where it is not. */
export interface ParsedAnswer extends Answer {
  /** False for text that is not JSON. */
  readonly json: boolean;
}

/** Reads the text of an answer. */
export function answerOf({ status, headers }: TransportResponse, text: string): ParsedAnswer {
  try {
    const body: unknown = JSON.parse(text);
    return { status, headers, body, json: true };
  } catch {
    const body = text.trim() === '' ? undefined : text;
    return { status, headers, body, json: body === undefined };
  }
}
