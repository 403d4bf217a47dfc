import { SYSCALLS_BEFORE_SENDING } from '../failure-codes.ts';
import { type Agent, buildConnector, type Dispatcher, undici } from './undici.ts';
import type { WayOut } from './way-out.ts';

/** What proxies and the connections through them are made with. */
export interface ProxySettings {
  /** Of every pool of connections. */
  readonly pool: Agent.Options;
  /** Of TLS to the vendor, and of the sockets. */
  readonly connect: buildConnector.BuildOptions & { readonly timeout: number };
  /** Around each connection to be. */
  readonly wrap: (connect: buildConnector.connector) => buildConnector.connector;
}

/** What undici makes a pool with: `connect` is ours for what goes past the proxies, else one of its own making. */
interface PoolOptions extends Omit<undici.Pool.Options, 'connect'> {
  readonly connect: buildConnector.connector;
}

/** A dispatcher that goes through the proxies of a way out: `https:` through CONNECT, `http:` by asking the proxy for the whole address. */
export function proxyAgent(way: WayOut, { pool, connect, wrap }: ProxySettings): Dispatcher {
  const { timeout, keepAliveInitialDelay } = connect;
  const direct = wrap(buildConnector(connect));
  // undici hands its options on with this very function among them, which would make pools of pools.
  const factory = (origin: string | URL, { factory: _, ...given }: PoolOptions): Dispatcher => {
    const own = given.connect === direct ? direct : blamingProxy(wrap(given.connect));
    return new undici.Pool(origin, { ...pool, ...given, connect: own });
  };
  return new undici.EnvHttpProxyAgent({
    ...pool,
    httpProxy: way.http,
    httpsProxy: way.https,
    noProxy: way.except,
    connectTimeout: timeout,
    connect: direct,
    requestTls: connect,
    // The vendor's authorities and certificates are not the proxy's.
    proxyTls: keepAliveInitialDelay === undefined ? {} : { keepAliveInitialDelay },
    factory,
    clientFactory: (origin, given) => proxyPool(origin, given, timeout),
  });
}

/** Whatever address the request has, it is the proxy's that was connected to. */
function blamingProxy(connect: buildConnector.connector): buildConnector.connector {
  return (target, callback) =>
    connect(target, (...outcome) => {
      const [error] = outcome;
      if (
        error !== null &&
        error !== undefined &&
        'syscall' in error &&
        SYSCALLS_BEFORE_SENDING.includes(error.syscall)
      )
        callback(
          Object.assign(new Error('The proxy cannot be reached', { cause: error }), {
            code: 'UND_ERR_PRX_CONN',
          }),
          null,
        );
      else callback(...outcome);
    });
}

/** Connections to the proxy itself. It has as long to open a tunnel as a connection may take. */
function proxyPool(origin: URL, given: object, timeout: number): Dispatcher {
  const pool = new undici.Pool(origin, { ...given, headersTimeout: timeout });
  const connect = pool.connect.bind(pool);
  pool.connect = (options: Dispatcher.ConnectOptions) =>
    connect(options).catch((error: unknown) => {
      throw error instanceof undici.errors.HeadersTimeoutError
        ? new undici.errors.ConnectTimeoutError('The proxy did not open a tunnel in time')
        : error;
    });
  return pool;
}
