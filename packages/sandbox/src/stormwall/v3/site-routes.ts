import * as z from 'zod';
import type { Route } from '../../vendor.ts';
import type { StormwallState } from '../state.ts';
import { checkService } from './domain-routes.ts';
import { failed, idParameter, ok, page, paging, v3Route } from './v3-route.ts';

const port = z.int().min(1).max(65_535);
const flag = z.union([z.literal(0), z.literal(1)], 'must be one of 0, 1');
const ip = z.union([z.ipv4(), z.ipv6()], 'must be an ip address');

/** `isWs` is refused here, as public programs have found out. */
const backend = z.strictObject({
  ip,
  port,
  type: z.string(),
  status: z.string(),
  weight: z.int().min(0),
  useSsl: z.boolean(),
  useProxySni: z.boolean(),
});

const proxiedPort = z.strictObject({
  port,
  useSsl: z.boolean(),
  isWs: z.boolean(),
  backends: z.array(backend.partial().required({ ip: true, port: true })),
});

/** Origins, ports, certificates and redirects of version 3. */
export function v3SiteRoutes(state: StormwallState): Route[] {
  return [
    v3Route(state, {
      id: 'v3.backends.list',
      method: 'GET',
      path: '/v3/domains/:domain/backends',
      query: z.strictObject({ ...paging, serviceId: idParameter }),
      run: ({ domain, query: { serviceId, ...part } }) => {
        const record = domain();
        checkService(record, serviceId);
        const { backends } = state.sites.of(record.domain.domain_id);
        return state.v3.backends === 'array' ? ok(backends) : page(backends, part);
      },
    }),
    v3Route(state, {
      id: 'v3.backends.add',
      method: 'POST',
      path: '/v3/domains/:domain/backends',
      query: z.strictObject({ serviceId: idParameter }),
      body: z.strictObject({ backend, domain: z.strictObject({ port, useSsl: z.boolean() }) }),
      run: ({ domain, query, body }) => {
        const record = domain();
        checkService(record, query.serviceId);
        const site = state.sites.of(record.domain.domain_id);
        const made = { id: state.sites.nextId(), ...body.backend, domainPort: body.domain.port };
        site.backends = [...site.backends, made];
        return ok({ id: made.id }, 201);
      },
    }),
    v3Route(state, {
      id: 'v3.backends.remove',
      method: 'DELETE',
      path: '/v3/domains/:domain/backends/:backend',
      query: z.strictObject({ serviceId: idParameter }),
      run: ({ domain, query, id }) => {
        const record = domain();
        checkService(record, query.serviceId);
        const site = state.sites.of(record.domain.domain_id);
        const left = site.backends.filter((one) => one['id'] !== id('backend'));
        if (left.length === site.backends.length) return failed(404, 'NOT_FOUND', 'Backend not found');
        site.backends = left;
        return ok(null);
      },
    }),
    v3Route(state, {
      id: 'v3.proxiedPorts.replace',
      method: 'PUT',
      path: '/v3/domains/:domain/proxied-ports',
      body: z.strictObject({ domainPorts: z.array(proxiedPort) }),
      run: ({ domain, body }) => {
        const site = state.sites.of(domain().domain.domain_id);
        site.ports = body.domainPorts;
        site.backends = [];
        for (const { backends, port: domainPort } of body.domainPorts)
          for (const one of backends)
            site.backends = [...site.backends, { id: state.sites.nextId(), ...one, domainPort }];
        return ok(null);
      },
    }),
    v3Route(state, {
      id: 'v3.ssl.get',
      method: 'GET',
      path: '/v3/domains/:domain/ssl',
      run: ({ domain }) => ok(state.sites.certificate(domain().domain.domain_id)),
    }),
    v3Route(state, {
      id: 'v3.ssl.requestLetsEncrypt',
      method: 'POST',
      path: '/v3/domains/:domain/ssl/le',
      body: z.strictObject({ wwwIncluded: z.boolean() }),
      run: ({ domain, body }) => {
        const site = state.sites.of(domain().domain.domain_id);
        site.certificateAt = state.context.clock.now() + state.v3.certificateMs;
        site.wwwIncluded = body.wwwIncluded;
        return ok(null, 201);
      },
    }),
    v3Route(state, {
      id: 'v3.redirects.set',
      method: 'POST',
      path: '/v3/domains/:domain/redirects',
      body: z.strictObject({
        useRedirectToHttps: flag,
        wwwRedirectMode: z.int().min(0),
        useExternalRedirect: flag,
        externalRedirectUrl: z.string(),
      }),
      run: ({ domain, body }) => {
        const record = domain();
        state.sites.of(record.domain.domain_id).redirects = body;
        // The same flag that version 1 shows.
        record.domain = { ...record.domain, redirect_to_https: body.useRedirectToHttps };
        return ok(null, 201);
      },
    }),
  ];
}
