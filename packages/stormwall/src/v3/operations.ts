import { defineOperation, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { idSchema } from '../api/ids.ts';
import { pagingQuery } from '../api/paging.ts';
import { listPayload, pageOf, payload } from './answer.ts';
import * as sent from './inputs.ts';
import type { V3Domain, V3DomainIp, V3Service } from './models.ts';
import { goneBefore, known, nothing, number, of, words } from './shapes.ts';

const ips = once(() => z.nullish(z.array(z.string())));

const serviceSchema = once((): z.ZodMiniType<V3Service, unknown> =>
  z.looseObject({
    serviceId: z.number(),
    type: words(),
    clientName: words(),
    createdAt: words(),
    productId: number(),
    productName: words(),
    billingDay: words(),
    protectedIps: ips(),
    ipSetName: words(),
  }),
);

const domainShape = once(() =>
  z.looseObject({
    id: z.number(),
    domain: words(),
    name: words(),
    serviceId: number(),
    enabled: z.nullish(z.boolean()),
    protectedIps: ips(),
    useStormwallDns: z.nullish(z.union([z.number(), z.boolean()])),
  }),
);

function named({ domain, ...members }: z.output<ReturnType<typeof domainShape>>): V3Domain {
  const name = domain ?? members.name;
  return name == null ? members : { ...members, domain: name };
}

const domainSchema = once((): z.ZodMiniType<V3Domain, unknown> => z.pipe(domainShape(), z.transform(named)));

export const listServices = defineOperation({
  id: 'v3.services.list',
  summary: 'List the services of the account',
  ...known,
  method: 'GET',
  path: '/v3/services',
  safety: 'read',
  query: z.lazy(pagingQuery),
  response: z.lazy(() => listPayload(serviceSchema())),
  result: pageOf,
});

export const listDomains = defineOperation({
  id: 'v3.domains.list',
  summary: 'List domains',
  ...known,
  method: 'GET',
  path: '/v3/domains',
  safety: 'read',
  query: sent.domainQuery,
  response: z.lazy(() => listPayload(domainSchema())),
  result: pageOf,
});

export const createDomain = defineOperation({
  id: 'v3.domains.create',
  summary: 'Create a domain',
  ...known,
  method: 'POST',
  path: '/v3/domains',
  safety: 'unsafe',
  query: z.lazy(() => z.strictObject({ serviceId: idSchema() })),
  body: z.lazy(() => z.strictObject({ name: sent.domainName() })),
  uncertain: 'look for its name in domains.list()',
  response: z.lazy(() => z.unknown()),
  absorb: nothing,
});

export const getDomain = defineOperation({
  id: 'v3.domains.get',
  summary: 'Read one domain',
  ...known,
  method: 'GET',
  path: '/v3/domains/{domainId}',
  safety: 'read',
  params: of,
  response: z.lazy(() => payload(domainSchema())),
});

export const deleteDomain = defineOperation({
  id: 'v3.domains.delete',
  summary: 'Delete a domain with everything that belongs to it',
  ...known,
  method: 'DELETE',
  path: '/v3/domains/{domainId}',
  safety: 'idempotent',
  params: of,
  response: 'empty',
  absorb: goneBefore,
});

export const listIps = defineOperation({
  id: 'v3.domains.ips',
  summary: 'Read the addresses that answer for a domain',
  ...known,
  method: 'GET',
  path: '/v3/domains/{domainId}/ips',
  safety: 'read',
  params: of,
  response: z.lazy(() =>
    listPayload(
      z.looseObject({ ip: z.string(), isShared: z.nullish(z.boolean()) }) satisfies z.ZodMiniType<
        V3DomainIp,
        unknown
      >,
    ),
  ),
  result: ({ results }): V3DomainIp[] => results ?? [],
});

export const assignProtectedIps = defineOperation({
  id: 'v3.domains.assignProtectedIps',
  summary: 'Assign protected addresses to a domain',
  ...known,
  method: 'POST',
  path: '/v3/domains/{domainId}/protected-ips',
  safety: 'unsafe',
  params: of,
  body: z.lazy(() => z.strictObject({ ips: sent.ipList() })),
  uncertain: 'read domains.ips() before you repeat it',
  response: 'empty',
});
