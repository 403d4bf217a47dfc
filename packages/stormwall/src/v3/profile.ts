import type { Answer, Failure, VendorProfile } from '@partner-apis/core/vendor';

/** The body of a failure of version 3, as `error.body` has it. Third-party programs only. */
export interface StormwallV3Problem {
  /** `error`. */
  readonly status?: string;
  /** What the vendor says; its members may be anything. */
  readonly payload?: unknown;
  /** The vendor's words, one for each thing that is wrong; empty where it said nothing. */
  readonly messages: readonly string[];
  readonly [member: string]: unknown;
}

/** What to do, by status. */
const HINTS: Readonly<Record<number, string>> = {
  401: 'The API key was refused: make one under Users, API Tokens, in the account area of version 3, and give it as `apiKey`. Tokens of version 1 are others.',
  403: 'This key does not permit the request: its permissions are chosen when it is made.',
  404: 'Either Stormwall has no such object, or no such endpoint: check baseUrl, whose paths begin with /v3.',
};

/** How long to wait at least after 429 or 503. */
const LIMIT_FLOOR_MS = 1_000;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether an HTTP status is a success. Creations answer 201. */
export function succeeded(status: number): boolean {
  return status >= 200 && status <= 299;
}

/** What an answer carries: its `payload`, or all of it where it has no envelope. */
export function payloadOf(body: unknown): unknown {
  return isObject(body) && 'payload' in body ? body['payload'] : body;
}

/** The vendor's words, wherever they stand: a text, or a list of them. */
function messagesIn(body: unknown): string[] {
  if (!isObject(body)) return [];
  const payload = isObject(body['payload']) ? body['payload'] : {};
  for (const words of [payload['message'], payload['code'], body['message'], body['error'], body['errors']]) {
    const texts = (Array.isArray(words) ? words : [words]).filter(
      (text): text is string => typeof text === 'string' && text !== '',
    );
    if (texts.length > 0) return texts;
  }
  return [];
}

/** `status: 'error'` is a failure whatever the HTTP status says, and so is any HTTP status but 2xx. */
function readFailure({ status, body }: Answer): Failure | undefined {
  const failed = !succeeded(status);
  const said =
    isObject(body) && typeof body['status'] === 'string' && body['status'].toLowerCase() === 'error';
  if (!failed && !said) return undefined;
  const decided = failed ? status : statusIn(body);
  const messages = messagesIn(body);
  const limited = decided === 429 || decided === 503;
  return {
    status: decided,
    text: messages.length > 0 ? messages.join('; ') : undefined,
    body: isObject(body) ? { ...body, messages } : body,
    hint: HINTS[decided],
    // A limit is looked at before anything else; nobody has said that of other failures of this version.
    notStarted: decided === 429,
    transient: decided >= 500 && decided !== 501,
    floorMs: limited ? LIMIT_FLOOR_MS : undefined,
  };
}

function statusIn(body: unknown): number {
  const payload = payloadOf(body);
  const status: unknown = isObject(payload) ? payload['statusCode'] : undefined;
  return typeof status === 'number' && Number.isInteger(status) && status >= 400 && status <= 599
    ? status
    : 500;
}

/** Everything that sets version 3 apart. */
export const v3Profile: VendorProfile = {
  vendor: 'stormwall',
  title: 'Stormwall',
  // The private key of a certificate comes back in clear.
  hiddenMembers: ['sslKey'],
  succeeded,
  readFailure,
};
