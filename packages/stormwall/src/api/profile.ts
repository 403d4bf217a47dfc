import type { Answer, Failure, VendorProfile } from '@partner-apis/core/vendor';

/** The body of a fatal error. Manual, fields of fatal errors; members beside them are kept. */
export interface StormwallProblem {
  /** The HTTP status as a number. The status that the answer came with is `error.status`. */
  readonly statusCode?: number;
  /** The HTTP status as text, such as `Bad Request`. */
  readonly error?: string;
  /** The reason, such as `Invalid request params input`. */
  readonly message?: string;
  readonly [member: string]: unknown;
}

/** What to do, by status. Manual, statuses of HTTP answers; 401 stands in its text on tokens. */
const HINTS: Readonly<Record<number, string>> = {
  400: 'Nothing was started: correct the input and send it again.',
  401: "The API token is wrong, has expired or was revoked: make a new one on the token page of the user's profile at stormwall.pro and give it as `token`.",
  403: 'This token does not permit the command or its input: repeating it does not help.',
  404: 'Either Stormwall has no such command, or the object in its path does not exist: the status is the same.',
  405: 'The command exists, but not with this method.',
  413: 'The body is larger than Stormwall takes: lower maxBodyBytes to learn that before sending.',
  431: 'The headers are larger than Stormwall takes: lower maxHeaderBytes to learn that before sending.',
  501: 'Stormwall is still developing this command: repeating it does not help.',
  503: 'Stormwall is unavailable, or takes fewer requests per second: set rateLimit if it keeps happening. Nothing was started.',
};

/** 503 and 429 mean a limit per second, and no answer says when its second is over. Manual, statuses of HTTP answers. */
const LIMIT_FLOOR_MS = 1_000;

/** The body of an answer as an object, when it is one. */
export function problemOf(body: unknown): StormwallProblem | undefined {
  // Members that are not what they should be are left as they are: whoever reads them checks their type.
  return typeof body === 'object' && body !== null && !Array.isArray(body)
    ? (body as StormwallProblem)
    : undefined;
}

/** Anything but 200 is a fatal error; after one "the system has not started to act" (manual, error levels). */
function readFailure({ status, body }: Answer): Failure | undefined {
  if (status === 200) return undefined;
  const problem = problemOf(body);
  const limited = status === 503 || status === 429;
  const texts = [problem?.error, problem?.message].filter((text) => typeof text === 'string' && text !== '');
  return {
    text: texts.length > 0 ? texts.join(': ') : undefined,
    hint: hintFor(status),
    // Not every fatal status is worth another try, and one that came from a proxy on the way knows nothing of what was started.
    notStarted: limited,
    transient: status >= 500 && status !== 501,
    floorMs: limited ? LIMIT_FLOOR_MS : undefined,
  };
}

function hintFor(status: number): string | undefined {
  if (status < 300)
    return 'Success at Stormwall is 200 and nothing else: whether this was carried out is not known.';
  if (status < 400) return 'Redirects are not followed: check baseUrl.';
  return HINTS[status];
}

/** Everything that sets Stormwall apart. */
export const stormwallProfile: VendorProfile = {
  vendor: 'stormwall',
  title: 'Stormwall',
  succeeded: (status) => status === 200,
  readFailure,
};
