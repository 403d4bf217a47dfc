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
  'ERR_ACCESS_DENIED',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_PRX_CONN',
  'ERR_SSL_WRONG_VERSION_NUMBER',
]);

/** System calls that come before anything is sent, whatever the code of their failure. */
export const SYSCALLS_BEFORE_SENDING: readonly unknown[] = ['connect', 'getaddrinfo', 'socket'];

/** Certificates that are not trusted, have expired, or belong to somebody else: found out before anything is sent. */
const BAD_CERTIFICATE =
  /^(CERT_|ERR_TLS_CERT_|UNABLE_TO_(GET|VERIFY|DECRYPT)_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH$|INVALID_CA$|INVALID_PURPOSE$)/;

/** A proxy that answered CONNECT with a status other than 200. */
const REFUSED_TUNNEL = /^PROXY_\d{3}$/;

/** What fails in the same way however often it is tried, beside certificates. */
const LASTING =
  /^(ERR_SSL_WRONG_VERSION_NUMBER|ERR_ACCESS_DENIED|BLOCKED_PORT|UND_ERR_DESTROYED|NOT_RECORDED|PROXY_4\d\d)$/;

/** Whether a connection fails in the same way however often it is tried. */
export function cannotHeal(reason: string): boolean {
  return BAD_CERTIFICATE.test(reason) || LASTING.test(reason);
}

/** Whether a code means that nothing of the request was sent. */
export function isBeforeSending(code: string): boolean {
  return NEVER_SENT.has(code) || BAD_CERTIFICATE.test(code) || REFUSED_TUNNEL.test(code);
}
