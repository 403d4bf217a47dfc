import { isPartnerApiError } from '../errors/guards.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { isErrorLike } from '../errors/error-like.ts';
import { codeFromMessage } from './code-from-message.ts';
import { isBeforeSending, SYSCALLS_BEFORE_SENDING } from './failure-codes.ts';
import { TransportFailure } from './transport.ts';

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

/** Codes that say less than the words beside them: a proxy that refuses has that of every aborted request, or of a wrong use of undici. */
const SAYS_NOTHING: readonly unknown[] = [undefined, 'UND_ERR_ABORTED', 'UND_ERR_INVALID_ARG'];

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
  const words = SAYS_NOTHING.includes(code) ? codeFromMessage(String(message)) : undefined;
  if (words !== undefined) return words;
  // The certificate's own code says more than "the proxy's TLS failed".
  const inner = code === undefined || code === 'UND_ERR_PRX_TLS' ? found(cause, depth + 1) : undefined;
  if (inner !== undefined) return { ...inner, neverSent: inner.neverSent || code !== undefined };
  if (typeof code === 'string') return { code, neverSent: SYSCALLS_BEFORE_SENDING.includes(syscall) };
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
  dropBytes(error);
  const { code, neverSent: before } = found(error) ?? { code: unnamed, neverSent: false };
  // A connection that closed within the TLS handshake says ECONNRESET too, as one that broke later does: a transport that reports when
  // it begins to send tells them apart, this list cannot.
  const neverSent = before || isBeforeSending(code);
  return isPhaseCode(code)
    ? new TransportFailure(code, { phase: PHASES[code], neverSent, cause: error })
    : new TransportFailure(code, { neverSent, cause: error });
}

/**
 * undici keeps what an answer that is no HTTP began with, up to 64 KiB, where it prints: it may hold anything, such as the password of a proxy,
 * of which nobody here knows.
 */
function dropBytes(error: unknown): void {
  for (let at = error; typeof at === 'object' && at !== null; at = Reflect.get(at, 'cause')) {
    if (Reflect.get(at, 'name') === 'HTTPParserError') Reflect.deleteProperty(at, 'data');
  }
}

/** Errors that are never the network's. WebAssembly's comes where a runtime does not compile the parser of undici. */
const MISTAKEN_NAMES: readonly unknown[] = ['ReferenceError', 'SyntaxError', 'RangeError', 'CompileError'];

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
  if (MISTAKEN_NAMES.includes(name)) return true;
  return name === 'TypeError' && MISTAKEN.test(String(message));
}

/** The error for a transport that failed by a mistake in a program rather than on the network. */
function misbuilt(cause: unknown): ConfigurationError {
  const said = isErrorLike(cause) ? `${cause.name}: ${cause.message}` : String(cause);
  return new ConfigurationError(
    `The transport cannot work as it is; nothing is wrong with the network. It failed with ${said}.`,
    { cause, hint: 'Where undici does not run, use fetchTransport(); check a dispatcher of your own.' },
  );
}
