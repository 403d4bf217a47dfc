import { isUtf8 } from 'node:buffer';
import type { Issue } from '@partner-apis/core';
import type { AsnaEventName } from '../api/event-names.ts';
import { membersOf } from '../api/members.ts';
import { bytesOf } from './adapters/raw-body.ts';
import { duplicateKey, stringsIn, stringsOfParsed } from './duplicate-key.ts';
import { verifySignature } from './signature/signature.ts';
import type { WebhookSecrets } from './signature/secrets.ts';
import { WebhookPayloadError } from './webhook-payload-error.ts';

/** A webhook of ASNA. "Other capabilities", security of webhooks. */
export interface WebhookEvent {
  /** GUID of the client that the event is about, such as a pharmacy. */
  ClientId: string;
  /** Name of the event. */
  Event: AsnaEventName;
  /** What became of the package, in English: `Processed` in the manual's sample. */
  Message: string;
  /** GUID of the package: the id of `messages.getStatus`. */
  MessageId: string;
  /** ISO 8601 with up to seven digits of a second. */
  Date: string;
  /** Members that the manual does not have are kept as they came. */
  [member: string]: unknown;
}

/**
 * Checks the signature of a webhook over its bytes as received, and only then reads them.
 *
 * @param rawBody - The body as it came, before any parser. Text stands for its UTF-8 bytes.
 * @param signatureHeader - Value of `X-Signature`.
 * @param secrets - The key of `webhooks.getKey()`, or several while keys are being changed.
 * @throws WebhookSignatureError when it is not from ASNA.
 * @throws WebhookPayloadError when it is, and is no event.
 * @throws ConfigurationError for a body that was parsed already, and for an empty key.
 */
export function verifyWebhook(
  rawBody: Uint8Array | string,
  signatureHeader: string | readonly string[] | null | undefined,
  secrets: WebhookSecrets,
): WebhookEvent {
  const bytes = bytesOf(rawBody);
  verifySignature(bytes, signatureHeader, secrets);
  return parseEvent(bytes);
}

/** Reads a body whose signature was right. What two readers could understand differently is refused. */
export function parseEvent(bytes: Uint8Array): WebhookEvent {
  const text = textOf(bytes);
  // What was no UTF-8 is replaced by this character; the bytes are looked at where it stands.
  if (text.includes('\ufffd') && !isUtf8(bytes)) throw invalid([{ path: [], message: 'is not UTF-8 text' }]);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid([{ path: [], message: 'is not JSON' }]);
  }
  const strings = stringsOfParsed(value);
  if (strings === undefined) throw invalid([{ path: ['__proto__'], message: 'is not allowed' }]);
  // Which name it is, is looked for only where there is one.
  const twice = strings === stringsIn(bytes, strings) ? undefined : duplicateKey(text);
  if (twice !== undefined) throw invalid([{ path: [twice], message: 'stands there twice' }]);
  if (isEvent(value)) return value;
  throw invalid(issuesOf(value));
}

/** The text of UTF-8 bytes, without a byte order mark. */
function textOf(bytes: Uint8Array): string {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start).toString('utf8');
}

/** Members that every event has, each a text. */
const TEXTS = ['ClientId', 'Event', 'Message', 'MessageId', 'Date'] as const;

// Without a schema: who only verifies webhooks does not bundle a library for it.
function isEvent(value: unknown): value is WebhookEvent {
  const members = membersOf(value);
  return TEXTS.every((name) => typeof members[name] === 'string') && members['Event'] !== '';
}

function issuesOf(value: unknown): Issue[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [{ path: [], message: 'Invalid input: expected object' }];
  const members = membersOf(value);
  return TEXTS.flatMap((name): Issue[] => {
    if (typeof members[name] !== 'string')
      return [{ path: [name], message: 'Invalid input: expected string' }];
    return name === 'Event' && members[name] === '' ? [{ path: [name], message: 'must not be empty' }] : [];
  });
}

function invalid(issues: readonly Issue[]): WebhookPayloadError {
  const text = issues.map(({ path, message }) => [...path, message].join(': ')).join('; ');
  return new WebhookPayloadError(
    `An ASNA webhook has the right signature, but its body is no event: ${text}.`,
    issues,
  );
}
