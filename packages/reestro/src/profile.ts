import type { Answer, Failure, VendorProfile } from '@partner-apis/core/vendor';
import type { ReestroError } from './models.ts';
import { isObject, normalError } from './normal.ts';

/** What to do about a status. The manual calls 401 "authorization" and 403 "authentication": by the usual words it is the other way round. */
const HINTS: Readonly<Record<number, string>> = {
  401: 'The credential was not accepted: check apiKey (or sid), and that it belongs to this environment (production or test).',
  402: 'The prepaid balance seems to be used up: look at it in your Kontur.Reestro account.',
  403: 'The credential is good, but has no access to the organization in orgId: check orgId, or have access granted in Kontur.Reestro.',
};

/** A failure is any status but 2xx; 401 and 403 come without a documented body. */
function readFailure({ status, body }: Answer): Failure | undefined {
  if (status >= 200 && status <= 299) return undefined;
  const error = isObject(body) ? asError(normalError(body)) : undefined;
  return { text: error === undefined ? undefined : wordsOf(error), body: error, hint: HINTS[status] };
}

function asError(body: unknown): ReestroError {
  // Members that are not what they should be are left as they are: whoever reads them checks their type.
  return body as ReestroError;
}

/** The message of an error with those of its errors: the field that is wrong is named only in there. */
function wordsOf({ code, message, errors }: ReestroError): string | undefined {
  const said = [message, code].find((text) => typeof text === 'string' && text !== '');
  const nested = Array.isArray(errors) ? errors : [];
  const details = nested.flatMap((error: unknown) => (isObject(error) ? (wordsOf(error) ?? []) : []));
  if (details.length === 0) return said;
  return said === undefined ? details.join('; ') : `${said} (${details.join('; ')})`;
}

/** Everything that sets Kontur.Reestro apart. */
export const reestroProfile: VendorProfile = {
  vendor: 'reestro',
  title: 'Kontur.Reestro',
  succeeded: (status) => status >= 200 && status <= 299,
  readFailure,
};
