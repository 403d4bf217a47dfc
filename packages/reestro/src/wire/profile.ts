import type { Answer, Failure, VendorProfile } from '@partner-apis/core/vendor';
import type { ReestroError } from './models.ts';
import { isObject, normalError } from './normal.ts';
import { PaymentRequiredError } from './payment-required-error.ts';

/** What to do about a status. The manual calls 401 "authorization" and 403 "authentication": by the usual words it is the other way round. */
const HINTS: Readonly<Record<number, string>> = {
  401: 'The credential was not accepted: check apiKey (or sid), and that it belongs to this environment (production or test).',
  403: 'The credential is good, but has no access to the organization in orgId: check orgId, or have access granted in Kontur.Reestro.',
  415: 'The Content-Type was refused. The client sends application/json: see whether a header of your own, or a proxy, replaces it.',
};

/** What a text says that is about money. One client of the vendor met an empty balance as 400 with `validation`. */
const ABOUT_MONEY =
  /\bbalance\b|payment required|insufficient funds|not enough (?:money|funds)|баланс|недостаточно (?:денежных )?средств|предоплат/i;
const PAY =
  'The prepaid balance does not cover the call: see billing.balance(), and top it up in your Kontur.Reestro account.';

/** A failure is any status but 2xx; 401 and 403 come without a documented body. */
function readFailure({ status, body }: Answer): Failure | undefined {
  if (status >= 200 && status <= 299) return undefined;
  const error = isObject(body) ? asError(normalError(body)) : undefined;
  const text = error === undefined ? undefined : wordsOf(error);
  if (status === 402 || (status === 400 && saysValidation(error) && ABOUT_MONEY.test(text ?? '')))
    return { text, body: error, hint: PAY, ErrorClass: PaymentRequiredError };
  return { text, body: error, hint: HINTS[status] };
}

function saysValidation(error: ReestroError | undefined): boolean {
  return typeof error?.code === 'string' && error.code.toLowerCase() === 'validation';
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
