import { createHmac, timingSafeEqual } from 'node:crypto';
import { bytesOf } from '../adapters/raw-body.ts';
import { secretList, type WebhookSecrets } from './secrets.ts';
import { WebhookSignatureError } from './webhook-signature-error.ts';

/** A signature in full: `Buffer.from(text, 'hex')` would cut a damaged one without a word. */
const SIGNATURE = /^sha256=[0-9a-fA-F]{64}$/;
const PREFIX = 'sha256=';

/**
 * The value of `X-Signature` for a body: `sha256=` and the HMAC-SHA256 of its bytes in upper-case hex. The manual's own sample of
 * signature and key does not fit together, so it is no test for this.
 *
 * @param rawBody - Bytes, or text that stands for its UTF-8 bytes.
 * @throws ConfigurationError for an empty secret or a parsed body.
 */
export function signWebhook(rawBody: Uint8Array | string, secret: string): string {
  const [key = ''] = secretList(secret);
  return PREFIX + createHmac('sha256', key).update(bytesOf(rawBody)).digest('hex').toUpperCase();
}

/**
 * The 32 bytes in the header. Exactly one header with exactly one signature: Node.js joins repeated ones with a comma, and then it is
 * somebody's attempt.
 */
export function parseSignature(header: string | readonly string[] | null | undefined): Buffer {
  const values: readonly string[] = typeof header === 'string' ? [header] : (header ?? []);
  const [value] = values;
  if (value === undefined)
    throw new WebhookSignatureError('An ASNA webhook came without X-Signature.', 'missing');
  // The prefix is the manual's, in its case; the digits are accepted in either.
  if (values.length !== 1 || !SIGNATURE.test(value))
    throw new WebhookSignatureError(
      'An ASNA webhook came with an X-Signature that is not one "sha256=" with 64 hex digits.',
      'malformed',
    );
  return Buffer.from(value.slice(PREFIX.length), 'hex');
}

/** Whether one of the keys made the signature. Every key is tried, and each comparison takes the same time wherever it differs. */
export function isSignedBy(body: Uint8Array, signature: Uint8Array, secrets: readonly string[]): boolean {
  let matched = false;
  for (const secret of secrets) {
    const same = timingSafeEqual(createHmac('sha256', secret).update(body).digest(), signature);
    matched = same || matched;
  }
  return matched;
}

/** The error for a signature that no key made. */
export function mismatch(): WebhookSignatureError {
  return new WebhookSignatureError(
    'An ASNA webhook has a signature that does not fit its body and our key: it was forged, changed on its way, or signed with another key.',
    'mismatch',
  );
}

/** Throws WebhookSignatureError unless one of the keys made the signature over these bytes. */
export function verifySignature(
  body: Uint8Array,
  header: string | readonly string[] | null | undefined,
  secrets: WebhookSecrets,
): void {
  const keys = secretList(secrets);
  if (!isSignedBy(body, parseSignature(header), keys)) throw mismatch();
}
