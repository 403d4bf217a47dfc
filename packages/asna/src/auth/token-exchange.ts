import type { ResponseHeaders, Transport } from '@partner-apis/core';
import { membersOf } from '../api/members.ts';

/** The most of an answer that is read. */
const ANSWER_BYTES = 256 * 1024;

/** What the token endpoint answered. */
export interface TokenAnswer {
  readonly status: number;
  readonly headers: ResponseHeaders;
  /** Parsed JSON, else text. */
  readonly body: unknown;
  /** Whether the body went on. */
  readonly truncated: boolean;
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
  const { bytes, truncated } = await response.body.read(ANSWER_BYTES);
  const text = new TextDecoder().decode(bytes);
  return { status: response.status, headers: response.headers, body: jsonOrText(text), truncated };
}

/**
 * The answer as OAuth 2.0 would have it: a token comes with status 200. ASNA's manual shows no answer of the token endpoint, and servers
 * that imitate it answer with another 2xx, leave out `token_type` or `expires_in`, or send optional members empty: all of that is mended
 * here instead of failing on it.
 */
export function conformingResponse(answer: TokenAnswer): Response {
  const { status, headers, body } = answer;
  const init = { status, headers: { ...headers, 'content-type': 'application/json' } };
  if (status === 204 || status === 205 || status === 304) return new Response(null, init);
  if (!isTokenAnswer(answer)) return new Response(JSON.stringify(body), init);
  const { access_token: token, token_type: type, expires_in: expiresIn } = membersOf(body);
  const seconds = Number.parseFloat(String(expiresIn));
  const lifetime = Number.isFinite(seconds) && seconds >= 0 ? { expires_in: seconds } : {};
  const token_type = type === undefined || type === null || type === '' ? 'Bearer' : type;
  // The other members of such an answer are of no use to the client credentials grant.
  return new Response(JSON.stringify({ access_token: token, token_type, ...lifetime }), {
    ...init,
    status: 200,
  });
}

/** Whether an answer is a success that does not say `error`: then it must hold a token. */
export function isTokenAnswer({ status, body }: TokenAnswer): boolean {
  if (status < 200 || status > 299 || typeof body !== 'object' || body === null) return false;
  const { access_token: token, error } = membersOf(body);
  return token !== undefined || typeof error !== 'string' || error === '';
}

function jsonOrText(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}
