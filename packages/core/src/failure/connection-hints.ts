const ADDRESS = 'The host name does not resolve: check baseUrl, and the DNS of this machine.';
const NETWORK = 'This machine has no way to that address: check its network, routes and firewall.';
const NOT_HTTP = 'Something answered that does not speak HTTP: check scheme and port of baseUrl.';
const FOREIGN = 'Its certificate belongs to another name: check the host in baseUrl, and what is on the way.';
const UNTRUSTED =
  'Its certificate is signed by nobody whom this machine trusts: give the authority by NODE_EXTRA_CA_CERTS or undiciTransport({ tls: { ca } }).';

/** What to do about a connection that failed, by the code that a user meets. A vendor's own hint goes before it. */
const HINTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens at that address and port: check baseUrl, and whether the service runs.',
  ECONNRESET:
    'The other side, or something on the way, closed the connection: firewalls and idle limits do that.',
  EPIPE: 'The other side closed the connection while the request was being sent.',
  UND_ERR_SOCKET:
    'The other side, or something on the way, closed the connection: firewalls and idle limits do that.',
  ENOTFOUND: ADDRESS,
  EAI_FAIL: ADDRESS,
  EAI_AGAIN: 'The DNS of this machine does not answer at the moment: try again, and check its resolver.',
  ENETUNREACH: NETWORK,
  EHOSTUNREACH: NETWORK,
  EADDRNOTAVAIL:
    'This machine has no address or port left to connect from: too many connections are open or closing.',
  EACCES: 'This machine does not let the program connect there: check its firewall and permissions.',
  EPERM: 'This machine does not let the program connect there: check its firewall and permissions.',
  ERR_ACCESS_DENIED:
    'The runtime was started with permissions that do not include this address: add --allow-net, in Deno --allow-net=HOST:PORT.',
  ENOENT: 'The socket file does not exist: check its path, and whether the service runs.',
  EMFILE:
    'The program has too many files and sockets open: raise its limit (ulimit -n), and close what is not read.',
  ENFILE: 'This machine has too many files and sockets open.',
  ENOSPC: 'This machine has no space left.',
  ETIMEDOUT: 'The connection stood still for too long: check the network on the way.',
  EPROTO: 'Both sides could not agree on TLS: check protocol versions, ciphers and the client certificate.',
  ERR_SSL_WRONG_VERSION_NUMBER: 'The other side does not speak TLS: check scheme and port of baseUrl.',
  UND_ERR_CONNECT_TIMEOUT: 'No connection was made in time: check the network and firewalls on the way.',
  UND_ERR_ABORTED: 'Something in the program, such as an interceptor of its dispatcher, ended the request.',
  UND_ERR_DESTROYED:
    'The dispatcher given to undiciTransport has been destroyed: keep it open as long as the client.',
  UND_ERR_PRX_CONN:
    'The proxy cannot be reached, or closed the connection before the tunnel stood: check its address and whether it runs.',
  UND_ERR_SOCKS5: 'The SOCKS proxy did not open the connection: check its address and credentials.',
  BLOCKED_PORT: 'fetch never connects to that port: check the port of baseUrl, or use undiciTransport().',
  FETCH_FAILED:
    'fetch said no more than that: its own message stands in error.cause. undiciTransport(), where it runs, says more.',
  TRANSPORT_FAILED: 'The transport said no more than that: its own message stands in error.cause.',
  PROXY_407:
    'The proxy wants credentials: give them in its URL, or to an agent of your own, as in new ProxyAgent({ uri, token }).',
  PROXY_403: 'The proxy does not let this machine connect there: have the vendor allowed in it.',
  HPE_INVALID_RESPONSE: NOT_HTTP,
  HPE_INVALID_CONSTANT: NOT_HTTP,
  HPE_INVALID_VERSION: NOT_HTTP,
  HPE_INVALID_STATUS: NOT_HTTP,
  HPE_HEADER_OVERFLOW: 'The answer has more headers than are taken: something on the way adds them.',
  UND_ERR_HEADERS_OVERFLOW: 'The answer has more headers than are taken: something on the way adds them.',
  'TIMEOUT:connect': 'Check the address, and the network and firewalls on the way.',
  'TIMEOUT:headers':
    'The connection was made and stayed silent: the service is overloaded, or something on the way holds the request.',
  'TIMEOUT:idle': 'The answer stopped in its middle: look at the network and at what is on the way.',
  CERT_HAS_EXPIRED:
    'Its certificate has expired: its owner must renew it. Check the clock of this machine too.',
  CERT_NOT_YET_VALID: 'Its certificate is not valid yet: check the clock of this machine.',
  CERT_REJECTED: 'Its certificate was not accepted: look at it with `openssl s_client -connect host:port`.',
  CERT_REVOKED: 'Its certificate has been revoked: tell its owner.',
  ERR_TLS_CERT_ALTNAME_INVALID: FOREIGN,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  INVALID_CA: UNTRUSTED,
  INVALID_PURPOSE: 'Its certificate is not made for servers: tell its owner.',
  HOSTNAME_MISMATCH: FOREIGN,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
};

/** The hints of codes that come in families. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/^PROXY_5/, 'The proxy could not reach the vendor: see its log.'],
  [/^PROXY_/, 'The proxy did not open a tunnel: see its log.'],
  [/^HPE_/, 'The answer breaks the rules of HTTP: see error.cause, and what is on the way.'],
];

/** The hint of a code, or of a time limit as `TIMEOUT:headers`; undefined where nothing is known. */
export function connectionHint(reason: string): string | undefined {
  if (Object.hasOwn(HINTS, reason)) return HINTS[reason];
  return FAMILIES.find(([family]) => family.test(reason))?.[1];
}
