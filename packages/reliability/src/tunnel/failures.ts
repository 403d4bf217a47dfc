import type { Program } from '../machine/program.ts';
import type { Stage } from './stage.ts';
import type { ServiceLines, Tunnel } from './tunnel.ts';

/** What the SDK must say of a failure. */
export interface Expected {
  readonly error: 'ConnectionError' | 'TimeoutError';
  /** `reason` of a ConnectionError, `phase` of a TimeoutError. The system decides between some that mean the same. */
  readonly reason: readonly string[];
  /** Words of the hint. */
  readonly hint: RegExp;
  /** Whether the SDK can know that nothing was sent. */
  readonly neverSent: boolean;
  /** What `ping()` says of the tunnel. */
  readonly ping: 'down' | 'broken';
  /** Words of what `partner-apis stunnel explain` makes of the log on this side; undefined where the log says nothing. */
  readonly log: RegExp | undefined;
}

/** A way in which a tunnel does not work, and what is said of it. */
export interface TunnelFailure {
  readonly what: string;
  /** Sets it up. Resolves to the end on this side, if it runs. */
  readonly up: (tunnel: Tunnel, stage: Stage) => Promise<Program | undefined>;
  /** Towards the local end, the client speaks this. Default `http:`. */
  readonly scheme?: 'https:';
  readonly expected: Expected;
}

const dropped: Expected = {
  error: 'ConnectionError',
  reason: ['ECONNRESET', 'UND_ERR_SOCKET'],
  hint: /Only the log of stunnel tells which|see the log of stunnel/,
  neverSent: false,
  ping: 'broken',
  log: undefined,
};
const silent: Expected = {
  error: 'TimeoutError',
  reason: ['headers'],
  hint: /stayed silent: stunnel or the platform hangs/,
  neverSent: false,
  ping: 'broken',
  log: undefined,
};

/** Both ends run, each with lines of its own. */
const both =
  (changes: (stage: Stage) => { local?: ServiceLines; remote?: ServiceLines }) =>
  async (tunnel: Tunnel, stage: Stage): Promise<Program> => {
    const { local, remote } = changes(stage);
    await tunnel.remote(remote);
    return tunnel.local(local);
  };

/** Every failure of a tunnel that is there before a request. */
export const failures: readonly TunnelFailure[] = [
  {
    what: 'stunnel does not run',
    up: async () => undefined,
    expected: {
      error: 'ConnectionError',
      reason: ['ECONNREFUSED'],
      hint: /start stunnel, or correct the port/,
      neverSent: true,
      ping: 'down',
      log: undefined,
    },
  },
  {
    what: 'the far side is down',
    up: (tunnel) => tunnel.local(),
    expected: { ...dropped, log: /^Nothing listens at the address of connect/ },
  },
  {
    what: 'connect names a host that does not exist',
    up: (tunnel) => tunnel.local({ connect: 'nowhere.invalid:9443' }),
    expected: { ...dropped, log: /^The host of connect has no address/ },
  },
  {
    what: 'connect leads to what does not speak TLS',
    up: (tunnel, { server }) => tunnel.local({ connect: new URL(server.urls.astral).host }),
    expected: { ...dropped, log: /does not speak TLS/ },
  },
  {
    what: 'no client certificate',
    up: both(() => ({ local: { cert: undefined, key: undefined } })),
    expected: {
      ...dropped,
      log: /^The server got no certificate of this client|^The far side took the connection and closed it/,
    },
  },
  {
    what: 'client certificate refused',
    up: both(({ keys }) => ({ local: { ...keys.stranger.client } })),
    expected: {
      ...dropped,
      log: /^The server refused the certificate of this client|^The far side took the connection and closed it/,
    },
  },
  {
    what: 'server certificate not trusted',
    up: both(({ keys }) => ({ local: { CAfile: keys.stranger.authority.cert } })),
    expected: { ...dropped, log: /^The certificate of the server is not trusted/ },
  },
  {
    what: 'server certificate of another name',
    up: both(() => ({ local: { checkHost: 'platform.example' } })),
    expected: { ...dropped, log: /^The certificate of the server is made for another name/ },
  },
  {
    what: 'no common cipher',
    up: both(({ algorithms }) => ({
      local: { sslVersionMax: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-CHACHA20-POLY1305' },
      remote:
        algorithms === 'gost' ? {} : { sslVersionMax: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384' },
    })),
    expected: { ...dropped, log: /the two have no cipher in common/ },
  },
  {
    what: 'no common version of TLS',
    up: both(() => ({
      local: { sslVersionMin: 'TLSv1.3', sslVersionMax: 'TLSv1.3' },
      remote: { sslVersionMax: 'TLSv1.2' },
    })),
    expected: { ...dropped, log: /^The two have no version of TLS in common/ },
  },
  {
    what: 'the platform behind the far side is down',
    up: both(() => ({ remote: { connect: '127.0.0.1:1' } })),
    // Where the far side is quicker than the request, stunnel logs the end of a connection as after any other.
    expected: {
      ...dropped,
      log: /^A connection ended after a request and before its answer|^The far side took the connection and closed it|^The log holds no failure/,
    },
  },
  {
    what: 'baseUrl with https:, towards stunnel',
    up: both(() => ({})),
    scheme: 'https:',
    expected: {
      error: 'ConnectionError',
      reason: ['ERR_SSL_WRONG_VERSION_NUMBER'],
      hint: /write baseUrl with http:, not https:/,
      neverSent: true,
      ping: 'broken',
      log: undefined,
    },
  },
  {
    what: 'stunnel frozen (SIGSTOP)',
    up: async (tunnel) => {
      await tunnel.remote();
      const local = await tunnel.local();
      local.freeze();
      return local;
    },
    expected: silent,
  },
  {
    what: 'the far side frozen (SIGSTOP)',
    up: async (tunnel) => {
      const remote = await tunnel.remote();
      const local = await tunnel.local();
      remote.freeze();
      return local;
    },
    expected: silent,
  },
];
