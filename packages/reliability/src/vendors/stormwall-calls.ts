import type { Calls } from './calls.ts';
import type { Clients, Facts } from './world.ts';

type Three = Pick<Clients, 'stormwall' | 'v2' | 'v3'>;

const window = { fromTime: 1_700_000_000_000, toTime: 1_700_000_060_000 };
const [toTime, origin] = [{ toTime: window.toTime }, { ip: '192.0.2.7', port: 80 }];

/** A domain of version 3, made for one call. */
async function site({ v3 }: Three, { unique }: Facts): Promise<number> {
  return (await v3.domains.create(1, { name: `${unique()}.example` })).id;
}

export const stormwallCalls: Calls<Three> = {
  'services.list':
    ({ stormwall }) =>
    () =>
      stormwall.services.list(),
  'domains.list':
    ({ stormwall }) =>
    () =>
      stormwall.domains.list(1),
  'domains.get':
    ({ stormwall }) =>
    () =>
      stormwall.domains.get(1, 2),
  'domains.stats':
    ({ stormwall }) =>
    () =>
      stormwall.domains.stats(1, [2, 3]),
  'blacklist.list':
    ({ stormwall }) =>
    () =>
      stormwall.blacklist.list(1, 2),
  'blacklist.add':
    ({ stormwall }) =>
    () =>
      stormwall.blacklist.add(1, 2, ['203.0.113.7']),
  'blacklist.remove':
    ({ stormwall }) =>
    () =>
      stormwall.blacklist.remove(1, 2, ['203.0.113.9']),
  'v2.attacks.list':
    ({ v2 }) =>
    () =>
      v2.attacks.list(),
  'v2.attacks.l3':
    ({ v2 }) =>
    () =>
      v2.attacks.list({ serviceId: 1 }),
  'v2.attacks.l7':
    ({ v2 }) =>
    () =>
      v2.attacks.list({ serviceId: 1, domainId: 2 }),
  'v2.traffic.l3':
    ({ v2 }) =>
    () =>
      v2.traffic.l3(1, window),
  'v2.traffic.l7':
    ({ v2 }) =>
    () =>
      v2.traffic.l7(1, 2, window),
  'v2.percentile.l3':
    ({ v2 }) =>
    () =>
      v2.percentile.l3(1, toTime),
  'v2.percentile.l7':
    ({ v2 }) =>
    () =>
      v2.percentile.l7(1, toTime),
  'v3.services.list':
    ({ v3 }) =>
    () =>
      v3.services.list(),
  'v3.domains.list':
    ({ v3 }) =>
    () =>
      v3.domains.list({ serviceId: 1 }),
  'v3.domains.create':
    ({ v3 }, { unique }) =>
    () =>
      v3.domains.create(1, { name: `${unique()}.example` }),
  'v3.domains.get': async (clients, facts) => {
    const id = await site(clients, facts);
    return () => clients.v3.domains.get(id);
  },
  'v3.domains.delete': async (clients, facts) => {
    const id = await site(clients, facts);
    return () => clients.v3.domains.delete(id);
  },
  'v3.domains.ips': async (clients, facts) => {
    const id = await site(clients, facts);
    return () => clients.v3.domains.ips(id);
  },
  'v3.domains.assignProtectedIps': async (clients, facts) => {
    const id = await site(clients, facts);
    return () => clients.v3.domains.assignProtectedIps(id, ['203.0.113.9']);
  },
  'v3.dns.list': async (clients, facts) => {
    const id = await site(clients, facts);
    return () => clients.v3.dns.list(id);
  },
  'v3.backends.list': async (clients, facts) => {
    const id = await site(clients, facts);
    return () => clients.v3.backends.list(id);
  },
  'v3.backends.add': async (clients, facts) => {
    const id = await site(clients, facts);
    return () => clients.v3.backends.add(id, { backend: origin, domain: { port: 80 } });
  },
  'v3.backends.remove': async (clients, facts) => {
    const id = await site(clients, facts);
    const added = await clients.v3.backends.add(id, { backend: origin, domain: { port: 80 } });
    return () => clients.v3.backends.remove(id, Number(added.id));
  },
  'v3.proxiedPorts.replace': async (clients, facts) => {
    const id = await site(clients, facts);
    const ports = [{ port: 80, useSsl: false, isWs: false, backends: [origin] }];
    return () => clients.v3.proxiedPorts.replace(id, ports);
  },
  'v3.ssl.get': async (clients, facts) => {
    const id = await site(clients, facts);
    await clients.v3.ssl.requestLetsEncrypt(id);
    return () => clients.v3.ssl.get(id);
  },
  'v3.ssl.requestLetsEncrypt': async (clients, facts) => {
    const id = await site(clients, facts);
    return () => clients.v3.ssl.requestLetsEncrypt(id);
  },
  'v3.redirects.set': async (clients, facts) => {
    const id = await site(clients, facts);
    return () => clients.v3.redirects.set(id, { useRedirectToHttps: 1 });
  },
};
