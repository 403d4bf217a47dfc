import { createHash, randomBytes } from 'node:crypto';
import type { AstralClient } from '@partner-apis/astral';
import { isPartnerApiError } from '@partner-apis/core';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Claim, Evidence } from '../claim.ts';
import { Front, HOST } from './front.ts';
import { haproxy } from './haproxy.ts';
import { squid } from './squid.ts';

/** Closes connections often: after three requests, or half a second without one. */
const REUSE = 'keepalive_requests 3; keepalive_timeout 500ms;';
/** Two requests a second, and a page with Retry-After for the others. */
const RATE = `limit_req zone=calls; limit_req_status 429; error_page 429 @slow;
    location @slow { add_header Retry-After 1 always; return 429; }`;

export const proxyTraffic: Claim = {
  id: 'proxy-traffic',
  holds:
    'Calls and files go whole through proxies that buffer, close connections and count requests; no publication is doubled.',
  how: 'Publications one after the other and eight at a time, each with a number of its own that is looked for at the sandbox: once for each that resolved, at most once for each that rejected. Then a file goes up and comes back as an archive, its SHA-256 compared; through the proxy that counts, an event is read six times. squid has `client_request_buffer_max_size 128 MB`: with its default it drops large uploads of any client.',
  short: true,
  needs: ['nginx', 'haproxy', 'squid', 'openssl'],
  async run(options): Promise<Evidence> {
    const amount = options.short ? { calls: 80, bytes: 2 << 20 } : { calls: 2_000, bytes: 32 << 20 };
    const ways: readonly (readonly [string, number, (front: Front) => Promise<AstralClient>])[] = [
      ['nginx, buffers', amount.calls, async (front) => front.client((await front.nginx()).url)],
      [
        'nginx, does not buffer',
        amount.calls,
        async (front) =>
          front.client(
            (await front.nginx({ server: 'proxy_buffering off; proxy_request_buffering off;' })).url,
          ),
      ],
      [
        'nginx, closes connections after three requests',
        amount.calls,
        async (front) => front.client((await front.nginx({ server: REUSE })).url),
      ],
      [
        'nginx, 429 with Retry-After above two requests a second',
        12,
        async (front) => {
          const http = 'limit_req_zone $binary_remote_addr zone=calls:64k rate=2r/s;';
          return front.client((await front.nginx({ http, server: RATE })).url);
        },
      ],
      [
        'HAProxy, closes each connection',
        amount.calls,
        async (front) => {
          const lines = ['option httpclose'];
          return front.client((await haproxy(front.stage.machine, { upstream: front.platform, lines })).url);
        },
      ],
      [
        'squid',
        amount.calls,
        async (front) =>
          front.client(front.platform, { proxy: new URL((await squid(front.stage.machine)).url) }),
      ],
      [
        'squid, CONNECT',
        amount.calls,
        async (front) => {
          const proxy = new URL((await squid(front.stage.machine, { hosts: [HOST] })).url);
          return front.client(await front.tls(), { proxy, tls: { ca: front.ca } });
        },
      ],
    ];
    const rows: Evidence['rows'][number][] = [];
    const missed: string[] = [];
    await using front = await Front.make();
    for (const [what, calls, up] of ways) {
      await front.stage.sandbox.reset();
      const client = await up(front);
      const { resolved, rejected, lost, doubled } = await publishAll(front, client, calls);
      const limited = what.includes('429');
      const read = limited ? await reads(front, client, 6) : 0;
      const whole = limited ? read === 6 : await fileReturns(client, amount.bytes);
      const then = limited
        ? `${read} of 6 reads answered`
        : `${amount.bytes >> 20} MiB ${whole ? 'the same' : 'not the same'}`;
      options.progress(`${what}: ${resolved} resolved, ${rejected} rejected; ${then}`);
      rows.push({
        'on the way': what,
        published: calls,
        resolved,
        rejected,
        lost,
        doubled,
        afterwards: then,
      });
      if (lost > 0 || doubled > 0) missed.push(`${what}: ${lost} lost, ${doubled} doubled.`);
      if (rejected > 0 !== limited) missed.push(`${what}: ${rejected} rejected.`);
      if (!whole) missed.push(`${what}: ${then}.`);
    }
    return { rows, missed };
  },
};

/** Publishes numbers, one by one and eight at a time, and looks for each of them at the sandbox. */
async function publishAll(front: Front, client: AstralClient, calls: number) {
  const resolved = new Set<number>();
  const publish = (n: number): Promise<void> =>
    Promise.resolve(client.events.publish({ code: 'n', consumer: ['else'], data: { n } })).then(
      () => void resolved.add(n),
      (error: unknown) => {
        if (!isPartnerApiError(error)) throw error;
      },
    );
  for (let n = 0; n < calls / 2; n += 1) await publish(n);
  for (let n = Math.ceil(calls / 2); n < calls; n += 8)
    await Promise.all(Array.from({ length: Math.min(8, calls - n) }, (_, more) => publish(n + more)));
  const times = new Map<unknown, number>();
  for (const { data } of front.stage.sandbox.astral.events()) {
    const { n } = data;
    times.set(n, (times.get(n) ?? 0) + 1);
  }
  return {
    resolved: resolved.size,
    rejected: calls - resolved.size,
    lost: [...resolved].filter((n) => !times.has(n)).length,
    doubled: [...times.values()].filter((count) => count > 1).length,
  };
}

async function fileReturns(client: AstralClient, bytes: number): Promise<boolean> {
  const data = randomBytes(bytes);
  const packet = await client.packets.upload([
    { name: 'a.bin', data },
    { name: 'b.txt', data: 'б' },
  ]);
  await using archive = await client.packets.download(packet.id);
  const hash = createHash('sha256');
  let last = '';
  for await (const file of archive) {
    if (file.size === bytes) await pipeline(file.stream(), hash);
    else last = await text(file.stream());
  }
  return hash.digest('hex') === createHash('sha256').update(data).digest('hex') && last === 'б';
}

/** Reads of an event that is there, through a proxy that counts requests. Resolves to how many were answered. */
async function reads(front: Front, client: AstralClient, calls: number): Promise<number> {
  const { id } = front.stage.sandbox.astral.publish({ code: 'try' });
  let answered = 0;
  for (let n = 0; n < calls; n += 1)
    await Promise.resolve(client.events.get(id)).then(
      () => (answered += 1),
      () => undefined,
    );
  return answered;
}
