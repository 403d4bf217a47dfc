import { membersOf } from '../api/members.ts';

/** Share of a token's lifetime before its end in which it is renewed, so that short-lived tokens are used more than once. */
const MARGIN_SHARE = 0.1;
/** The most that the margin comes to, in milliseconds. */
const MARGIN_LIMIT_MS = 60_000;

/** What tells how long a token lives. */
export interface TokenFacts {
  readonly accessToken: string;
  /** Seconds, as the endpoint says. The manual shows no answer, so it may be missing. */
  readonly expiresIn: number | undefined;
  /** `Date` of the endpoint's answer. */
  readonly date: string | undefined;
  /** When the token was asked for, in epoch milliseconds by our clock. */
  readonly askedAt: number;
}

/**
 * From when on a token is renewed before it is sent, in epoch milliseconds by our clock; undefined when nothing tells, so that only a 401
 * does. Only durations are taken from the server, never its time of day: clocks may differ by hours.
 */
export function renewAt(facts: TokenFacts): number | undefined {
  const seconds = facts.expiresIn ?? lifetimeInToken(facts);
  if (seconds === undefined) return undefined;
  const lifetimeMs = Math.max(0, seconds * 1000);
  return facts.askedAt + lifetimeMs - Math.min(lifetimeMs * MARGIN_SHARE, MARGIN_LIMIT_MS);
}

/** Lifetime by the claims: from when it is valid, else from the server's own time, else from ours. */
function lifetimeInToken({ accessToken, date, askedAt }: TokenFacts): number | undefined {
  const claims = claimsOf(accessToken);
  const end = numberOf(claims['exp']);
  if (end === undefined) return undefined;
  const start = numberOf(claims['iat']) ?? numberOf(claims['nbf']);
  if (start !== undefined && end > start) return end - start;
  const serverTime = Date.parse(date ?? '');
  return end - (Number.isNaN(serverTime) ? askedAt : serverTime) / 1000;
}

/** The claims of a JWT, unverified: whoever issued it came over the token endpoint's own connection. */
function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    return membersOf(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')));
  } catch {
    return {};
  }
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
