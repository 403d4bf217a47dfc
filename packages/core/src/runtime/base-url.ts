import { ConfigurationError } from '../errors/configuration-error.ts';

/** Host names and addresses on which plain HTTP stays on this machine or inside a private network. */
const PRIVATE_HOST =
  /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\]|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(1[6-9]|2\d|3[01])\.\d+\.\d+|169\.254\.\d+\.\d+|\[f[cd][0-9a-f]{2}:.*\]|\[fe80:.*\])$/;

/** A checked base URL. */
export interface BaseUrl {
  /** Scheme, host and port. */
  readonly origin: string;
  /** What every path is appended to: origin and base path, without a slash at the end. */
  readonly prefix: string;
  /** The host alone, without the port. */
  readonly hostname: string;
  /** True when the credential would cross a network that is not private in clear text. */
  readonly exposed: boolean;
}

/**
 * Checks a base URL. A path is kept, a slash at its end is not.
 *
 * @throws ConfigurationError for anything but `http(s)://host[:port][/path]`; credentials in it are not repeated.
 */
export function parseBaseUrl(text: unknown): BaseUrl {
  const bad = (why: string): never => {
    throw new ConfigurationError(`baseUrl ${why}. Give it as http://host:port or https://host/path.`);
  };
  if (typeof text !== 'string') return bad(`must be a string, got ${text === null ? 'null' : typeof text}`);
  const url = URL.canParse(text) ? new URL(text) : bad('is not an absolute URL');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return bad(`has the scheme ${url.protocol}, not http: or https:`);
  if (url.username !== '' || url.password !== '') return bad('must not hold a user name or password');
  if (url.search !== '' || text.includes('?')) return bad('must not have a query');
  if (url.hash !== '' || text.includes('#')) return bad('must not have a fragment');
  const path = url.pathname.replace(/\/+$/, '');
  return {
    origin: url.origin,
    prefix: url.origin + path,
    hostname: url.hostname,
    exposed: url.protocol === 'http:' && !PRIVATE_HOST.test(url.hostname),
  };
}
