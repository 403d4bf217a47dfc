import type { ResponseHeaders, Transport } from '@partner-apis/core';
import { membersOf } from '../members.ts';

/** The most of an answer that is read. */
const ANSWER_BYTES = 256 * 1024;

/** What the token endpoint answered. */
export interface TokenAnswer {
  readonly status: number;
  readonly headers: ResponseHeaders;
  /** Parsed JSON, else text. */
  readonly body: unknown;
}

/** Sends the form over a transport of ours: one that follows no redirect, so that the secret goes nowhere else. */
export async function exchangeForm(
  transport: Transport,
  url: string,
  form: string,
  limits: { readonly signal: AbortSignal; readonly ms: number },
): Promise<TokenAnswer> {
  const response = await transport.send({
    method: 'POST',
    url,
    headers: {
      accept: 'application/json',
      'accept-encoding': 'identity',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: form,
    signal: limits.signal,
    connectMs: limits.ms,
    headersMs: limits.ms,
    idleMs: limits.ms,
    lane: 'call',
  });
  const { bytes } = await response.body.read(ANSWER_BYTES);
  const text = new TextDecoder().decode(bytes);
  return { status: response.status, headers: response.headers, body: jsonOrText(text) };
}

/**
 * The answer as OAuth 2.0 would have it. ASNA's manual shows no answer of the token endpoint, and servers that imitate it leave out
 * `token_type` or `expires_in`: both are filled in or left out here instead of failing on them.
 */
export function conformingResponse({ status, headers, body }: TokenAnswer): Response {
  const init = { status, headers: { ...headers, 'content-type': 'application/json' } };
  if (status === 204 || status === 205 || status === 304) return new Response(null, init);
  if (status !== 200 || typeof body !== 'object' || body === null)
    return new Response(JSON.stringify(body), init);
  const { token_type: type, expires_in: expiresIn, scope: _, ...rest } = membersOf(body);
  const seconds = Number.parseFloat(String(expiresIn));
  const lifetime = Number.isFinite(seconds) && seconds >= 0 ? { expires_in: seconds } : {};
  return new Response(JSON.stringify({ ...rest, token_type: type ?? 'Bearer', ...lifetime }), init);
}

function jsonOrText(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}
