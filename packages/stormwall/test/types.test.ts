import type {
  ApiCall,
  Domain,
  DomainStats,
  Page,
  PagedCall,
  Report,
  Service,
  SoftError,
  StormwallClient,
  StormwallOptions,
} from '@partner-apis/stormwall';
import { isSoftErrorsError, isStormwallHttpError } from '@partner-apis/stormwall';
import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';

// Nothing here is run: the compiler is the judge.

test('what calls resolve to', () => {
  const check = async (s: StormwallClient): Promise<void> => {
    expectTypeOf(s.services.list()).toEqualTypeOf<PagedCall<Service>>();
    expectTypeOf(await s.services.list()).toEqualTypeOf<Page<Service>>();
    for await (const domain of s.domains.list(1)) expectTypeOf(domain).toEqualTypeOf<Domain>();
    for await (const entry of s.blacklist.list(1, 2)) expectTypeOf(entry).toEqualTypeOf<string>();
    expectTypeOf(await s.domains.get(1, 2)).toEqualTypeOf<Domain>();
    expectTypeOf((await s.domains.get(1, 2)).domain_id).toEqualTypeOf<number | undefined>();
    expectTypeOf((await s.domains.get(1, 2))['plan']).toEqualTypeOf<unknown>();
    expectTypeOf(await s.domains.stats(1, [2])).toEqualTypeOf<DomainStats>();
    expectTypeOf((await s.domains.get(1, 2).withResponse()).softErrors).toEqualTypeOf<readonly SoftError[]>();
    expectTypeOf((await s.blacklist.add(1, 2, [])).softErrors).toEqualTypeOf<readonly SoftError[]>();
    expectTypeOf(s.command({ method: 'GET', path: '/x' })).toEqualTypeOf<ApiCall<Report<unknown>>>();
    const response = z.object({ id: z.number() });
    expectTypeOf((await s.command({ method: 'GET', path: '/x', response })).data).toEqualTypeOf<{
      id: number;
    }>();
    expectTypeOf((await s.convert({ method: 'GET', path: '/x' })).bytes).toEqualTypeOf<Uint8Array>();
    expectTypeOf((await s.convert({ method: 'GET', path: '/x' })).contentType).toEqualTypeOf<
      string | undefined
    >();
    const attacks = s.list({ path: '/x', item: z.object({ attack_id: z.string() }) });
    expectTypeOf(attacks).toEqualTypeOf<PagedCall<{ attack_id: string }>>();
    expectTypeOf(s.list({ path: '/x' })).toEqualTypeOf<PagedCall<unknown>>();
    await s.request({ method: 'GET', path: '/x' }, { softErrors: 'throw' });
  };
  expect(check).toBeTypeOf('function');
});

test('open codes still help whoever writes a switch', () => {
  const check = ({ type, code }: SoftError): void => {
    expectTypeOf(type).toExtend<string | number>();
    expectTypeOf(code).toExtend<string>();
    switch (code) {
      case 'INVALID_CERT_KEY_PAIR':
      case 'SOMETHING_NEW':
        break;
      default:
    }
  };
  expect(check).toBeTypeOf('function');
});

test('guards type what they guard', () => {
  const check = (error: unknown): void => {
    if (isStormwallHttpError(error)) expectTypeOf(error.body.message).toEqualTypeOf<string | undefined>();
    if (isSoftErrorsError(error)) expectTypeOf(error.softErrors).toEqualTypeOf<readonly SoftError[]>();
  };
  expect(check).toBeTypeOf('function');
});

test('wrong uses do not compile', () => {
  const check = (s: StormwallClient): void => {
    // @ts-expect-error -- an id is a number: `stats` is a word of the path
    void s.domains.get(1, 'stats');
    // @ts-expect-error -- both ids are needed
    void s.domains.get(1);
    // @ts-expect-error -- several domains are a list
    void s.domains.stats(1, '3,6');
    // @ts-expect-error -- there is no page number
    void s.services.list({ page: 2 });
    // @ts-expect-error -- an entry is a text
    void s.blacklist.add(1, 2, [203]);
    // @ts-expect-error -- Stormwall knows no PATCH
    void s.command({ method: 'PATCH', path: '/x' });
    // @ts-expect-error -- a command has a path
    void s.command({ method: 'GET' });
    // @ts-expect-error -- a query is flat
    void s.command({ method: 'GET', path: '/x', query: { a: { b: 1 } } });
    // @ts-expect-error -- return or throw
    void s.domains.get(1, 2, { softErrors: 'ignore' });
    // @ts-expect-error -- a conversion has no schema
    void s.convert({ method: 'GET', path: '/x', response: z.string() });
  };
  expect(check).toBeTypeOf('function');
  // @ts-expect-error -- a token is needed
  const options: StormwallOptions = { baseUrl: 'http://127.0.0.1' };
  expect(options).toBeDefined();
});
