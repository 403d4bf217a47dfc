import type { AstralClient } from '@partner-apis/astral';
import { freePort } from '../machine/machine.ts';
import { material } from '../machine/certificates.ts';
import { type Front, HOST } from './front.ts';
import { haproxy } from './haproxy.ts';
import { squid } from './squid.ts';

/** Something on the way that refuses, cuts or answers by itself. */
export interface ProxyCase {
  readonly what: string;
  /** A client behind it. */
  readonly up: (front: Front) => Promise<AstralClient>;
  /** Default: publishes an event. */
  readonly call?: (client: AstralClient) => PromiseLike<unknown>;
  /** What the call ends with: `ok`, or name, status or reason, and hint of the error. */
  readonly expected: RegExp;
  /** Events or packets that arrived. */
  readonly arrived: number;
}

const upload = (client: AstralClient) =>
  client.packets.upload([{ name: 'big.bin', data: Buffer.alloc(8 << 20) }]);

/** What is behind it answers after longer than it waits. */
async function late(front: Front, url: string): Promise<AstralClient> {
  front.stage.sandbox.faults.inject({
    vendor: 'astral',
    operation: 'events.publish',
    kind: 'slow',
    delayMs: 2_000,
  });
  return front.client(url);
}

/** The platform with a certificate of its own, and a client that trusts the private authority or not. */
async function withCertificate(
  front: Front,
  tls: { readonly cert: string; readonly key: string },
  trusted: boolean,
  server = '',
): Promise<AstralClient> {
  const { url } = await front.nginx({ tls, server });
  return front.client(url, trusted ? { tls: { ca: front.ca } } : {});
}

const behind = async (front: Front, proxy: URL): Promise<AstralClient> =>
  front.client(await front.tls(), { proxy, tls: { ca: front.ca } });

export const proxyCases: readonly ProxyCase[] = [
  {
    what: 'nginx: nothing behind it (502)',
    up: async (front) => front.client((await front.nginx({ upstream: 'http://127.0.0.1:1' })).url),
    expected: /^\w+ 502 .*something in between \(Server: nginx.*could not reach what is behind it/,
    arrived: 0,
  },
  {
    what: 'HAProxy: nothing behind it (503)',
    up: async (front) =>
      front.client((await haproxy(front.stage.machine, { upstream: 'http://127.0.0.1:1' })).url),
    expected: /^\w+ 503 .*something in between.*out of service or overloaded/,
    arrived: 0,
  },
  {
    what: 'nginx: 504 for a publication that was carried out',
    up: async (front) => late(front, (await front.nginx({ server: 'proxy_read_timeout 1s;' })).url),
    expected: /^\w+ 504 .*did not wait long enough.*It may have been carried out/s,
    arrived: 1,
  },
  {
    what: 'HAProxy: 504 for a publication that was carried out',
    up: async (front) =>
      late(front, (await haproxy(front.stage.machine, { upstream: front.platform, wait: '1s' })).url),
    expected: /^\w+ 504 .*did not wait long enough.*It may have been carried out/s,
    arrived: 1,
  },
  {
    what: 'nginx: 413 for an upload',
    up: async (front) => front.client((await front.nginx({ largest: '1m' })).url),
    call: upload,
    expected: /^\w+ 413 .*takes no request of this size: raise its limit/,
    arrived: 0,
  },
  {
    what: 'HAProxy: 413 for an upload',
    up: async (front) => {
      const lines = ['http-request deny deny_status 413 if { req.hdr_val(content-length) gt 1000000 }'];
      return front.client((await haproxy(front.stage.machine, { upstream: front.platform, lines })).url);
    },
    call: upload,
    expected: /^\w+ 413 .*takes no request of this size: raise its limit/,
    arrived: 0,
  },
  {
    what: 'private authority that is not given',
    up: async (front) =>
      withCertificate(front, await front.certificates.server('private', front.authority), false),
    expected: /^ConnectionError UNABLE_TO_VERIFY_LEAF_SIGNATURE .*give the authority by NODE_EXTRA_CA_CERTS/,
    arrived: 0,
  },
  {
    what: 'private authority that is given',
    up: async (front) =>
      withCertificate(front, await front.certificates.server('private', front.authority), true),
    expected: /^ok$/,
    arrived: 1,
  },
  {
    what: 'certificate that has expired',
    up: async (front) =>
      withCertificate(
        front,
        await front.certificates.server('expired', front.authority, 'localhost', -1),
        true,
      ),
    expected: /^ConnectionError CERT_HAS_EXPIRED .*has expired: its owner must renew it/,
    arrived: 0,
  },
  {
    what: 'certificate of another name',
    up: async (front) =>
      withCertificate(front, await front.certificates.server('foreign', front.authority, HOST), true),
    expected: /^ConnectionError ERR_TLS_CERT_ALTNAME_INVALID .*belongs to another name/,
    arrived: 0,
  },
  {
    what: 'nginx wants a client certificate and gets none',
    up: async (front) =>
      withCertificate(
        front,
        await front.certificates.server('strict', front.authority),
        true,
        `ssl_client_certificate ${front.authority.cert}; ssl_verify_client on;`,
      ),
    expected: /^\w+ 400 .*It wants a client certificate/,
    arrived: 0,
  },
  {
    what: 'nginx wants a client certificate and gets it',
    async up(front) {
      const server = `ssl_client_certificate ${front.authority.cert}; ssl_verify_client on;`;
      const tls = await front.certificates.server('strict', front.authority);
      const { url } = await front.nginx({ tls, server });
      const client = await front.certificates.client('me', front.authority);
      return front.client(url, { tls: { ca: front.ca, ...(await material(client)) } });
    },
    expected: /^ok$/,
    arrived: 1,
  },
  {
    what: 'the proxy is down',
    up: async (front) => behind(front, new URL(`http://127.0.0.1:${await freePort()}`)),
    expected: /^ConnectionError UND_ERR_PRX_CONN .*proxy cannot be reached.*Nothing was sent/s,
    arrived: 0,
  },
  {
    what: 'squid opens a tunnel',
    up: async (front) => behind(front, new URL((await squid(front.stage.machine, { hosts: [HOST] })).url)),
    expected: /^ok$/,
    arrived: 1,
  },
  {
    what: 'squid does not let it through (403)',
    async up(front) {
      const lines = ['acl tunnels method CONNECT', 'http_access deny tunnels'];
      return behind(front, new URL((await squid(front.stage.machine, { hosts: [HOST], lines })).url));
    },
    expected: /^ConnectionError PROXY_403 .*does not let this machine connect.*Nothing was sent/s,
    arrived: 0,
  },
  {
    what: 'squid does not know the host',
    up: async (front) => behind(front, new URL((await squid(front.stage.machine)).url)),
    expected: /^ConnectionError PROXY_50[03] .*could not reach the vendor.*Nothing was sent/s,
    arrived: 0,
  },
  {
    what: 'squid wants a password and gets none (407)',
    async up(front) {
      const user = { name: 'anna', password: 'geheim & lang' };
      return behind(front, new URL((await squid(front.stage.machine, { hosts: [HOST], user })).url));
    },
    expected: /^ConnectionError PROXY_407 .*wants credentials.*Nothing was sent/s,
    arrived: 0,
  },
  {
    what: 'squid wants a password and gets it',
    async up(front) {
      const user = { name: 'anna', password: 'geheim & lang' };
      const proxy = new URL((await squid(front.stage.machine, { hosts: [HOST], user })).url);
      proxy.username = user.name;
      proxy.password = user.password;
      return behind(front, proxy);
    },
    expected: /^ok$/,
    arrived: 1,
  },
];
