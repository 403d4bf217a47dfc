import { type HttpFailure, TransportFailure } from '@partner-apis/core';
import { CredentialFailed, type Redactor, retryAfterMs, isErrorLike } from '@partner-apis/core/vendor';
import { membersOf } from '../api/members.ts';
import type { TokenEndpoint } from './token-endpoint.ts';
import { TokenError } from './token-error.ts';
import { isTokenAnswer, type TokenAnswer } from './token-exchange.ts';
import {
  hintForReason,
  hintForRefusal,
  NO_TOKEN_HINT,
  TIMEOUT_HINT,
  UNUSABLE_TOKEN_HINT,
} from './token-hints.ts';

/** The reason with which an exchange is aborted when its time is up. */
export class TokenTimeout extends Error {}

/** A token that cannot stand in a header. The value is never repeated. */
export class UnusableToken extends Error {
  override readonly message = 'its "access_token" has characters that a header cannot hold';
}

/** What is known of an exchange that brought no token. */
interface Finding {
  /** Goes on after the name of the endpoint. */
  readonly what: string;
  readonly hint: string;
  readonly failure?: HttpFailure;
  /** The system's code, where the connection failed. */
  readonly reason?: string;
  readonly cause?: unknown;
  readonly facts?: CredentialFailed['facts'];
}

/** The most characters of the endpoint's words that a message has. */
const MOST_QUOTED = 400;

const NO_ANSWER = { status: 0, httpStatus: 0, headers: {}, body: undefined };

/** The failure of an exchange that brought no token: names the endpoint, says what it said, holds no secret. */
export function tokenFailure(
  endpoint: TokenEndpoint,
  answer: TokenAnswer | undefined,
  raw: unknown,
  redactor: Redactor,
): CredentialFailed {
  // A query may hold anything.
  const shownUrl = endpoint.url.replace(/[?#].*$/s, '');
  const found =
    answer === undefined
      ? withoutAnswer(endpoint, shownUrl, raw)
      : fromAnswer(endpoint, answer, raw, redactor);
  const { what, hint, failure = NO_ANSWER, reason, facts } = found;
  const cause = redactor.cause(found.cause);
  return new CredentialFailed((context) => {
    const name = context.operation ?? 'call';
    // An attempt that had its credential may have gone out, before this one or with the token that is being replaced.
    const neverSent = context.attempts?.every((attempt) => attempt.reason === 'CREDENTIAL') ?? false;
    const notSent = neverSent ? ` ${name} was not sent.` : '';
    const message = `ASNA ${name} got no token: the endpoint ${shownUrl} ${what}.${notSent}`;
    return new TokenError(message, shownUrl, failure, { ...context, hint, cause }, { reason, neverSent });
  }, facts);
}

function fromAnswer(endpoint: TokenEndpoint, answer: TokenAnswer, raw: unknown, redactor: Redactor): Finding {
  const { status, body } = answer;
  const success = status >= 200 && status <= 299;
  // Some servers refuse with status 200 and say so in the body.
  const refused = !success || (typeof membersOf(body)['error'] === 'string' && !isTokenAnswer(answer));
  if (refused) {
    const said = saidBy(body);
    // Cut after scrubbing: half a secret would not be recognised.
    const quoted = said === undefined ? '' : `: ${redactor.text(said).slice(0, MOST_QUOTED)}`;
    return {
      what: `refused with status ${status}${quoted}`,
      hint: hintForRefusal(status, membersOf(body)['error']),
      failure: failureOf(endpoint, answer, redactor),
      facts: { floorMs: status === 429 ? endpoint.rateLimitFloorMs : undefined },
    };
  }
  // Whatever such an answer holds may be a token under another name, so nothing of it is kept.
  const why = isErrorLike(raw) ? redactor.text(raw.message) : 'unknown error';
  return {
    what: `answered with status ${status}, but without a token to use: ${why}`,
    hint: raw instanceof UnusableToken ? UNUSABLE_TOKEN_HINT : NO_TOKEN_HINT,
    failure: { ...NO_ANSWER, status, httpStatus: status },
  };
}

function withoutAnswer(endpoint: TokenEndpoint, shownUrl: string, raw: unknown): Finding {
  const facts = { transient: true };
  if (raw instanceof TokenTimeout || (raw instanceof TransportFailure && raw.phase !== undefined)) {
    const what = `did not answer within ${endpoint.timeoutMs} ms (auth.tokenTimeoutMs)`;
    return { what, hint: TIMEOUT_HINT, facts };
  }
  if (raw instanceof TransportFailure) {
    const { reason, cause } = raw;
    const what = `gave no answer: the connection failed with ${reason}`;
    return { what, hint: hintForReason(reason, shownUrl), reason, cause, facts };
  }
  return { what: 'could not be asked', hint: 'Its error is the cause.', cause: raw };
}

/** `error` and `error_description` as RFC 6749, section 5.2, has them. */
function saidBy(body: unknown): string | undefined {
  const { error, error_description: description } = membersOf(body);
  const parts = [error, description].filter((part) => typeof part === 'string' && part !== '');
  return parts.length === 0 ? undefined : parts.join(': ');
}

/** What may be kept of a refusal. One that holds a token all the same, under whatever status, is not kept at all. */
function withoutTokens(body: unknown): unknown {
  const holdsToken = Object.keys(membersOf(body)).some((name) => /token$/i.test(name));
  return body === '' || holdsToken ? undefined : body;
}

function failureOf(endpoint: TokenEndpoint, answer: TokenAnswer, redactor: Redactor): HttpFailure {
  const { status, headers, body, truncated } = answer;
  const kept = withoutTokens(body);
  const shown = Object.entries(headers).filter(([name]) => name !== 'set-cookie');
  return {
    status,
    httpStatus: status,
    headers: Object.fromEntries(shown.map(([name, value]) => [name, redactor.text(value)])),
    body: truncated && typeof kept === 'string' ? redactor.beginning(kept) : redactor.value(kept),
    requestId: headers['x-request-id'] && redactor.text(headers['x-request-id']),
    retryAfterMs: retryAfterMs(headers, endpoint.clock.now()),
  };
}
