import { defineOperation } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { cidrList } from './cidr.ts';
import { idSchema } from '../api/ids.ts';
import { changeAnswer, domainSchema, serviceSchema, statsSchema } from '../api/models.ts';
import { type Envelope, listOf, Page } from '../lists/page.ts';
import { pagingQuery } from '../api/paging.ts';
import { type Report, softErrorsIn } from '../api/soft-errors.ts';

const SEEN_IN_USE = 'not in the Stormwall API manual; as public programs use it';

const serviceParams = z.lazy(() => z.strictObject({ serviceId: idSchema() }));
const domainParams = z.lazy(() => z.strictObject({ serviceId: idSchema(), domainId: idSchema() }));
const blacklistPath = '/user/service/{serviceId}/domain/{domainId}/ddos/black-cidr-list';

/** An answer beside its soft errors, for operations whose result is not a list. */
function reported<Data>(data: Data, _sent: unknown, body: unknown): Report<Data> {
  return { data, softErrors: softErrorsIn(body) };
}

/** An answer as a page. */
function paged<Item>(envelope: Envelope<Item>, _sent: unknown, body: unknown): Page<Item> {
  return new Page(envelope, body);
}

/** GET /user/service-list. */
export const listServices = defineOperation({
  id: 'services.list',
  summary: 'List the services of the account',
  source: 'Stormwall API manual, authorization example',
  evidence: 'manual',
  method: 'GET',
  path: '/user/service-list',
  safety: 'read',
  query: z.lazy(pagingQuery),
  response: z.lazy(() => listOf(serviceSchema())),
  result: paged,
});

/** GET /user/service/{id}/domain-list. */
export const listDomains = defineOperation({
  id: 'domains.list',
  summary: 'List the domains of a service',
  source: SEEN_IN_USE,
  evidence: 'third-party',
  method: 'GET',
  path: '/user/service/{serviceId}/domain-list',
  safety: 'read',
  params: serviceParams,
  query: z.lazy(pagingQuery),
  response: z.lazy(() => listOf(domainSchema())),
  result: paged,
});

/** GET /user/service/{id}/domain/{id}. */
export const getDomain = defineOperation({
  id: 'domains.get',
  summary: 'Read one domain of a service',
  source: 'Stormwall API manual, REST interface',
  evidence: 'manual',
  method: 'GET',
  path: '/user/service/{serviceId}/domain/{domainId}',
  safety: 'read',
  params: domainParams,
  response: z.lazy(domainSchema),
  result: reported,
});

/** GET /user/service/{id}/domain/stats: a list of input goes as a repeated key, also when it holds one value. */
export const getStats = defineOperation({
  id: 'domains.stats',
  summary: 'Read statistics of several domains',
  source: 'Stormwall API manual, REST interface',
  evidence: 'manual',
  method: 'GET',
  path: '/user/service/{serviceId}/domain/stats',
  safety: 'read',
  params: serviceParams,
  query: z.lazy(() =>
    z.strictObject({
      domain_id: z.readonly(z.array(idSchema()).check(z.minLength(1, 'must name at least one domain'))),
    }),
  ),
  response: statsSchema,
  result: reported,
});

/** GET …/ddos/black-cidr-list: the items are texts. */
export const listBlacklist = defineOperation({
  id: 'blacklist.list',
  summary: 'Read the blacklist of a domain',
  source: SEEN_IN_USE,
  evidence: 'third-party',
  method: 'GET',
  path: blacklistPath,
  safety: 'read',
  params: domainParams,
  query: z.lazy(pagingQuery),
  response: z.lazy(() => listOf(z.string())),
  result: paged,
});

/** PUT …/ddos/black-cidr-list: adds the entries, leaves the others. */
export const addToBlacklist = defineOperation({
  id: 'blacklist.add',
  summary: 'Add blocks to the blacklist of a domain',
  source: SEEN_IN_USE,
  evidence: 'third-party',
  method: 'PUT',
  path: blacklistPath,
  safety: 'unsafe',
  params: domainParams,
  body: z.lazy(() => z.strictObject({ list: cidrList() })),
  response: changeAnswer,
  result: reported,
});

/** DELETE …/ddos/black-cidr-list, with a JSON body. */
export const removeFromBlacklist = defineOperation({
  id: 'blacklist.remove',
  summary: 'Remove blocks from the blacklist of a domain',
  source: SEEN_IN_USE,
  evidence: 'third-party',
  method: 'DELETE',
  path: blacklistPath,
  safety: 'unsafe',
  params: domainParams,
  body: z.lazy(() => z.strictObject({ list: cidrList() })),
  response: changeAnswer,
  result: reported,
});
