import { isUtf8 } from 'node:buffer';
import type { Issue } from '@partner-apis/core';
import { z } from 'zod';
import type { AsnaEventName } from '../api/event-names.ts';
import { bytesOf } from './adapters/raw-body.ts';
import { duplicateKey } from './duplicate-key.ts';
import { verifySignature } from './signature/signature.ts';
import type { WebhookSecrets } from './signature/secrets.ts';
import { WebhookPayloadError } from './webhook-payload-error.ts';

/** See {@link WebhookEvent}. */
export const eventSchema = z.looseObject({
  ClientId: z.string(),
  Event: z
    .string()
    .min(1)
    .transform((name): AsnaEventName => name),
  Message: z.string(),
  MessageId: z.string(),
  Date: z.string(),
});

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
  if (!isUtf8(bytes)) throw invalid([{ path: [], message: 'is not UTF-8 text' }]);
  const text = new TextDecoder().decode(bytes);
  let value: unknown;
  let trap = false;
  try {
    value = JSON.parse(text, (key, member: unknown) => {
      trap ||= key === '__proto__';
      return member;
    });
  } catch {
    throw invalid([{ path: [], message: 'is not JSON' }]);
  }
  if (trap) throw invalid([{ path: ['__proto__'], message: 'is not allowed' }]);
  const twice = duplicateKey(text);
  if (twice !== undefined) throw invalid([{ path: [twice], message: 'stands there twice' }]);
  const checked = eventSchema.safeParse(value);
  if (checked.success) return checked.data;
  throw invalid(checked.error.issues.map(({ path, message }) => ({ path: path.map(String), message })));
}

function invalid(issues: readonly Issue[]): WebhookPayloadError {
  const text = issues.map(({ path, message }) => [...path, message].join(': ')).join('; ');
  return new WebhookPayloadError(
    `An ASNA webhook has the right signature, but its body is no event: ${text}.`,
    issues,
  );
}
