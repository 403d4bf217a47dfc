import type { StormwallV3Client } from '@partner-apis/stormwall';
import type { Probe } from './probe.ts';
import { json, member } from './tap.ts';

/** What nobody has said of version 3 of Stormwall. */
export const stormwallProbes: readonly Probe<StormwallV3Client>[] = [
  {
    setting: 'v3.backends',
    question: 'How the origins of a domain are listed (version 3)',
    assumed: 'page',
    async observe(v3, tap) {
      const [domain] = (await v3.domains.list({ limit: 1 })).items;
      if (domain === undefined) return undefined;
      const seen = await tap.during(() => v3.backends.list(domain.id).withResponse());
      const payload = seen === undefined ? undefined : member(json(seen.bytes), 'payload');
      if (Array.isArray(payload)) return 'array';
      return member(payload, 'results') === undefined ? undefined : 'page';
    },
  },
  {
    setting: 'v3.created',
    question: 'What the answer to a new domain says (version 3)',
    assumed: 'id',
    writes: 'creates a domain partner-apis-verify-….example and deletes it',
    async observe(v3, tap) {
      const [service] = (await v3.services.list({ limit: 1 })).items;
      if (service === undefined) return undefined;
      const { serviceId } = service;
      const name = `partner-apis-verify-${Date.now()}.example`;
      const seen = await tap.during(() =>
        v3.request(
          { method: 'POST', path: '/v3/domains', query: { serviceId }, body: { name } },
          { retries: 0 },
        ),
      );
      try {
        if (seen === undefined || seen.status >= 400) return undefined;
        if (seen.bytes.length === 0) return 'empty';
        const payload = member(json(seen.bytes), 'payload');
        return member(payload, 'id') === undefined ? 'no-id' : 'id';
      } finally {
        for await (const { id, domain } of v3.domains.list({ serviceId, search: name }))
          if (domain === name) await v3.domains.delete(id);
      }
    },
  },
];
