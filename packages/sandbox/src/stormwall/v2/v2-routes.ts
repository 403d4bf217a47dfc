import * as z from 'zod';
import { createRandom } from '../../random.ts';
import type { Route } from '../../vendor.ts';
import { route } from '../command.ts';
import type { ServiceRecord } from '../objects.ts';
import { pagingQuery } from '../request.ts';
import type { StormwallState } from '../state.ts';

const moment = z
  .string()
  .regex(/^\d{10,15}$/, 'expected Unix milliseconds')
  .transform(Number);
const attackQuery = z.strictObject({
  ...pagingQuery,
  startTime: moment.optional(),
  stopTime: moment.optional(),
  addActive: z.enum(['true', 'false']).optional(),
});
const window = { fromTime: moment, toTime: moment };

/** Version 2, of which a public exporter reads attacks, traffic and percentiles. */
export function v2Routes(state: StormwallState): Route[] {
  const attacksOf = (
    services: readonly ServiceRecord[],
    { offset = 0, limit = 100 }: { offset?: number | undefined; limit?: number | undefined },
  ) => {
    const all = services.flatMap(({ attacks }) =>
      attacks.map(({ attack_target: target }) => ({
        target,
        type: 'UDP flood',
        start_time: state.context.clock.now() - 3_600_000,
        active: 0,
        severity: 'low',
      })),
    );
    return { payload: { total: all.length, result: all.slice(offset, offset + limit) } };
  };
  const numbers = (name: string) => createRandom(`${state.context.seed}/stormwall/v2/${name}`);
  return [
    route(state, {
      id: 'v2.attacks.list',
      method: 'GET',
      path: '/v2/attacks',
      query: attackQuery,
      run: ({ account, query }) =>
        attacksOf(
          state.objects.all().filter((record) => record.account === account),
          query,
        ),
    }),
    route(state, {
      id: 'v2.attacks.l3',
      method: 'GET',
      path: '/v2/:service/l3/attacks',
      query: attackQuery,
      run: ({ account, id, query }) => attacksOf([state.objects.service(account, id('service'))], query),
    }),
    route(state, {
      id: 'v2.attacks.l7',
      method: 'GET',
      path: '/v2/:service/l7/:domain/attacks',
      query: attackQuery,
      run: ({ account, id, query }) => {
        state.objects.domain(account, id('service'), id('domain'));
        return attacksOf([state.objects.service(account, id('service'))], query);
      },
    }),
    route(state, {
      id: 'v2.traffic.l3',
      method: 'GET',
      path: '/v2/:service/l3/network-protection/traffic',
      query: z.strictObject({
        ...window,
        units: z.enum(['bps', 'rps']).optional(),
        type: z.enum(['In', 'Out']).optional(),
      }),
      run: ({ account, id }) => {
        state.objects.service(account, id('service'));
        const random = numbers(`l3/${id('service')}`);
        return {
          payload: {
            objects: [{ traffic: [1, 2, 3].map(() => ({ value: Math.floor(random.next() * 1e6) })) }],
          },
        };
      },
    }),
    route(state, {
      id: 'v2.percentile.l3',
      method: 'GET',
      path: '/v2/:service/l3/network-protection/percentile',
      query: z.strictObject({ toTime: moment }),
      run: ({ account, id }) => {
        state.objects.service(account, id('service'));
        return { payload: { percentile: { in: 1_000, out: 500 } } };
      },
    }),
    route(state, {
      id: 'v2.percentile.l7',
      method: 'GET',
      path: '/v2/:service/l7/network-protection/percentile',
      query: z.strictObject({ toTime: moment }),
      run: ({ account, id }) => {
        state.objects.service(account, id('service'));
        return { payload: { percentile: { in: 100, out: 50 } } };
      },
    }),
    route(state, {
      id: 'v2.traffic.l7',
      method: 'GET',
      path: '/v2/:service/l7/:domain/traffic',
      query: z.strictObject({ ...window, units: z.enum(['bps', 'rps']).optional() }),
      run: ({ account, id, query }) => {
        state.objects.domain(account, id('service'), id('domain'));
        const random = numbers(`l7/${id('domain')}`);
        const value = (): number => Math.floor(random.next() * 1e6);
        const traffic =
          query.units === 'rps'
            ? [
                {
                  total: value(),
                  permitted: value(),
                  blocked: value(),
                  errors: 0,
                  whitelisted: 0,
                  blacklisted: 0,
                  cached: 0,
                },
              ]
            : [{ in: value(), out: value(), cached: 0, cached_bypass: 0 }];
        return {
          payload: {
            traffic,
            ...(query.units !== 'rps' && { counters: { traffic_total: value(), traffic_cached: 0 } }),
          },
        };
      },
    }),
  ];
}
