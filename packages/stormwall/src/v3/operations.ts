import { defineOperation } from '@partner-apis/core/vendor';
import { z } from 'zod';
import { idSchema } from '../api/ids.ts';
import { pagingQuery } from '../api/paging.ts';
import { listPayload, pageOf, payload } from './answer.ts';
import { certificate, visible } from './certificate.ts';
import * as sent from './inputs.ts';
import type { V3Backend, V3DnsRecord, V3Domain, V3DomainIp, V3Service } from './models.ts';

const source = 'public programs that use the Stormwall API, version 3';
const evidence = 'third-party';
const of = z.strictObject({ domainId: idSchema });
const service = z.strictObject({ serviceId: idSchema.optional() });

const words = z.string().nullish();
const number = z.number().nullish();
const ips = z.array(z.string()).nullish();

const serviceSchema: z.ZodType<V3Service, unknown> = z.looseObject({
  serviceId: z.number(),
  type: words,
  clientName: words,
  createdAt: words,
  productId: number,
  productName: words,
  billingDay: words,
  protectedIps: ips,
  ipSetName: words,
});

const domainShape = z.looseObject({
  id: z.number(),
  domain: words,
  name: words,
  serviceId: number,
  enabled: z.boolean().nullish(),
  protectedIps: ips,
  useStormwallDns: z.union([z.number(), z.boolean()]).nullish(),
});

function named({ domain, ...members }: z.output<typeof domainShape>): V3Domain {
  const name = domain ?? members.name;
  return name == null ? members : { ...members, domain: name };
}

const domainSchema: z.ZodType<V3Domain, unknown> = domainShape.transform(named);

const backendSchema: z.ZodType<V3Backend, unknown> = z.looseObject({
  id: z.union([z.number(), z.string()]).optional(),
  ip: words,
  port: number,
});

/** An answer of which nothing is known: whatever it is, or nothing. */
const anything = { response: z.unknown(), absorb: empty };

function empty({
  status,
  body,
}: {
  readonly status: number;
  readonly body: unknown;
}): { value: unknown } | undefined {
  return body === undefined && status >= 200 && status <= 299 ? { value: undefined } : undefined;
}

export const listServices = defineOperation({
  id: 'v3.services.list',
  summary: 'List the services of the account',
  source,
  evidence,
  method: 'GET',
  path: '/v3/services',
  safety: 'read',
  query: pagingQuery,
  response: listPayload(serviceSchema),
  result: pageOf,
});

export const listDomains = defineOperation({
  id: 'v3.domains.list',
  summary: 'List domains',
  source,
  evidence,
  method: 'GET',
  path: '/v3/domains',
  safety: 'read',
  query: sent.domainQuery,
  response: listPayload(domainSchema),
  result: pageOf,
});

export const createDomain = defineOperation({
  id: 'v3.domains.create',
  summary: 'Create a domain',
  source,
  evidence,
  method: 'POST',
  path: '/v3/domains',
  safety: 'unsafe',
  query: z.strictObject({ serviceId: idSchema }),
  body: z.strictObject({ name: sent.domainName }),
  uncertain: 'look for its name in domains.list()',
  ...anything,
});

export const getDomain = defineOperation({
  id: 'v3.domains.get',
  summary: 'Read one domain',
  source,
  evidence,
  method: 'GET',
  path: '/v3/domains/{domainId}',
  safety: 'read',
  params: of,
  response: payload(domainSchema),
});

export const deleteDomain = defineOperation({
  id: 'v3.domains.delete',
  summary: 'Delete a domain with everything that belongs to it',
  source,
  evidence,
  method: 'DELETE',
  path: '/v3/domains/{domainId}',
  safety: 'idempotent',
  params: of,
  response: 'empty',
});

export const listIps = defineOperation({
  id: 'v3.domains.ips',
  summary: 'Read the addresses that answer for a domain',
  source,
  evidence,
  method: 'GET',
  path: '/v3/domains/{domainId}/ips',
  safety: 'read',
  params: of,
  response: listPayload(
    z.looseObject({ ip: z.string(), isShared: z.boolean().nullish() }) satisfies z.ZodType<
      V3DomainIp,
      unknown
    >,
  ),
  result: ({ results }): V3DomainIp[] => results ?? [],
});

export const assignProtectedIps = defineOperation({
  id: 'v3.domains.assignProtectedIps',
  summary: 'Assign protected addresses to a domain',
  source,
  evidence,
  method: 'POST',
  path: '/v3/domains/{domainId}/protected-ips',
  safety: 'unsafe',
  params: of,
  body: z.strictObject({ ips: sent.ipList }),
  uncertain: 'read domains.ips() before you repeat it',
  response: 'empty',
});

export const listBackends = defineOperation({
  id: 'v3.backends.list',
  summary: 'List the origins of a domain',
  source,
  evidence,
  method: 'GET',
  path: '/v3/domains/{domainId}/backends',
  safety: 'read',
  params: of,
  query: sent.backendQuery,
  response: listPayload(backendSchema),
  result: pageOf,
});

export const addBackend = defineOperation({
  id: 'v3.backends.add',
  summary: 'Bind a public port of a domain to an origin',
  source,
  evidence,
  method: 'POST',
  path: '/v3/domains/{domainId}/backends',
  safety: 'unsafe',
  params: of,
  query: service,
  body: sent.binding,
  uncertain: 'look for it in backends.list() before you repeat it',
  ...anything,
  response: payload(z.unknown()),
  result: (found): V3Backend =>
    typeof found === 'object' && found !== null && !Array.isArray(found) ? { ...found } : {},
});

export const removeBackend = defineOperation({
  id: 'v3.backends.remove',
  summary: 'Remove an origin of a domain',
  source,
  evidence,
  method: 'DELETE',
  path: '/v3/domains/{domainId}/backends/{backendId}',
  safety: 'idempotent',
  params: of.extend({ backendId: idSchema }),
  query: service,
  response: 'empty',
});

export const replacePorts = defineOperation({
  id: 'v3.proxiedPorts.replace',
  summary: 'Replace all public ports of a domain and their origins',
  source,
  evidence,
  method: 'PUT',
  path: '/v3/domains/{domainId}/proxied-ports',
  safety: 'idempotent',
  params: of,
  body: z.strictObject({ domainPorts: sent.ports }),
  response: 'empty',
});

export const getCertificate = defineOperation({
  id: 'v3.ssl.get',
  summary: 'Read the certificate of a domain',
  source,
  evidence,
  method: 'GET',
  path: '/v3/domains/{domainId}/ssl',
  safety: 'read',
  params: of,
  response: payload(certificate.nullable()),
  result: visible,
});

export const requestCertificate = defineOperation({
  id: 'v3.ssl.requestLetsEncrypt',
  summary: "Have a certificate of Let's Encrypt issued for a domain",
  source,
  evidence,
  method: 'POST',
  path: '/v3/domains/{domainId}/ssl/le',
  safety: 'unsafe',
  params: of,
  body: z.strictObject({ wwwIncluded: sent.boolean.default(false) }),
  uncertain: 'ssl.waitForCertificate() tells whether one comes',
  response: 'empty',
});

export const setRedirects = defineOperation({
  id: 'v3.redirects.set',
  summary: 'Set the redirects of a domain',
  source,
  evidence,
  method: 'POST',
  path: '/v3/domains/{domainId}/redirects',
  safety: 'idempotent',
  params: of,
  body: sent.redirects,
  response: 'empty',
});

export const listDns = defineOperation({
  id: 'v3.dns.list',
  summary: 'Read the DNS records that the vendor keeps for a domain',
  source,
  evidence,
  method: 'GET',
  path: '/v3/domains/{domainId}/dns',
  safety: 'read',
  params: of,
  response: listPayload(
    z.looseObject({ type: words, record: words }) satisfies z.ZodType<V3DnsRecord, unknown>,
  ),
  result: ({ results }): V3DnsRecord[] => results ?? [],
});
