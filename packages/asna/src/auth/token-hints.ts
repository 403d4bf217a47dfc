/** Where an address may be the reason: nobody is there, or somebody who speaks otherwise. */
const ADDRESS_REASONS = new Set([
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPROTO',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'HPE_INVALID_RESPONSE',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What a refusal means where it says so in the words of RFC 6749, section 5.2: the form was not understood, whoever sent it. */
const FORM_ERRORS = new Set(['invalid_request', 'unsupported_grant_type', 'invalid_scope']);

const ADDRESS =
  'Sources disagree on port and scheme of this endpoint: set auth.tokenUrl to the address that ASNA gave you.';
const LATER = 'Nothing is wrong with your credential as far as is known: try again later.';
const CREDENTIAL =
  'Check auth.clientId and auth.clientSecret: the id of the pharmacy in ASNA’s directory, and its password.';

export const TIMEOUT_HINT =
  'Raise auth.tokenTimeoutMs where it is only slow. Where it never answers, auth.tokenUrl may be another one for you: sources disagree on its port.';
export const NO_TOKEN_HINT =
  'Something else than the token endpoint may have answered, such as a page for signing in: check auth.tokenUrl.';
export const UNUSABLE_TOKEN_HINT = 'Nothing can be done about that here: tell ASNA.';

/** What to do about a connection to `tokenUrl` that failed, by its system code. */
export function hintForReason(reason: string, tokenUrl: string): string {
  if (reason === 'ECONNREFUSED')
    return `Nothing listens at ${tokenUrl}: check auth.tokenUrl, or your network.`;
  if (ADDRESS_REASONS.has(reason)) return ADDRESS;
  if (/CERT|SELF_SIGNED|UNABLE_TO_/.test(reason))
    return 'Its certificate is not trusted here: give Node.js the right authority by NODE_EXTRA_CA_CERTS, or your own transport.';
  return LATER;
}

/** What to do about an answer that refuses; `error` is the member of that name in its body. */
export function hintForRefusal(status: number, error: unknown): string {
  if (status === 429)
    return 'Too many token requests came from this address: all programs behind it share one limit.';
  if (status >= 500 || status === 408) return LATER;
  if (status >= 300 && status < 400)
    return 'Redirects are not followed, so that the secret goes nowhere else: set auth.tokenUrl to the final address.';
  if (status === 404 || status === 405 || status === 410)
    return 'There is no token endpoint at this address: check auth.tokenUrl.';
  if (typeof error === 'string' && FORM_ERRORS.has(error))
    return 'It does not take the request that ASNA’s manual describes: check auth.tokenUrl.';
  return CREDENTIAL;
}
