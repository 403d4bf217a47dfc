import type { Answer, ConnectionFound, Failure, VendorProfile } from '@partner-apis/core/vendor';

const SILENT = 'The tunnel took the connection and stayed silent: stunnel or the platform hangs.';

/** Codes of a connection that was there and is gone. */
const DROPPED = new Set(['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE']);
/** A connection that lived longer was not refused: a tunnel says no within some 30 ms. Milliseconds. */
const AT_ONCE = 1_000;
/** One that lived longer without a byte of an answer may have met an idle limit, in milliseconds. */
const LIVED = 5_000;

const BROKE = 'The tunnel broke while the request was under way: see the log of stunnel.';

/** What to do about a connection that failed on the way through the local stunnel. Measured through a real GOST tunnel. */
const TUNNEL_HINTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens at baseUrl: start stunnel, or correct the port.',
  ECONNRESET:
    'The tunnel took the connection and dropped it at once: the platform is down, stunnel cannot resolve or reach what its `connect` names, ' +
    'that is a wrong address, a certificate was refused, or both sides have no cipher or protocol in common. Only the log of stunnel tells which.',
  UND_ERR_SOCKET: BROKE,
  'TIMEOUT:connect':
    'Nothing takes connections at baseUrl in time: see whether stunnel runs there, and whether a firewall is in between.',
  'TIMEOUT:headers': SILENT,
  'TIMEOUT:attempt': SILENT,
  'TIMEOUT:deadline': SILENT,
  ERR_SSL_WRONG_VERSION_NUMBER:
    'stunnel speaks plain HTTP on its local port: write baseUrl with http:, not https:.',
  ENOTFOUND: 'The host name in baseUrl does not resolve.',
};

/** The JSON object that the platform sends with every answer; RFC 7807-like, also on success. Manual, section 3. */
export interface AstralProblem {
  /** Processing status, 100 to 600. */
  readonly status?: number;
  /** Link to documentation of the error; may be relative or empty. */
  readonly type?: string;
  /** Short text, in Russian. For people: never branch on it. */
  readonly title?: string;
  /** Long text, in Russian. */
  readonly detail?: string;
  /** Id of the error report, for the vendor's support. */
  readonly id?: string;
  /** Vendor's own code, such as `api4001`. */
  readonly code?: string;
  /** When it happened, RFC 3339 in UTC with up to nine digits after the second. */
  readonly created?: string;
  /** Events attached to the error. */
  readonly events?: unknown;
  readonly [member: string]: unknown;
}

/** The answer's body as an object, when it is one. */
export function problemOf(body: unknown): AstralProblem | undefined {
  // Members that are not what they should be are left as they are: whoever reads them checks their type.
  return typeof body === 'object' && body !== null && !Array.isArray(body)
    ? (body as AstralProblem)
    : undefined;
}

/** The status in the body, when there is one. */
export function bodyStatus(body: unknown): number | undefined {
  const status = problemOf(body)?.status;
  return typeof status === 'number' && Number.isFinite(status) ? status : undefined;
}

/** A failure is an HTTP status that is not 2xx, or a status of 400 and more in the body. The HTTP status decides where both say so. */
function readFailure({ status, body }: Answer): Failure | undefined {
  const inBody = bodyStatus(body);
  const httpFailed = status < 200 || status > 299;
  if (!httpFailed && (inBody === undefined || inBody < 400)) return undefined;
  const problem = problemOf(body);
  const texts = [problem?.title, problem?.detail].filter((text) => typeof text === 'string' && text !== '');
  const decided = httpFailed ? status : inBody;
  return {
    status: decided,
    text: texts.length > 0 ? texts.join(': ') : undefined,
    requestId: typeof problem?.id === 'string' ? problem.id : undefined,
    hint:
      decided === 401 && problem !== undefined
        ? 'Check apiKey: it is the token that the vendor gave you on registration.'
        : undefined,
  };
}

function connectionHint(reason: string, { ageMs, answered }: ConnectionFound): string | undefined {
  if (!DROPPED.has(reason)) return TUNNEL_HINTS[reason];
  if (answered || (ageMs >= AT_ONCE && ageMs < LIVED)) return BROKE;
  if (ageMs < AT_ONCE) return TUNNEL_HINTS[reason];
  const age = Math.round(ageMs / 1_000);
  return (
    `The connection lived ${age} s without a byte of an answer, and was dropped: an idle limit on the way (TIMEOUTidle of stunnel, a ` +
    'proxy, a firewall), or a restart of one end of the tunnel. If it is a limit, raise it above the time for which polls are held, or hold them for less.'
  );
}

/** Everything that sets Astral.Platform apart. */
export const astralProfile: VendorProfile = {
  vendor: 'astral',
  title: 'Astral.Platform',
  succeeded: (status) => status >= 200 && status <= 299,
  readFailure,
  connectionHint,
};
