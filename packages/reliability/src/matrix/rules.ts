import type { Subject, VendorName } from '../vendors/every-operation.ts';

/**
 * What an operation takes for its answer: JSON of a known shape; any success, whatever its body (the vendor shows none); a
 * secret, of which an error shows nothing; a file of any bytes; an archive, whose end shows.
 */
export type Takes = 'json' | 'any' | 'secret' | 'file' | 'archive';

const NOT_JSON: Readonly<Record<string, Takes>> = {
  'astral packets.download': 'archive',
  'astral files.download': 'file',
  'astral files.delete': 'any',
  'stormwall v3.domains.delete': 'any',
  'stormwall v3.domains.assignProtectedIps': 'any',
  'stormwall v3.backends.remove': 'any',
  'stormwall v3.proxiedPorts.replace': 'any',
  'stormwall v3.ssl.requestLetsEncrypt': 'any',
  'stormwall v3.redirects.set': 'any',
  'asna webhooks.getKey': 'secret',
  'asna subscriptions.create': 'any',
  'asna subscriptions.update': 'any',
  'asna subscriptions.delete': 'any',
  'asna schemas.validate': 'any',
  'asna stocks.replace': 'any',
  'asna stocks.update': 'any',
  'asna preorders.replace': 'any',
  'asna preorders.update': 'any',
  'asna orders.push': 'any',
  'reestro crypto.forms.update': 'any',
  'reestro crypto.forms.release': 'any',
  'reestro crypto.forms.render': 'file',
  'reestro contents.download': 'file',
  'reestro rosreestr.docflows.update': 'any',
  'reestro entities.subjects.replace': 'any',
  'reestro entities.subjects.findInn': 'any',
  'reestro entities.representatives.replace': 'any',
  'reestro assessment.checks.analytics': 'any',
  'reestro addresses.findObjects': 'any',
  'reestro addresses.getAddress': 'any',
  'reestro addresses.parse': 'any',
  'reestro identification.createTask': 'any',
  'reestro inspection.subjects.replace': 'any',
  'reestro inspection.representatives.replace': 'any',
};

/** See {@link Takes}. */
export function takes({ vendor, id }: Subject): Takes {
  return NOT_JSON[`${vendor} ${id}`] ?? 'json';
}

/** Statuses that are an answer of this operation and no failure. */
const ANSWERS: Readonly<Record<string, readonly number[]>> = {
  // A poll during which nothing came may end with either.
  'astral events.poll': [408, 504],
  // "No, this is not valid."
  'asna schemas.validate': [400],
};

/**
 * Operations whose second request is refused once the first has been carried out, and how: ASNA's manual names no status for a subscription that
 * is not there, so a refusal is told as it comes. It is as it should be all the same.
 */
const REFUSED_AGAIN: Readonly<Record<string, string>> = { 'asna subscriptions.delete': 'BAD_REQUEST' };

/** How a repeated request ends whose first one was carried out. */
export function whenDoneBefore({ vendor, id }: Subject): string {
  return REFUSED_AGAIN[`${vendor} ${id}`] ?? 'ok';
}

/** Whether a status is this operation's answer although it looks like a failure. */
export function isAnswer({ vendor, id }: Subject, status: number): boolean {
  return ANSWERS[`${vendor} ${id}`]?.includes(status) === true;
}

/** What the documentation of the retries says is worth another try, where it can do no harm. */
const TRANSIENT: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Statuses after which, by the vendor's word, nothing was started: then anything is sent again. */
function notStarted({ vendor, id }: Subject): readonly number[] {
  if (vendor !== 'stormwall') return [];
  return id.startsWith('v3.') ? [429] : [429, 503];
}

/** Whether a call is repeated after this status. */
export function repeats(subject: Subject, status: number): boolean {
  if (notStarted(subject).includes(status)) return true;
  return subject.safety !== 'unsafe' && TRANSIENT.has(status);
}

/** Vendors whose client gets a new credential after 401, and asks once more with it: of these only, client credentials are given. */
export const RENEWS: ReadonlySet<VendorName> = new Set(['asna']);

/** The code of the error for a status, by the table in the README. */
export function codeOf(status: number): string {
  if (status >= 500) return 'SERVER';
  const codes: Readonly<Record<number, string>> = {
    401: 'AUTHENTICATION',
    403: 'PERMISSION_DENIED',
    404: 'NOT_FOUND',
    409: 'CONFLICT',
    429: 'RATE_LIMIT',
  };
  return codes[status] ?? 'BAD_REQUEST';
}
