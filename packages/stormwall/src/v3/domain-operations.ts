import { defineOperation, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { idSchema } from '../api/ids.ts';
import { listPayload, pageOf, payload } from './answer.ts';
import { certificate, visible } from './certificate.ts';
import * as sent from './inputs.ts';
import type { V3Backend, V3DnsRecord } from './models.ts';
import { goneBefore, known, nothing, number, of, words } from './shapes.ts';

const service = z.lazy(() => z.strictObject({ serviceId: z.optional(idSchema()) }));

const backendSchema = once((): z.ZodMiniType<V3Backend, unknown> =>
  z.looseObject({
    id: z.optional(z.union([z.number(), z.string()])),
    ip: words(),
    port: number(),
  }),
);

export const listBackends = defineOperation({
  id: 'v3.backends.list',
  summary: 'List the origins of a domain',
  ...known,
  method: 'GET',
  path: '/v3/domains/{domainId}/backends',
  safety: 'read',
  params: of,
  query: sent.backendQuery,
  response: z.lazy(() => listPayload(backendSchema())),
  result: pageOf,
});

export const addBackend = defineOperation({
  id: 'v3.backends.add',
  summary: 'Bind a public port of a domain to an origin',
  ...known,
  method: 'POST',
  path: '/v3/domains/{domainId}/backends',
  safety: 'unsafe',
  params: of,
  query: service,
  body: sent.binding,
  uncertain: 'look for it in backends.list() before you repeat it',
  response: z.lazy(() => payload(z.unknown())),
  absorb: nothing,
  result: (found): V3Backend =>
    typeof found === 'object' && found !== null && !Array.isArray(found) ? { ...found } : {},
});

export const removeBackend = defineOperation({
  id: 'v3.backends.remove',
  summary: 'Remove an origin of a domain',
  ...known,
  method: 'DELETE',
  path: '/v3/domains/{domainId}/backends/{backendId}',
  safety: 'idempotent',
  params: z.lazy(() => z.strictObject({ domainId: idSchema(), backendId: idSchema() })),
  query: service,
  response: 'empty',
  absorb: goneBefore,
});

export const replacePorts = defineOperation({
  id: 'v3.proxiedPorts.replace',
  summary: 'Replace all public ports of a domain and their origins',
  ...known,
  method: 'PUT',
  path: '/v3/domains/{domainId}/proxied-ports',
  safety: 'idempotent',
  params: of,
  body: z.lazy(() => z.strictObject({ domainPorts: sent.ports() })),
  response: 'empty',
});

export const getCertificate = defineOperation({
  id: 'v3.ssl.get',
  summary: 'Read the certificate of a domain',
  ...known,
  method: 'GET',
  path: '/v3/domains/{domainId}/ssl',
  safety: 'read',
  params: of,
  response: z.lazy(() => payload(z.nullable(certificate()))),
  result: visible,
});

export const requestCertificate = defineOperation({
  id: 'v3.ssl.requestLetsEncrypt',
  summary: "Have a certificate of Let's Encrypt issued for a domain",
  ...known,
  method: 'POST',
  path: '/v3/domains/{domainId}/ssl/le',
  safety: 'unsafe',
  params: of,
  body: z.lazy(() => z.strictObject({ wwwIncluded: z._default(sent.boolean(), false) })),
  uncertain: 'ssl.waitForCertificate() tells whether one comes',
  response: 'empty',
});

export const setRedirects = defineOperation({
  id: 'v3.redirects.set',
  summary: 'Set the redirects of a domain',
  ...known,
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
  ...known,
  method: 'GET',
  path: '/v3/domains/{domainId}/dns',
  safety: 'read',
  params: of,
  response: z.lazy(() =>
    listPayload(
      z.looseObject({ type: words(), record: words() }) satisfies z.ZodMiniType<V3DnsRecord, unknown>,
    ),
  ),
  result: ({ results }): V3DnsRecord[] => results ?? [],
});
