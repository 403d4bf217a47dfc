import type {
  ApiCall,
  ChangeAnswer,
  Conversion,
  Domain,
  DomainStats,
  PagedCall,
  ReadCall,
  Report,
  Service,
  SoftError,
  StormwallClient,
  StormwallV2Client,
  StormwallV3Client,
  V2Attack,
  V2NetworkTraffic,
  V2Percentile,
  V2SiteTraffic,
  V3Backend,
  V3Certificate,
  V3DnsRecord,
  V3Domain,
  V3DomainIp,
  V3Service,
} from '@partner-apis/stormwall';
import { type RawDiffers, usesOf } from '@partner-apis/test-kit';
import { expectTypeOf } from 'vitest';
import { z } from 'zod';

// Checked by the compiler, never run: every method of the clients, used right and wrong. One that is missing here does not compile.
declare const stormwall: StormwallClient;
declare const v2: StormwallV2Client;
declare const v3: StormwallV3Client;
const response = z.object({ n: z.number() });

expectTypeOf<RawDiffers<StormwallClient>>().toEqualTypeOf<never>();
expectTypeOf<RawDiffers<StormwallV2Client>>().toEqualTypeOf<never>();
expectTypeOf<RawDiffers<StormwallV3Client>>().toEqualTypeOf<never>();
expectTypeOf(stormwall.domains.get(1, 2).withResponse()).resolves.toHaveProperty('softErrors');
expectTypeOf(stormwall.command({ method: 'GET', path: '/', response })).toEqualTypeOf<
  ApiCall<Report<{ n: number }>>
>();
expectTypeOf(stormwall.list({ path: '/', item: response })).toEqualTypeOf<PagedCall<{ n: number }>>();
expectTypeOf<Report<string>['softErrors']>().toEqualTypeOf<readonly SoftError[]>();

usesOf<StormwallClient>({
  'services.list'() {
    expectTypeOf(stormwall.services.list({ offset: 0, limit: 10 })).toEqualTypeOf<PagedCall<Service>>();
    // @ts-expect-error there is no page number
    void stormwall.services.list({ page: 2 });
  },
  'domains.list'() {
    expectTypeOf(stormwall.domains.list(1, { limit: 10 }, { softErrors: 'throw' })).toEqualTypeOf<
      PagedCall<Domain>
    >();
    // @ts-expect-error an id is a number
    void stormwall.domains.list('1');
    // @ts-expect-error return or throw
    void stormwall.domains.list(1, {}, { softErrors: 'ignore' });
  },
  'domains.get'() {
    expectTypeOf(stormwall.domains.get(1, 2)).toEqualTypeOf<ReadCall<Domain>>();
    // @ts-expect-error both ids are needed
    void stormwall.domains.get(1);
    // @ts-expect-error an id is a number
    void stormwall.domains.get(1, 'stats');
  },
  'domains.stats'() {
    expectTypeOf(stormwall.domains.stats(1, [2, 3])).toEqualTypeOf<ReadCall<DomainStats>>();
    // @ts-expect-error domains are a list
    void stormwall.domains.stats(1, 2);
    // @ts-expect-error an id is a number
    void stormwall.domains.stats(1, ['2']);
  },
  'blacklist.list'() {
    expectTypeOf(stormwall.blacklist.list(1, 2)).toEqualTypeOf<PagedCall<string>>();
    // @ts-expect-error both ids are needed
    void stormwall.blacklist.list(1);
  },
  'blacklist.add'() {
    expectTypeOf(stormwall.blacklist.add(1, 2, ['203.0.113.7'])).toEqualTypeOf<
      ApiCall<Report<ChangeAnswer>>
    >();
    // @ts-expect-error entries are a list
    void stormwall.blacklist.add(1, 2, '203.0.113.7');
    // @ts-expect-error an entry is a text
    void stormwall.blacklist.add(1, 2, [203]);
  },
  'blacklist.remove'() {
    expectTypeOf(stormwall.blacklist.remove(1, 2, ['203.0.113.7'])).toEqualTypeOf<
      ApiCall<Report<ChangeAnswer>>
    >();
    // @ts-expect-error both ids are needed
    void stormwall.blacklist.remove(1, ['203.0.113.7']);
  },
  command() {
    expectTypeOf(stormwall.command({ method: 'POST', path: '/x', body: { on: true } })).toEqualTypeOf<
      ApiCall<Report<unknown>>
    >();
    // @ts-expect-error Stormwall knows no PATCH
    void stormwall.command({ method: 'PATCH', path: '/x' });
    // @ts-expect-error a command has a method
    void stormwall.command({ path: '/x' });
    // @ts-expect-error a query is flat
    void stormwall.command({ method: 'GET', path: '/x', query: { a: { b: 1 } } });
  },
  list() {
    expectTypeOf(stormwall.list({ path: '/x', query: { a: [1, true] } }, { limit: 5 })).toEqualTypeOf<
      PagedCall<unknown>
    >();
    // @ts-expect-error a list is always read
    void stormwall.list({ method: 'GET', path: '/x' });
    // @ts-expect-error a path is a member
    void stormwall.list('/x');
  },
  convert() {
    expectTypeOf(stormwall.convert({ method: 'GET', path: '/x', maxBytes: 1 })).toEqualTypeOf<
      ReadCall<Conversion>
    >();
    // @ts-expect-error a conversion has no schema
    void stormwall.convert({ method: 'GET', path: '/x', response });
  },
  request() {
    expectTypeOf(stormwall.request({ method: 'GET', path: '/' })).toEqualTypeOf<ApiCall<unknown>>();
    const response = z.object({ n: z.number() });
    expectTypeOf(stormwall.request({ method: 'GET', path: '/', response })).toEqualTypeOf<
      ApiCall<{ n: number }>
    >();
    // @ts-expect-error a path is missing
    void stormwall.request({ method: 'GET' });
    // @ts-expect-error no such option of a call
    void stormwall.request({ method: 'GET', path: '/' }, { retry: 1 });
  },
  with() {
    expectTypeOf(stormwall.with({ token: () => 't' })).toEqualTypeOf<StormwallClient>();
    // @ts-expect-error no such option
    stormwall.with({ apiKey: 'k' });
  },
  close() {
    expectTypeOf(stormwall.close()).toEqualTypeOf<Promise<void>>();
    // @ts-expect-error it takes no time limit
    void stormwall.close(1000);
  },
});

usesOf<StormwallV2Client>({
  'attacks.list'() {
    expectTypeOf(v2.attacks.list({ serviceId: 1, startTime: new Date(0), addActive: true })).toEqualTypeOf<
      PagedCall<V2Attack>
    >();
    // @ts-expect-error a moment is a date or milliseconds
    void v2.attacks.list({ startTime: '2026-01-01' });
  },
  'traffic.l3'() {
    expectTypeOf(v2.traffic.l3(1, { fromTime: 0, toTime: 1, type: 'In' })).toEqualTypeOf<
      ApiCall<V2NetworkTraffic>
    >();
    // @ts-expect-error a window has an end
    void v2.traffic.l3(1, { fromTime: 0 });
    // @ts-expect-error one direction
    void v2.traffic.l3(1, { fromTime: 0, toTime: 1, type: 'Both' });
  },
  'traffic.l7'() {
    expectTypeOf(v2.traffic.l7(1, 2, { fromTime: 0, toTime: 1, units: 'rps' })).toEqualTypeOf<
      ApiCall<V2SiteTraffic>
    >();
    // @ts-expect-error both ids are needed
    void v2.traffic.l7(1, { fromTime: 0, toTime: 1 });
    // @ts-expect-error no such unit
    void v2.traffic.l7(1, 2, { fromTime: 0, toTime: 1, units: 'kbps' });
  },
  'percentile.l3'() {
    expectTypeOf(v2.percentile.l3(1, { toTime: new Date(0) })).toEqualTypeOf<ApiCall<V2Percentile>>();
    // @ts-expect-error a moment is missing
    void v2.percentile.l3(1, {});
  },
  'percentile.l7'() {
    expectTypeOf(v2.percentile.l7(1, { toTime: 1 })).toEqualTypeOf<ApiCall<V2Percentile>>();
    // @ts-expect-error a moment is missing
    void v2.percentile.l7(1);
  },
  request() {
    expectTypeOf(v2.request({ method: 'GET', path: '/' })).toEqualTypeOf<ApiCall<unknown>>();
    const response = z.object({ n: z.number() });
    expectTypeOf(v2.request({ method: 'GET', path: '/', response })).toEqualTypeOf<ApiCall<{ n: number }>>();
    // @ts-expect-error a path is missing
    void v2.request({ method: 'GET' });
    // @ts-expect-error no such option of a call
    void v2.request({ method: 'GET', path: '/' }, { retry: 1 });
  },
  with() {
    expectTypeOf(v2.with({ token: () => 't' })).toEqualTypeOf<StormwallV2Client>();
    // @ts-expect-error no such option
    v2.with({ softErrors: 'throw' });
  },
  close() {
    expectTypeOf(v2.close()).toEqualTypeOf<Promise<void>>();
    // @ts-expect-error it takes no time limit
    void v2.close(1000);
  },
});

usesOf<StormwallV3Client>({
  'services.list'() {
    expectTypeOf(v3.services.list({ limit: 10 })).toEqualTypeOf<PagedCall<V3Service>>();
    // @ts-expect-error the place in a list is an object
    void v3.services.list(1);
  },
  'domains.list'() {
    expectTypeOf(v3.domains.list({ serviceId: 1, search: 'shop' })).toEqualTypeOf<PagedCall<V3Domain>>();
    // @ts-expect-error an id is a number
    void v3.domains.list({ serviceId: '1' });
  },
  'domains.create'() {
    expectTypeOf(v3.domains.create(1, { name: 'shop.example' })).toEqualTypeOf<ApiCall<V3Domain>>();
    // @ts-expect-error a name is a member
    void v3.domains.create(1, 'shop.example');
    // @ts-expect-error a service is missing
    void v3.domains.create({ name: 'shop.example' });
  },
  'domains.get'() {
    expectTypeOf(v3.domains.get(2)).toEqualTypeOf<ApiCall<V3Domain>>();
    // @ts-expect-error an id is a number
    void v3.domains.get('2');
  },
  'domains.delete'() {
    expectTypeOf(v3.domains.delete(2)).toEqualTypeOf<ApiCall<void>>();
    // @ts-expect-error one at a time
    void v3.domains.delete([2]);
  },
  'domains.ips'() {
    expectTypeOf(v3.domains.ips(2)).toEqualTypeOf<ApiCall<V3DomainIp[]>>();
    // @ts-expect-error an id is missing
    void v3.domains.ips();
  },
  'domains.assignProtectedIps'() {
    expectTypeOf(v3.domains.assignProtectedIps(2, ['203.0.113.9'])).toEqualTypeOf<ApiCall<void>>();
    // @ts-expect-error addresses are a list
    void v3.domains.assignProtectedIps(2, '203.0.113.9');
  },
  'backends.list'() {
    expectTypeOf(v3.backends.list(2, { serviceId: 1 })).toEqualTypeOf<PagedCall<V3Backend>>();
    // @ts-expect-error no such filter
    void v3.backends.list(2, { service: 1 });
  },
  'backends.add'() {
    expectTypeOf(
      v3.backends.add(2, { backend: { ip: 'a', port: 80 }, domain: { port: 80 } }, { serviceId: 1 }),
    ).toEqualTypeOf<ApiCall<V3Backend>>();
    // @ts-expect-error a public port is missing
    void v3.backends.add(2, { backend: { ip: 'a', port: 80 } });
    // @ts-expect-error the vendor refuses it
    void v3.backends.add(2, { backend: { ip: 'a', port: 80, isWs: true }, domain: { port: 80 } });
  },
  'backends.remove'() {
    expectTypeOf(v3.backends.remove(2, 3)).toEqualTypeOf<ApiCall<void>>();
    // @ts-expect-error both ids are needed
    void v3.backends.remove(2);
  },
  'proxiedPorts.replace'() {
    expectTypeOf(
      v3.proxiedPorts.replace(2, [{ port: 80, useSsl: false, isWs: false, backends: [] }]),
    ).toEqualTypeOf<ApiCall<void>>();
    // @ts-expect-error a port says all of it
    void v3.proxiedPorts.replace(2, [{ port: 80 }]);
  },
  'ssl.get'() {
    expectTypeOf(v3.ssl.get(2)).toEqualTypeOf<ApiCall<V3Certificate | null>>();
    // @ts-expect-error an id is a number
    void v3.ssl.get('2');
  },
  'ssl.requestLetsEncrypt'() {
    expectTypeOf(v3.ssl.requestLetsEncrypt(2, { wwwIncluded: true })).toEqualTypeOf<ApiCall<void>>();
    // @ts-expect-error no such member
    void v3.ssl.requestLetsEncrypt(2, { www: true });
  },
  'ssl.waitForCertificate'() {
    expectTypeOf(
      v3.ssl.waitForCertificate(2, { timeoutMs: 1, onProgress: ({ sslPort }) => sslPort }),
    ).toEqualTypeOf<Promise<V3Certificate>>();
    // @ts-expect-error the unit stands in the name
    void v3.ssl.waitForCertificate(2, { timeout: 1 });
  },
  'redirects.set'() {
    expectTypeOf(v3.redirects.set(2, { useRedirectToHttps: 1 })).toEqualTypeOf<ApiCall<void>>();
    // @ts-expect-error flags are 0 and 1 here
    void v3.redirects.set(2, { useRedirectToHttps: true });
  },
  'dns.list'() {
    expectTypeOf(v3.dns.list(2)).toEqualTypeOf<ApiCall<V3DnsRecord[]>>();
    // @ts-expect-error it has no pages
    void v3.dns.list(2, { limit: 1 });
  },
  call() {
    expectTypeOf(
      v3.call('GET /v3/domains/{domainId}/dns', { params: { path: { domainId: 2 } } }),
    ).toEqualTypeOf<ApiCall<unknown>>();
    // @ts-expect-error an endpoint is a method and a path
    void v3.call(2);
  },
  request() {
    expectTypeOf(v3.request({ method: 'GET', path: '/' })).toEqualTypeOf<ApiCall<unknown>>();
    const response = z.object({ n: z.number() });
    expectTypeOf(v3.request({ method: 'GET', path: '/', response })).toEqualTypeOf<ApiCall<{ n: number }>>();
    // @ts-expect-error a path is missing
    void v3.request({ method: 'GET' });
    // @ts-expect-error no such option of a call
    void v3.request({ method: 'GET', path: '/' }, { retry: 1 });
  },
  with() {
    expectTypeOf(v3.with({ apiKey: () => 'k' })).toEqualTypeOf<StormwallV3Client>();
    // @ts-expect-error no such option
    v3.with({ token: 't' });
  },
  close() {
    expectTypeOf(v3.close()).toEqualTypeOf<Promise<void>>();
    // @ts-expect-error it takes no time limit
    void v3.close(1000);
  },
});
