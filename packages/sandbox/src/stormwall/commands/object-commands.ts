import * as z from 'zod';
import { createRandom } from '../../random.ts';
import type { Route } from '../../vendor.ts';
import { route } from '../command.ts';
import { listed } from '../list.ts';
import { flagSchema, idList, pagingQuery } from '../request.ts';
import type { StormwallState } from '../state.ts';

/** Labels of letters, digits and hyphens; the manual: a name with spaces is a 400. */
const domainName = z
  .string()
  .regex(/^(?=.{1,253}$)([\p{L}\p{N}-]{1,63}\.)+[\p{L}-]{2,}$/u, 'not a domain name');

const domainBody = z.strictObject({
  domain_name: domainName,
  is_enabled: flagSchema.optional(),
  redirect_to_https: flagSchema.optional(),
});

const paging = z.strictObject(pagingQuery);

/**
 * Services, domains, statistics, attacks. The manual has the paths of `services.list`, `domains.get` and `domains.stats`, public programs
 * that of `domains.list`; the others follow the manual's rule on verbs.
 */
export function objectCommands(state: StormwallState): Route[] {
  return [
    route(state, {
      id: 'services.list',
      method: 'GET',
      path: '/user/service-list',
      query: paging,
      run: ({ account, query }) => listed(state.objects.services(account), query),
    }),
    route(state, {
      id: 'domains.list',
      method: 'GET',
      path: '/user/service/:service/domain-list',
      query: paging,
      run: ({ account, id, query }) => {
        const { domains } = state.objects.service(account, id('service'));
        return listed(
          [...domains.values()].map(({ domain }) => domain),
          query,
        );
      },
    }),
    route(state, {
      id: 'domains.stats',
      method: 'GET',
      path: '/user/service/:service/domain/stats',
      query: z.strictObject({ domain_id: idList }),
      run: ({ account, id, query }) => ({
        payload: {
          list: query.domain_id.map((domain_id) => {
            state.objects.domain(account, id('service'), domain_id);
            return { domain_id, ...statsOf(state, domain_id) };
          }),
        },
      }),
    }),
    route(state, {
      id: 'domains.get',
      method: 'GET',
      path: '/user/service/:service/domain/:domain',
      run: ({ account, id }) => ({
        payload: state.objects.domain(account, id('service'), id('domain')).domain,
      }),
    }),
    route(state, {
      id: 'domains.create',
      method: 'POST',
      path: '/user/service/:service/domain',
      body: domainBody,
      run: ({ account, id, body }) => {
        const service = state.objects.service(account, id('service'));
        const { domain_id } = state.objects.addDomain(service.service.service_id, body.domain_name);
        change(state.objects.domain(account, id('service'), domain_id), body);
        return { payload: { domain_id } };
      },
    }),
    route(state, {
      id: 'domains.update',
      method: 'PUT',
      path: '/user/service/:service/domain/:domain',
      body: domainBody.partial(),
      run: ({ account, id, body }) => {
        change(state.objects.domain(account, id('service'), id('domain')), body);
        return { payload: {} };
      },
    }),
    route(state, {
      id: 'domains.delete',
      method: 'DELETE',
      path: '/user/service/:service/domain/:domain',
      run: ({ account, id }) => {
        state.objects.domain(account, id('service'), id('domain'));
        state.objects.service(account, id('service')).domains.delete(id('domain'));
        return { payload: {} };
      },
    }),
    route(state, {
      id: 'attacks.list',
      method: 'GET',
      path: '/user/service/:service/attack-list',
      query: paging,
      run: ({ account, id, query }) => listed(state.objects.service(account, id('service')).attacks, query),
    }),
  ];
}

function change<Domain extends object>(record: { domain: Domain }, values: object): void {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  record.domain = { ...record.domain, ...Object.fromEntries(given) };
}

/** Numbers that stay the same from request to request. */
function statsOf(state: StormwallState, domainId: number): object {
  const random = createRandom(`${state.context.seed}/stormwall/stats/${domainId}`);
  const requests = Math.floor(random.next() * 1_000_000);
  return { requests, blocked: Math.floor(requests * random.next()) };
}
