import { isPartnerApiError } from '../errors/guards.ts';
import { misbuilt } from './check-options.ts';
import { codeInWords } from './code-in-words.ts';
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
  'BLOCKED_PORT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_PRX_CONN',
  'ERR_SSL_WRONG_VERSION_NUMBER',
]);

/** System calls that come before anything is sent, whatever the code of their failure. */
const BEFORE_SENDING: readonly unknown[] = ['connect', 'getaddrinfo', 'socket'];

/** Certificates that are not trusted, have expired, or belong to somebody else: found out before anything is sent. */
const BAD_CERTIFICATE =
  /^(CERT_|ERR_TLS_CERT_|UNABLE_TO_(GET|VERIFY|DECRYPT)_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH$|INVALID_CA$|INVALID_PURPOSE$)/;

/** A proxy that answered CONNECT with a status other than 200. */
const REFUSED_TUNNEL = /^PROXY_\d{3}$/;

/** What fails in the same way however often it is tried, beside certificates. */
const LASTING = /^(ERR_SSL_WRONG_VERSION_NUMBER|BLOCKED_PORT|UND_ERR_DESTROYED|PROXY_4\d\d)$/;

/** Whether a connection fails in the same way however often it is tried. */
export function cannotHeal(reason: string): boolean {
  return BAD_CERTIFICATE.test(reason) || LASTING.test(reason);
}

/** Codes by which libraries tell the program that it uses them wrongly. */
const MISTAKES =
  /^(UND_ERR_(INVALID_ARG|INVALID_RETURN_VALUE|NOT_SUPPORTED|CLOSED|BPL_MISSING_UPSTREAM)|ERR_INVALID_(ARG|THIS|URL).*)$/;

const PHASES = {
  UND_ERR_CONNECT_TIMEOUT: 'connect',
  UND_ERR_HEADERS_TIMEOUT: 'headers',
  UND_ERR_BODY_TIMEOUT: 'idle',
} as const;

function isPhaseCode(code: string): code is keyof typeof PHASES {
  return code in PHASES;
}

interface Found {
  readonly code: string;
  readonly neverSent: boolean;
}

/**
 * The first code in an error and what it was caused by or made of. Asks what an error has, never of which class it is: errors of another
 * realm are no instances of ours.
 */
function found(error: unknown, depth = 0): Found | undefined {
  if (typeof error !== 'object' || error === null || depth > 5) return undefined;
  const { code, name, message, syscall, errors, cause } = membersOf(error);
  // A refused tunnel has the code of every aborted request.
  const words = code === undefined || code === 'UND_ERR_ABORTED' ? codeInWords(String(message)) : undefined;
  if (words !== undefined) return words;
  // The certificate's own code says more than "the proxy's TLS failed".
  const inner = code === undefined || code === 'UND_ERR_PRX_TLS' ? found(cause, depth + 1) : undefined;
  if (inner !== undefined) return { ...inner, neverSent: inner.neverSent || code !== undefined };
  if (typeof code === 'string') return { code, neverSent: BEFORE_SENDING.includes(syscall) };
  // undici leaves the code out where the answer is no HTTP from its first byte on.
  if (name === 'HTTPParserError') return { code: 'HPE_INVALID_RESPONSE', neverSent: false };
  return Array.isArray(errors) ? found(errors[0], depth + 1) : undefined;
}

const MEMBERS = ['code', 'name', 'message', 'syscall', 'errors', 'cause'] as const;

type Members = Partial<Record<(typeof MEMBERS)[number], unknown>>;

function membersOf(error: object): Members {
  return Object.fromEntries(MEMBERS.map((name) => [name, Reflect.get(error, name)]));
}

/** What went wrong underneath, in terms the pipeline can classify. `unnamed` is the reason where nothing says one. */
export function failureOf(error: unknown, unnamed: string): TransportFailure {
  if (error instanceof TransportFailure) return error;
  const { code, neverSent: before } = found(error) ?? { code: unnamed, neverSent: false };
  // A connection that closed within the TLS handshake says ECONNRESET too, as one that broke later does: a transport that reports when
  // it begins to send tells them apart, this list cannot.
  const neverSent = before || NEVER_SENT.has(code) || BAD_CERTIFICATE.test(code) || REFUSED_TUNNEL.test(code);
  return isPhaseCode(code)
    ? new TransportFailure(code, { phase: PHASES[code], neverSent, cause: error })
    : new TransportFailure(code, { neverSent, cause: error });
}

/** What mistakes in a program say in the engines there are. The network's failures in `fetch` are of the same class. */
const MISTAKEN =
  /is not (a function|a constructor|iterable|defined|an object)|cannot (read|set|access|convert|destructure)|is (undefined|null)|failed to (parse|construct|execute)|invalid (url|header|init)|illegal invocation|duplex/i;

/**
 * The error of a request that a transport could not carry: a mistake in a program, which every attempt would make again, or a
 * {@link TransportFailure}.
 */
export function failed(error: unknown, unnamed: string): Error {
  if (isPartnerApiError(error)) return error;
  const failure = failureOf(error, unnamed);
  const { reason } = failure;
  const mistake = reason === unnamed ? isMistake(error) : MISTAKES.test(reason);
  return mistake ? misbuilt(error) : failure;
}

function isMistake(error: unknown): boolean {
  const { name, message }: Members = typeof error === 'object' && error !== null ? membersOf(error) : {};
  if (name === 'ReferenceError' || name === 'SyntaxError' || name === 'RangeError') return true;
  return name === 'TypeError' && MISTAKEN.test(String(message));
}
