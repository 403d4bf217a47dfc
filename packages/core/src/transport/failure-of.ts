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
  const code = codeOf(error) ?? 'UNKNOWN';
  // The connection closed within the TLS handshake or before the request went out says ECONNRESET too, and cannot be told
  // from one that broke later, so it does not count as never sent.
  const neverSent = NEVER_SENT.has(code);
  return isPhaseCode(code)
    ? new TransportFailure(code, { phase: PHASES[code], neverSent, cause: error })
    : new TransportFailure(code, { neverSent, cause: error });
}
