import { TransportFailure } from './transport.ts';

/** Codes of failures before a connection existed: nothing of the request was sent. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_SSL_WRONG_VERSION_NUMBER',
]);

/** Certificates that are not trusted, have expired, or belong to somebody else: found out before anything is sent. */
const BAD_CERTIFICATE =
  /^(CERT_|ERR_TLS_CERT_|UNABLE_TO_(GET|VERIFY|DECRYPT)_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH$|INVALID_CA$|INVALID_PURPOSE$)/;

/** Whether a connection fails in the same way however often it is tried. */
export function cannotHeal(reason: string): boolean {
  return BAD_CERTIFICATE.test(reason) || reason === 'ERR_SSL_WRONG_VERSION_NUMBER';
}

/** The reason of an error that has none. */
export const UNKNOWN = 'UNKNOWN';

const PHASES = {
  UND_ERR_CONNECT_TIMEOUT: 'connect',
  UND_ERR_HEADERS_TIMEOUT: 'headers',
  UND_ERR_BODY_TIMEOUT: 'idle',
} as const;

function isPhaseCode(code: string): code is keyof typeof PHASES {
  return code in PHASES;
}

/** The first system code in an error and what it was caused by or made of. */
function codeOf(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 5) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  // undici leaves the code out where the answer is no HTTP from its first byte on.
  if (error.name === 'HTTPParserError') return 'HPE_INVALID_RESPONSE';
  if (error instanceof AggregateError) return codeOf(error.errors[0], depth + 1);
  return codeOf(error.cause, depth + 1);
}

/** What went wrong underneath, in terms the pipeline can classify. */
export function failureOf(error: unknown): TransportFailure {
  if (error instanceof TransportFailure) return error;
  const code = codeOf(error) ?? UNKNOWN;
  // A connection that closed within the TLS handshake says ECONNRESET too, as one that broke later does: a transport that reports when
  // it begins to send tells them apart, this list cannot.
  const neverSent = NEVER_SENT.has(code) || BAD_CERTIFICATE.test(code);
  return isPhaseCode(code)
    ? new TransportFailure(code, { phase: PHASES[code], neverSent, cause: error })
    : new TransportFailure(code, { neverSent, cause: error });
}
