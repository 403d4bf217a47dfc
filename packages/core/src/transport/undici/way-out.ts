import { ConfigurationError } from '../../errors/configuration-error.ts';
import { isThisMachine } from '../this-machine.ts';

/** The proxies to go through. */
export interface WayOut {
  /** For `http:` and for `https:` addresses; empty for none. */
  readonly http: string;
  readonly https: string;
  /** Hosts that are asked without one, as `NO_PROXY` has them. */
  readonly except: string;
  /** Parts of the proxies' addresses that nobody may see. */
  readonly secrets: readonly string[];
  /** Whether an address is asked without any of them. */
  passesBy(hostname: string): boolean;
}

/**
 * Reads the `proxy` option, and with `'environment'` the variables, which are looked at once. Names in lower case go first, and an empty
 * variable counts as none.
 */
export function wayOut(proxy: unknown): WayOut {
  if (proxy instanceof URL) {
    const { href, secrets } = checked(proxy.href, 'proxy');
    return { http: href, https: href, except: '', secrets, passesBy: () => false };
  }
  if (proxy !== 'environment')
    throw new ConfigurationError("undiciTransport: proxy must be 'environment' or a URL object.");
  const http = first('http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY');
  const https = first('https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY');
  return {
    http: http.href,
    https: https.href,
    except: read('no_proxy') || read('NO_PROXY'),
    secrets: [...http.secrets, ...https.secrets],
    // A proxy elsewhere would look for it on its own machine, and get the credential with the request.
    passesBy: isThisMachine,
  };
}

interface Address {
  readonly href: string;
  readonly secrets: readonly string[];
}

function first(...names: readonly string[]): Address {
  const name = names.find((one) => read(one) !== '');
  return name === undefined ? { href: '', secrets: [] } : checked(read(name), name);
}

function read(name: string): string {
  return globalThis.process?.env?.[name]?.trim() ?? '';
}

/** The address of a proxy as a URL; without a scheme it is `http:`, as it is for curl. What it holds is never repeated: it may be a secret. */
function checked(text: string, where: string): Address {
  const href = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(href) ? new URL(href) : undefined;
  if (url === undefined)
    throw wrong(where, 'is not the address of a proxy, such as http://proxy.example:3128.');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw wrong(where, `has the scheme ${url.protocol} and can have http: or https: only.`);
  return { href: url.href, secrets: secretsOf(url) };
}

/** As they stand in the address, as they are meant, and as they are sent. */
function secretsOf({ username, password }: URL): readonly string[] {
  if (password === '') return [];
  const [user, secret] = [decoded(username), decoded(password)];
  return [secret, password, Buffer.from(`${user}:${secret}`).toString('base64')];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw wrong('proxy', 'has a name or password that is not percent-encoded as a URL wants it.');
  }
}

function wrong(where: string, what: string): ConfigurationError {
  return new ConfigurationError(`undiciTransport: ${where} ${what}`, {
    hint: 'For other proxies give undiciTransport({ dispatcher }) an agent of your own.',
  });
}
