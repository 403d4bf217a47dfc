import { describe, expect, it } from 'vitest';
import { USUAL } from './support/usual.ts';
import { type Instead, verify } from './support/verify.ts';

/** A probe, and the request on which it depends: from the `nth` on, counted from 0, while its question is asked. */
interface Asking {
  readonly vendor: string;
  readonly setting: string;
  readonly request: RegExp;
  readonly nth?: number;
  /** Where the request is made for another question. */
  readonly during?: string;
  /** Answers that say something all the same, each for a reason that stands beside it. */
  readonly tells?: Readonly<Record<string, unknown>>;
}

const PROBES: readonly Asking[] = [
  // A 404 of the platform has its status in both places, which is the question.
  { vendor: 'astral', setting: 'failureStatus', request: /^GET \/events\/not-an-id/, tells: { 404: 'http' } },
  // 401 is the refusal that is asked about.
  { vendor: 'astral', setting: 'wrongKey', request: /^GET \/events\/0{32}/, tells: { 401: 401 } },
  // 404 in the platform's own words is the answer.
  { vendor: 'astral', setting: 'missingEvent', request: /^GET \/events\/0{32}/, tells: { 404: 'not-found' } },
  { vendor: 'astral', setting: 'emptyAnswer', request: /^GET \/events\?/ },
  { vendor: 'astral', setting: 'partialAnswer', request: /^POST \/events$/, nth: 1 },
  { vendor: 'astral', setting: 'partialAnswer', request: /^POST \/events$/ },
  {
    vendor: 'astral',
    setting: 'unknownConfirmed',
    request: /^POST \/events\/confirm/,
    tells: { 404: 'not-found' },
  },
  { vendor: 'astral', setting: 'archive', request: /^GET \/packet\/.*tar\.gz/ },
  { vendor: 'astral', setting: 'archive', request: /^POST \/packet/ },
  { vendor: 'astral', setting: 'deleteAnswer', request: /^DELETE / },
  { vendor: 'astral', setting: 'deletedAgain', request: /^DELETE /, nth: 1, tells: { 404: 'not-found' } },
  { vendor: 'asna', setting: 'tokenSeconds', request: /^POST \/connect\/token/ },
  // 401 is what a stranger gets; its body is the question.
  { vendor: 'asna', setting: 'failureBody', request: /^GET \/v5\/keys\/webhooks/, tells: { 401: 'json' } },
  { vendor: 'asna', setting: 'nothing', request: /orders_exchanger\?since=2999/ },
  { vendor: 'asna', setting: 'sinceIncludes', request: /^GET .*orders_exchanger\?since=20[^9]/ },
  { vendor: 'asna', setting: 'sinceIncludes', request: /^GET .*orders_exchanger$/ },
  { vendor: 'asna', setting: 'pushStatus', request: /^PUT .*orders_exchanger/ },
  { vendor: 'asna', setting: 'location', request: /^PUT .*stocks/ },
  { vendor: 'asna', setting: 'location', request: /^GET .*stocks/ },
  { vendor: 'asna', setting: 'knownAtOnce', request: /^GET .*\/status/, during: 'location' },
  { vendor: 'asna', setting: 'changes', request: /^GET .*stocks/, nth: 1, during: 'location' },
  { vendor: 'asna', setting: 'webhookKey', request: /^GET \/v5\/keys\/webhooks/, nth: 1 },
  { vendor: 'asna', setting: 'webhookKey', request: /^GET \/v5\/keys\/webhooks/ },
  { vendor: 'asna', setting: 'secondSubscription', request: /^POST \/v5\/events/ },
  { vendor: 'asna', setting: 'secondSubscription', request: /^POST \/v5\/events/, nth: 1 },
  { vendor: 'asna', setting: 'missingSubscription', request: /^DELETE \/v5\/events/ },
  // Like ensure() of the client: what a change gets that finds nothing is 400 or 404.
  {
    vendor: 'asna',
    setting: 'missingSubscription',
    request: /^PUT \/v5\/events/,
    tells: { 404: 'refuse' },
  },
  { vendor: 'reestro', setting: 'withoutCursor', request: /crypto\/v2\/events\?count=1$/ },
  { vendor: 'reestro', setting: 'withoutCursor', request: /crypto\/v2\/events\?.*afterEventId=(?!0{8})/ },
  { vendor: 'reestro', setting: 'unknownCursor', request: /afterEventId=0{8}/ },
  { vendor: 'reestro', setting: 'emptyPage', request: /count=100/ },
  { vendor: 'reestro', setting: 'refusalBody', request: /count=1$/, tells: { 401: 'json' } },
  { vendor: 'reestro', setting: 'unchanged', request: /certificate-forms\/[^/]+$/ },
  { vendor: 'reestro', setting: 'unchanged', request: /certificate-forms\/[^/]+$/, nth: 1 },
  // What a paid call answers is not documented: any JSON means that it was served.
  { vendor: 'reestro', setting: 'balance', request: /address\?/, tells: { 200: 'enough' } },
  { vendor: 'stormwall', setting: 'v1.paging', request: /service-list\?limit=1/ },
  { vendor: 'stormwall', setting: 'v1.missingObject', request: /domain\/999999999/, tells: { 404: 404 } },
  { vendor: 'stormwall', setting: 'v1.blacklist', request: /^PUT .*black-cidr-list/ },
  { vendor: 'stormwall', setting: 'v1.blacklist', request: /^GET .*black-cidr-list/, nth: 1 },
  { vendor: 'stormwall', setting: 'v3.backends', request: /^GET .*backends/ },
  { vendor: 'stormwall', setting: 'v3.created', request: /^POST \/v3\/domains/ },
];

const ANSWERS = [401, 404, 429, 500, 200];

/** A failure in the words of its vendor, or a success that nobody knows. */
function bodyOf(vendor: string, status: number): string {
  if (status === 200) return '{"hello":"world"}';
  if (vendor === 'astral') return JSON.stringify({ status, type: '/documentation', title: 'Ошибка' });
  if (vendor === 'stormwall') return JSON.stringify({ statusCode: status, error: 'Error', message: 'no' });
  return JSON.stringify({ code: 'error', message: 'no' });
}

const cases = PROBES.flatMap((probe) => ANSWERS.map((status) => ({ ...probe, status })));

describe('an answer that does not answer the question', () => {
  it.each(cases)('$vendor $setting: $status to $request ($nth)', async (asking) => {
    const { vendor, setting, request, nth = 0, during = setting, status, tells = {} } = asking;
    const number = namesOf(vendor).indexOf(during) + 1;
    let seen = 0;
    const instead: Instead = ({ method, path }, question) =>
      question === number && request.test(`${method} ${path}`) && seen++ >= nth
        ? { status, body: bodyOf(vendor, status) }
        : undefined;
    const { settings, out, code } = await verify(vendor, {
      instead,
      args: ['--write', '--webhook-url', 'https://shop.example/asna'],
    });
    expect(seen, out).toBeGreaterThan(nth);
    const [first = '', second] = setting.split('.');
    const told: unknown =
      second === undefined ? settings[first] : Reflect.get(Object(settings[first]), second);
    expect(told, out).toEqual(tells[status]);
    if (tells[status] !== undefined) return;
    expect(code).toBe(1);
    expect(out).toContain('It could not be told: ');
  });
});

/** The settings of a vendor, in the order of the questions. */
function namesOf(vendor: string): string[] {
  return Object.entries<object>(Reflect.get(USUAL, vendor)).flatMap(([name, value]) =>
    /^v\d$/.test(name) ? Object.keys(value).map((inner) => `${name}.${inner}`) : [name],
  );
}
