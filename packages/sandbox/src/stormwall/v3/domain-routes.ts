import * as z from 'zod';
import type { Route } from '../../vendor.ts';
import type { DomainRecord } from '../objects.ts';
import type { StormwallState } from '../state.ts';
import { failed, idParameter, ok, page, paging, refuse, v3Route } from './v3-route.ts';

const ip = z.union([z.ipv4(), z.ipv6()], 'must be an ip address');
const name = z
  .string()
  .regex(/^(?=.{1,253}$)([\p{L}\p{N}-]{1,63}\.)+[\p{L}-]{2,}$/u, 'must be a valid domain name');
const integer = z
  .string()
  .regex(/^\d{1,15}$/, 'must be an integer number')
  .transform(Number);

/** Services and domains of version 3, as public programs use them. */
export function v3DomainRoutes(state: StormwallState): Route[] {
  const own = (account: string) => state.objects.all().filter((record) => record.account === account);
  const shown = ({ domain }: DomainRecord): object => ({
    id: domain.domain_id,
    domain: domain.domain_name,
    protection: {},
    product: { id: 1, name: 'Website protection', groupId: 1, groupName: 'Websites' },
    useStormwallDns: 0,
    withDecryptionSecurity: true,
    isEnterprise: false,
    enabled: domain.is_enabled === 1,
    serviceId: domain.service_id,
    protectedIps: (state.sites.known(domain.domain_id)?.ips ?? []).map(({ ip: address }) => address),
  });
  return [
    v3Route(state, {
      id: 'v3.services.list',
      method: 'GET',
      path: '/v3/services',
      query: z.strictObject(paging),
      run: ({ account, query }) =>
        page(
          own(account).map(({ service }) => ({
            serviceId: service.service_id,
            type: 'service',
            clientName: account,
            createdAt: '2026-01-01T00:00:00.000Z',
            partnerId: 1,
            customerId: 1,
            billingDay: '2026-01-31',
            productId: 1,
            productName: service.service_name,
            productGroupId: 1,
            productGroupName: 'Websites',
            useStormwallDns: false,
            useSsl: true,
            disableFw: false,
            protectedIps: [],
            ipSetName: null,
          })),
          query,
        ),
    }),
    v3Route(state, {
      id: 'v3.domains.list',
      method: 'GET',
      path: '/v3/domains',
      query: z.strictObject({ ...paging, serviceId: idParameter, search: z.string().optional() }),
      run: ({ account, query: { serviceId, search = '', ...part } }) =>
        page(
          own(account)
            .filter(({ service }) => serviceId === undefined || service.service_id === serviceId)
            .flatMap(({ domains }) => [...domains.values()])
            .filter(({ domain }) => domain.domain_name.includes(search))
            .map(shown),
          part,
        ),
    }),
    v3Route(state, {
      id: 'v3.domains.create',
      method: 'POST',
      path: '/v3/domains',
      query: z.strictObject({ serviceId: integer }),
      body: z.strictObject({ name }),
      run: ({ account, query, body }) => {
        const service = own(account).find((record) => record.service.service_id === query.serviceId);
        if (service === undefined) return failed(404, 'NOT_FOUND', 'Service not found');
        if ([...service.domains.values()].some(({ domain }) => domain.domain_name === body.name))
          return failed(400, 'DOMAIN_EXISTS', 'Domain already exists');
        const { domain_id: id } = state.objects.addDomain(query.serviceId, body.name);
        switch (state.v3.created) {
          case 'id':
            return ok({ id, domain: body.name }, 201);
          case 'no-id':
            return ok({}, 201);
          case 'empty':
            return { status: 201, headers: {}, body: null };
        }
      },
    }),
    v3Route(state, {
      id: 'v3.domains.get',
      method: 'GET',
      path: '/v3/domains/:domain',
      run: ({ domain }) => ok(shown(domain())),
    }),
    v3Route(state, {
      id: 'v3.domains.delete',
      method: 'DELETE',
      path: '/v3/domains/:domain',
      run: ({ account, domain }) => {
        const { domain: found } = domain();
        own(account)
          .find(({ service }) => service.service_id === found.service_id)
          ?.domains.delete(found.domain_id);
        return ok(null);
      },
    }),
    v3Route(state, {
      id: 'v3.domains.ips',
      method: 'GET',
      path: '/v3/domains/:domain/ips',
      run: ({ domain }) => ok(state.sites.of(domain().domain.domain_id).ips),
    }),
    v3Route(state, {
      id: 'v3.domains.assignProtectedIps',
      method: 'POST',
      path: '/v3/domains/:domain/protected-ips',
      body: z.strictObject({ ips: z.array(ip).min(1, 'should not be empty') }),
      run: ({ domain, body }) => {
        const site = state.sites.of(domain().domain.domain_id);
        site.ips = body.ips.map((address) => ({ ip: address, isShared: false }));
        return ok(null, 201);
      },
    }),
    v3Route(state, {
      id: 'v3.dns.list',
      method: 'GET',
      path: '/v3/domains/:domain/dns',
      run: ({ domain }) => {
        domain();
        return ok([1, 2, 3, 4].map((n) => ({ type: 'NS', record: `dns${n}.storm-pro.net` })));
      },
    }),
  ];
}

/** Refuses a service that is named beside a domain of another one. */
export function checkService({ domain }: DomainRecord, serviceId: number | undefined): void {
  if (serviceId !== undefined && serviceId !== domain.service_id)
    refuse(failed(404, 'NOT_FOUND', 'The service has no such domain'));
}
