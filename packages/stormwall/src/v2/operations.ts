import { defineOperation, onTheWire, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { idSchema } from '../api/ids.ts';
import { Page } from '../lists/page.ts';
import type { V2Attack, V2NetworkTraffic, V2Percentile, V2SiteTraffic } from './models.ts';

const source = 'a public exporter that uses the Stormwall API, version 2';
const evidence = 'third-party';

const moment = once(() =>
  onTheWire(
    z
      .pipe(
        z.union([z.date('must be a date'), z.number()], 'must be a Date or Unix milliseconds'),
        z.transform(Number),
      )
      .check(
        z.refine((ms) => Number.isSafeInteger(ms) && ms >= 0, 'must be a Date or whole Unix milliseconds'),
      ),
    () => z.int().check(z.nonnegative()),
  ),
);

const ofService = z.lazy(() => z.strictObject({ serviceId: idSchema() }));
const ofSite = z.lazy(() => z.strictObject({ serviceId: idSchema(), domainId: idSchema() }));

const attackQuery = z.lazy(() =>
  z.pipe(
    // A word here, where version 1 has 0 and 1.
    z.strictObject({
      startTime: z.optional(moment()),
      stopTime: z.optional(moment()),
      addActive: z.optional(onTheWire(z.boolean('must be true or false'), () => z.enum(['true']))),
      offset: z.optional(z.int('must be an integer').check(z.nonnegative('must be 0 or more'))),
      limit: z.optional(z.int('must be an integer').check(z.gte(1, 'must be 1 or more'))),
    }),
    z.transform(({ addActive, ...query }) => ({
      ...query,
      addActive: addActive === true ? 'true' : undefined,
    })),
  ),
);

const words = once(() => z.nullish(z.string()));

const attack = once((): z.ZodMiniType<V2Attack, unknown> =>
  z.looseObject({
    target: words(),
    type: words(),
    start_time: z.nullish(z.union([z.number(), z.string()])),
    active: z.nullish(z.union([z.boolean(), z.number()])),
    severity: words(),
  }),
);

const attackList = once(() =>
  z.looseObject({ result: z.nullish(z.array(attack())) }, 'must be an object with result, or a list'),
);
const attacks = z.lazy(() =>
  onTheWire(
    z.pipe(
      z.transform((body) => (Array.isArray(body) ? { result: body } : body)),
      attackList(),
    ),
    () => z.union([attackList(), z.array(attack())]),
  ),
);

function pageOf(list: z.output<typeof attacks>, _sent: unknown, body: unknown): Page<V2Attack> {
  const members = typeof body === 'object' && body !== null ? body : {};
  const total: unknown = Reflect.get(members, 'total');
  return new Page({ list: list.result ?? [] }, body, {
    ...members,
    total_count: total,
  });
}

const reading = { source, evidence, method: 'GET', safety: 'read' } as const;

export const listAttacks = defineOperation({
  ...reading,
  id: 'v2.attacks.list',
  summary: 'List attacks of the whole account',
  path: '/attacks',
  query: attackQuery,
  response: attacks,
  result: pageOf,
});

export const listNetworkAttacks = defineOperation({
  ...reading,
  id: 'v2.attacks.l3',
  summary: 'List attacks on a network service',
  path: '/{serviceId}/l3/attacks',
  params: ofService,
  query: attackQuery,
  response: attacks,
  result: pageOf,
});

export const listSiteAttacks = defineOperation({
  ...reading,
  id: 'v2.attacks.l7',
  summary: 'List attacks on a site',
  path: '/{serviceId}/l7/{domainId}/attacks',
  params: ofSite,
  query: attackQuery,
  response: attacks,
  result: pageOf,
});

const window = { fromTime: z.lazy(moment), toTime: z.lazy(moment) };

export const networkTraffic = defineOperation({
  ...reading,
  id: 'v2.traffic.l3',
  summary: 'Read traffic of a network service',
  path: '/{serviceId}/l3/network-protection/traffic',
  params: ofService,
  query: z.lazy(() =>
    z.strictObject({
      ...window,
      units: z.optional(z.enum(['bps', 'rps'], 'must be bps or rps')),
      type: z.optional(z.enum(['In', 'Out'], 'must be In or Out')),
    }),
  ),
  response: z.lazy(() => z.looseObject({ objects: z.nullish(z.array(z.looseObject({}))) })) as z.ZodMiniType<
    V2NetworkTraffic,
    unknown
  >,
});

export const siteTraffic = defineOperation({
  ...reading,
  id: 'v2.traffic.l7',
  summary: 'Read traffic of a site',
  path: '/{serviceId}/l7/{domainId}/traffic',
  params: ofSite,
  query: z.lazy(() =>
    z.strictObject({ ...window, units: z.optional(z.enum(['bps', 'rps'], 'must be bps or rps')) }),
  ),
  response: z.lazy(() =>
    z.looseObject({
      traffic: z.nullish(z.array(z.looseObject({}))),
      counters: z.nullish(z.looseObject({})),
    }),
  ) as z.ZodMiniType<V2SiteTraffic, unknown>,
});

const percentile = z.lazy(() => z.looseObject({ percentile: z.nullish(z.looseObject({})) })) as z.ZodMiniType<
  V2Percentile,
  unknown
>;

export const networkPercentile = defineOperation({
  ...reading,
  id: 'v2.percentile.l3',
  summary: 'Read the percentile of a network service',
  path: '/{serviceId}/l3/network-protection/percentile',
  params: ofService,
  query: z.lazy(() => z.strictObject({ toTime: moment() })),
  response: percentile,
});

export const sitePercentile = defineOperation({
  ...reading,
  id: 'v2.percentile.l7',
  summary: 'Read the percentile of the sites of a service',
  path: '/{serviceId}/l7/network-protection/percentile',
  params: ofService,
  query: z.lazy(() => z.strictObject({ toTime: moment() })),
  response: percentile,
});
