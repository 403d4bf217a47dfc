/** What a text without a code means. */
interface Meaning {
  readonly code: string;
  readonly neverSent: boolean;
}

/** Texts of runtimes and libraries that give no code; the first that fits counts. All of them end before anything is sent. */
const BEFORE: readonly (readonly [RegExp, string])[] = [
  [/bad port|requests to port \d+ are blocked/i, 'BLOCKED_PORT'],
  // Deno's permissions; those of Node.js have this code.
  [/^requires net access to /i, 'ERR_ACCESS_DENIED'],
  [/client error \(connect\): dns error/i, 'ENOTFOUND'],
  [/client error \(connect\):.*connection refused/i, 'ECONNREFUSED'],
  [/client error \(connect\):.*network is unreachable/i, 'ENETUNREACH'],
  [/client error \(connect\):.*no route to host/i, 'EHOSTUNREACH'],
  [/client error \(connect\):.*timed out/i, 'UND_ERR_CONNECT_TIMEOUT'],
  [/invalid peer certificate: certificate expired|invalid peer certificate: expired/i, 'CERT_HAS_EXPIRED'],
  [/invalid peer certificate: (certificate )?not ?valid ?yet/i, 'CERT_NOT_YET_VALID'],
  [/invalid peer certificate: (certificate )?not ?valid ?for ?name/i, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  [/invalid peer certificate: unknownissuer/i, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  [/invalid peer certificate: .*causedasendentity/i, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  [/invalid peer certificate/i, 'CERT_REJECTED'],
  [/received corrupt message of type invalidcontenttype/i, 'ERR_SSL_WRONG_VERSION_NUMBER'],
  [/client error \(connect\)/i, 'ECONNRESET'],
];

/** The same for what may end after something was sent. */
const AFTER: readonly (readonly [RegExp, string])[] = [
  [/connection closed before message completed|connection reset|network connection lost/i, 'ECONNRESET'],
  [/invalid http version parsed/i, 'HPE_INVALID_RESPONSE'],
  [/broken pipe/i, 'EPIPE'],
  [/error reading a body from connection/i, 'ECONNRESET'],
];

const REFUSED =
  /^(?:Proxy response \((\d{3})\) !== 200 when HTTP Tunneling|Proxy Authentication Required \((407)\))/;

/** The code that a text stands for: Deno's and workerd's fetch give none, nor does undici's for a blocked port or a refused tunnel. */
export function codeFromMessage(text: string): Meaning | undefined {
  const [refused, status = '407'] = REFUSED.exec(text) ?? [];
  if (refused !== undefined) return { code: `PROXY_${status}`, neverSent: true };
  for (const [words, code] of BEFORE) if (words.test(text)) return { code, neverSent: true };
  for (const [words, code] of AFTER) if (words.test(text)) return { code, neverSent: false };
  return undefined;
}
