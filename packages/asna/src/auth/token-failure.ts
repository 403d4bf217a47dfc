import { type HttpFailure, type Redactor, retryAfterMs, TransportFailure } from '@partner-apis/core';
import type { TokenEndpoint } from './token-endpoint.ts';
import { TokenError } from './token-error.ts';
import type { TokenAnswer } from './token-exchange.ts';
import { membersOf } from '../members.ts';

/** The reason with which an exchange is aborted when its time is up. */
export class TokenTimeout extends Error {}

/** A token that cannot stand in a header. The value is never repeated. */
export function unusableToken(): Error {
  return new Error('its "access_token" has characters that a header cannot hold');
}

const NO_ANSWER = { status: 0, httpStatus: 0, headers: {}, body: undefined };

/** The error for an exchange that brought no token: names the endpoint, says what it said, holds no secret. */
export function explainTokenFailure(
  endpoint: TokenEndpoint,
  answer: TokenAnswer | undefined,
  raw: unknown,
  redactor: Redactor,
): TokenError {
  // A query may hold anything.
  const shownUrl = endpoint.url.replace(/[?#].*$/s, '');
  const fail = (what: string, failure: HttpFailure, hint: string, cause?: unknown): TokenError => {
    const context = { vendor: 'asna', operation: 'auth.token', hint, cause: redactor.cause(cause) };
    return new TokenError(`ASNA token endpoint ${shownUrl} ${what}.`, shownUrl, failure, context);
  };
  if (answer !== undefined && answer.status !== 200) {
    const said = saidBy(answer.body);
    const quoted = said === undefined ? '' : `: ${redactor.text(said)}`;
    const what = `refused with status ${answer.status}${quoted}`;
    return fail(what, failureOf(endpoint, answer, redactor), hintFor(answer.status));
  }
  if (answer !== undefined) {
    // Whatever such an answer holds may be a token under another name, so nothing of it is kept.
    const why = raw instanceof Error ? redactor.text(raw.message) : 'unknown error';
    return fail(
      `answered with status 200, but without a token to use: ${why}`,
      { ...NO_ANSWER, status: 200, httpStatus: 200 },
      'Check tokenUrl: is it the token endpoint of ASNA?',
    );
  }
  if (raw instanceof TokenTimeout)
    return fail(
      `did not answer within ${endpoint.timeoutMs} ms (auth.tokenTimeoutMs)`,
      NO_ANSWER,
      ADDRESS_HINT,
    );
  if (raw instanceof TransportFailure)
    return fail(
      `gave no answer: the connection failed with ${raw.reason}`,
      NO_ANSWER,
      ADDRESS_HINT,
      raw.cause,
    );
  return fail('could not be asked', NO_ANSWER, 'Its error is the cause.', raw);
}

const ADDRESS_HINT =
  'The call itself was not sent. Sources disagree on port and scheme of this endpoint: set auth.tokenUrl to the address that ASNA gave you.';

function hintFor(status: number): string {
  if (status === 429) return 'Too many token requests came from this address: wait before you try again.';
  if (status >= 500) return 'The call itself was not sent: try again later.';
  if (status >= 300 && status < 400)
    return 'Redirects are not followed, so that the secret goes nowhere else: set auth.tokenUrl to the final address.';
  return 'Check auth.clientId, auth.clientSecret and auth.tokenUrl.';
}

/** `error` and `error_description` as RFC 6749, section 5.2, has them. */
function saidBy(body: unknown): string | undefined {
  const { error, error_description: description } = membersOf(body);
  const parts = [error, description].filter((part) => typeof part === 'string' && part !== '');
  return parts.length === 0 ? undefined : parts.join(': ').slice(0, 400);
}

function failureOf(endpoint: TokenEndpoint, answer: TokenAnswer, redactor: Redactor): HttpFailure {
  const { status, headers, body } = answer;
  const shown = Object.entries(headers).filter(([name]) => name !== 'set-cookie');
  const asked = retryAfterMs(headers['retry-after'], endpoint.clock.now());
  return {
    status,
    httpStatus: status,
    headers: Object.fromEntries(shown.map(([name, value]) => [name, redactor.text(value)])),
    body: redactor.value(body === '' ? undefined : body),
    requestId: headers['x-request-id'],
    retryAfterMs: asked ?? (status === 429 ? endpoint.rateLimitFloorMs : undefined),
  };
}
