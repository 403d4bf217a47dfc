import type { StormwallClient, StormwallV3Client } from '@partner-apis/stormwall';
import { described, found, untold } from '../finding.ts';
import type { Probe } from '../probe.ts';
import { json, member } from '../tap.ts';

/** Clients of those versions whose credential is set. */
export interface StormwallSubject extends AsyncDisposable {
  readonly v1: StormwallClient | undefined;
  readonly v3: StormwallV3Client | undefined;
}

/** No service has a domain with this id. */
const NO_DOMAIN = 999_999_999;

/** Addresses for documentation (RFC 5737): nobody has them. */
const [ONE, OTHER] = ['192.0.2.1/32', '198.51.100.1/32'];

/** What nobody has said of Stormwall. */
export const stormwallProbes: readonly Probe<StormwallSubject>[] = [
  {
    setting: 'v1.paging',
    question: 'Whether lists take limit, which the manual names in answers only (version 1)',
    assumed: 'taken',
    needs: needsV1,
    async observe(subject, { tap }) {
      const v1 = one(subject.v1);
      const seen = await tap.during(() =>
        v1.request({ method: 'GET', path: '/user/service-list', query: { limit: 1 } }),
      );
      if (seen.status === 400) return found('refused');
      const body = json(seen.bytes);
      const list = member(body, 'list');
      if (seen.status !== 200 || !Array.isArray(list)) return untold(seen);
      if (list.length > 1) return found('ignored');
      const total = member(body, 'total_count');
      return list.length === 1 && typeof total === 'number' && total > 1
        ? found('taken')
        : untold('the account has one service only, or the answer does not count them.');
    },
  },
  {
    setting: 'v1.missingObject',
    question: 'Status of a domain that does not exist: 404 is documented for commands only (version 1)',
    assumed: 404,
    needs: needsV1,
    async observe(subject, { tap }) {
      const v1 = one(subject.v1);
      const service = await firstService(v1);
      if (service === undefined) return untold('the account has no service.');
      const seen = await tap.during(() =>
        v1.request({ method: 'GET', path: `/user/service/${service}/domain/${NO_DOMAIN}` }),
      );
      const { status } = seen;
      const says = member(json(seen.bytes), 'statusCode');
      return (status === 404 || status === 400 || status === 403) && says === status
        ? found(status)
        : untold(seen);
    },
  },
  {
    setting: 'v1.blacklist',
    question: 'Whether PUT adds to the blacklist of a domain or replaces it (version 1)',
    assumed: 'add',
    needs: needsV1,
    writes: `puts ${ONE} and ${OTHER}, which nobody has, on the blacklist of a domain without one, and takes them off`,
    async observe(subject, { tap, traces }) {
      const v1 = one(subject.v1);
      const domain = await unlisted(v1);
      if (domain === undefined) return untold('every domain has a blacklist, which replacing would destroy.');
      const [serviceId, domainId] = domain;
      traces.add(`${ONE} and ${OTHER} on the blacklist of the domain ${domainId}`, () =>
        v1.blacklist.remove(serviceId, domainId, [ONE, OTHER], { retries: 3 }),
      );
      let last: readonly unknown[] = [];
      for (const entry of [ONE, OTHER]) {
        const put = await tap.during(() => v1.blacklist.add(serviceId, domainId, [entry]));
        if (put.status !== 200) return untold(`the vendor answered the change with ${described(put)}.`);
        const seen = await tap.during(() => v1.blacklist.list(serviceId, domainId));
        const list = member(json(seen.bytes), 'list');
        if (seen.status !== 200 || !Array.isArray(list)) return untold(seen);
        if (!list.includes(entry)) return untold(`${entry} was put on the blacklist and is not there.`);
        last = list;
      }
      return found(last.includes(ONE) ? 'add' : 'replace');
    },
  },
  {
    setting: 'v3.backends',
    question: 'How the origins of a domain are listed (version 3)',
    assumed: 'page',
    needs: needsV3,
    async observe(subject, { tap }) {
      const v3 = one(subject.v3);
      const [domain] = (await v3.domains.list({ limit: 1 })).items;
      if (domain === undefined) return untold('the account has no domain.');
      const seen = await tap.during(() => v3.backends.list(domain.id).withResponse());
      const payload = member(json(seen.bytes), 'payload');
      if (seen.status !== 200) return untold(seen);
      if (Array.isArray(payload)) return found('array');
      return Array.isArray(member(payload, 'results')) ? found('page') : untold(seen);
    },
  },
  {
    setting: 'v3.created',
    question: 'What the answer to a new domain says (version 3)',
    assumed: 'id',
    needs: needsV3,
    writes: 'creates a domain partner-apis-verify-….example and deletes it',
    async observe(subject, { tap, traces }) {
      const v3 = one(subject.v3);
      const [service] = (await v3.services.list({ limit: 1 })).items;
      if (service === undefined) return untold('the account has no service.');
      const { serviceId } = service;
      const name = `partner-apis-verify-${Date.now()}.example`;
      // Before it is made: an answer that is lost may have made it too.
      traces.add(`the domain ${name} of the service ${serviceId}`, async () => {
        for await (const { id, domain } of v3.domains.list({ serviceId, search: name }))
          if (domain === name) await v3.domains.delete(id, { retries: 3 });
      });
      const seen = await tap.during(() =>
        v3.request({ method: 'POST', path: '/v3/domains', query: { serviceId }, body: { name } }),
      );
      if (seen.status !== 201 && seen.status !== 200) return untold(seen);
      if (seen.bytes.length === 0) return found('empty');
      const body = json(seen.bytes);
      const payload = member(body, 'payload');
      if (typeof payload !== 'object' || payload === null || member(body, 'status') !== 'ok')
        return untold(seen);
      return found(member(payload, 'id') === undefined ? 'no-id' : 'id');
    },
  },
];

function needsV1({ v1 }: StormwallSubject): string | undefined {
  return v1 === undefined ? 'it takes STORMWALL_TOKEN.' : undefined;
}

function needsV3({ v3 }: StormwallSubject): string | undefined {
  return v3 === undefined ? 'it takes STORMWALL_V3_API_KEY.' : undefined;
}

/** The client, which is there where the probe is asked. */
function one<Client>(client: Client | undefined): Client {
  if (client === undefined) throw new Error('the credential is not set.');
  return client;
}

async function firstService(v1: StormwallClient): Promise<number | undefined> {
  return (await v1.services.list()).items[0]?.service_id;
}

/** The first domain without a blacklist, with its service. */
async function unlisted(v1: StormwallClient): Promise<readonly [number, number] | undefined> {
  for (const { service_id: serviceId } of (await v1.services.list()).items) {
    if (serviceId === undefined) continue;
    for (const { domain_id: domainId } of (await v1.domains.list(serviceId)).items) {
      if (domainId === undefined) continue;
      const { items } = await v1.blacklist.list(serviceId, domainId);
      if (items.length === 0) return [serviceId, domainId];
    }
  }
  return undefined;
}
