import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSandbox, manualClock, type Sandbox } from '@partner-apis/sandbox';
import { form } from '../support.ts';

type Step = (sandbox: Sandbox) => void | Promise<unknown>;

const name = fc.constantFrom('partner', 'service', 'Ж', 'constructor', 'a b');
const text = fc.string({ maxLength: 20, unit: 'grapheme' });
const json = fc.dictionary(text, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });

async function ask(
  sandbox: Sandbox,
  participant: string,
  path: string,
  init: RequestInit = {},
): Promise<unknown> {
  const headers = {
    'x-api-key': sandbox.astral.participant(participant).apiKey,
    ...(init.headers as object),
  };
  const answer = await sandbox.fetch('astral', new Request(`http://x${path}`, { ...init, headers }));
  return answer.json();
}

const steps: fc.Arbitrary<Step>[] = [
  fc
    .record({
      code: text.filter((code) => code !== ''),
      data: json,
      to: fc.array(name, { minLength: 1, maxLength: 3 }),
    })
    .map(
      ({ code, data, to }): Step =>
        ({ astral }) =>
          void astral.publish({ code, data, consumer: to.map((each) => astral.participant(each).id) }),
    ),
  fc.tuple(name, fc.integer({ min: 1, max: 3 })).map(([participant, limit]): Step => async (sandbox) => {
    const { id } = sandbox.astral.participant(participant);
    if (sandbox.astral.pending(id).length > 0) await ask(sandbox, participant, `/events?limit=${limit}`);
  }),
  fc.tuple(name, fc.nat(3)).map(([participant, count]): Step => async (sandbox) => {
    const ids = sandbox.astral.unconfirmed(sandbox.astral.participant(participant).id).slice(0, count);
    if (ids.length > 0)
      await ask(sandbox, participant, '/events/confirm', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ events_id: ids }),
      });
  }),
  fc.tuple(fc.uint8Array({ maxLength: 50 }), name).map(([content, participant]): Step => async (sandbox) => {
    const { headers, body } = form([
      { filename: 'ж.bin', content },
      { filename: 'b', content: 'x' },
    ]);
    const sent = {
      method: 'POST',
      headers: { 'content-type': String(headers['content-type']) },
      body: new Uint8Array(body),
    };
    await ask(sandbox, participant, '/packet', sent);
    const [first, second] = sandbox.astral.packets();
    if (first?.files[0] !== undefined && second !== undefined)
      sandbox.astral.link(first.files[0].id, second.id);
    if (first !== undefined) sandbox.astral.grant(first.id, sandbox.astral.participant(participant).id);
  }),
  fc.tuple(text, fc.boolean()).map(([service, more]): Step => ({ stormwall }) => {
    const { service_id } = stormwall.addService(service, { account: more ? 'other' : 'partner' });
    stormwall.addDomain(service_id, 'a.example');
    stormwall.addAttack(service_id, '1.1.1.1');
    const { token } = stormwall.issueToken({
      lifetimeMs: 1000,
      ...(more && { commands: ['services.list'] }),
    });
    if (more) stormwall.revokeToken(token);
    stormwall.setSoftErrors(
      [{ type: 'DDOS', code: service }],
      more ? { operation: 'blacklist.add', times: 2 } : {},
    );
    stormwall.setRateLimit(more ? 3 : undefined);
  }),
  fc.constant(async (sandbox: Sandbox) => {
    const { clientId, clientSecret } = sandbox.asna.client('second');
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    });
    const answer = await sandbox.fetch(
      'asna',
      new Request('http://x/connect/token', { method: 'POST', body: form }),
    );
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const send = (path: string, body: object): Promise<Response> =>
      sandbox.fetch(
        'asna',
        new Request(`http://x${path}`, { method: 'POST', headers, body: JSON.stringify(body) }),
      );
    await send('/v5/events/stocks_full', { clientId, url: 'http://127.0.0.1:1/' });
    await send(`/v5/stores/${sandbox.asna.client().clientId}/stocks`, {
      date: '2018-11-22T16:01:13.032+03:00',
      stocks: [],
    });
    sandbox.asna.putMessage(3);
    const orderId = sandbox.asna.addOrder({ num: 'A', rows: [{ nnt: 1 }, {}] });
    sandbox.asna.setOrderStatus(orderId, 102);
    sandbox.asna.configure({ outcome: 3, rateLimit: { requests: 9, windowMs: 10 } });
  }),
  fc.tuple(json, name).map(([members, organization]): Step => ({ reestro }) => {
    const { eventId: _, eventDate: __, certificateId: ___, ...others } = members;
    reestro.addEvent({ signEvent: others }, { organization });
    reestro.addEvent('rejected');
    reestro.emptyPage = 'null';
  }),
  fc.record({ times: fc.integer({ min: 1, max: 3 }), probability: fc.constantFrom(0.5, 1) }).map(
    (spec): Step =>
      ({ faults }) =>
        void faults.inject({ vendor: 'reestro', kind: 'status', retryAfter: new Date(0), ...spec }),
  ),
  fc.integer({ min: 0, max: 40 * 24 * 3_600_000 }).map(
    (ms): Step =>
      ({ clock }) =>
        clock.advance(ms),
  ),
];

describe('snapshot and load', () => {
  it('give the same state, whatever happened', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(...steps), { maxLength: 12 }), fc.string(), async (script, seed) => {
        const one = createSandbox({ clock: manualClock(), seed });
        const other = createSandbox({ clock: manualClock() });
        try {
          for (const step of script) await step(one);
          const saved = one.snapshot();
          // Through JSON, as a file would have it.
          await other.load(JSON.parse(JSON.stringify(saved)));
          expect(other.snapshot()).toEqual(saved);
          // And both go on alike.
          for (const sandbox of [one, other]) {
            sandbox.astral.publish({ code: 'next' });
            sandbox.stormwall.addService('next');
            sandbox.stormwall.issueToken();
            sandbox.asna.putMessage(1);
            sandbox.asna.addOrder();
            sandbox.reestro.addEvent();
            sandbox.clock.advance(500);
          }
          expect(other.astral.events()).toEqual(one.astral.events());
          expect(other.stormwall.account('other')).toEqual(one.stormwall.account('other'));
          expect(other.asna.messages().map(({ statusId }) => statusId)).toEqual(
            one.asna.messages().map(({ statusId }) => statusId),
          );
          expect(other.asna.orders()).toHaveLength(one.asna.orders().length);
          expect(other.asna.stocks()).toEqual(one.asna.stocks());
        } finally {
          await Promise.all([one.close(), other.close()]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('changes nothing when the scenario is wrong, and names every place', async () => {
    const sandbox = createSandbox({ clock: manualClock() });
    sandbox.astral.publish({ code: 'x' });
    const before = sandbox.snapshot();
    const id = '0'.repeat(32);
    const bad = [
      [
        {
          astral: {
            events: [
              { code: 'x', id },
              { code: 'y', id },
            ],
          },
        },
        /astral.events\[1\].id: There are two/,
      ],
      [{ astral: { packets: [{ files: [{ link: id }] }] } }, /files\[0\].link: There is no file/],
      [{ astral: { participants: { a: { id: 'x' }, b: { id: 'x' } } } }, /participants.b.id: There are two/],
      [
        { stormwall: { blacklists: [{ service: 9, domain: 9, entries: [] }] } },
        /blacklists\[0\]: There is no domain 9/,
      ],
      [
        { stormwall: { settings: { softErrors: [{ errors: [{ type: 1, code: 'X' }], operation: 'x' }] } } },
        /no operation/,
      ],
      [
        { asna: { subscriptions: [{ event: 'x', url: 'http://x/', owner: 'nobody' }] } },
        /owner: There is no client/,
      ],
      [{ reestro: { events: [{ kind: 'signed', organization: 'nobody' }] } }, /There is no organization/],
      [
        { faults: [{ vendor: 'astral', kind: 'reset', operation: 'x' }] },
        /faults\[0\].operation: astral has no operation/,
      ],
      [{ seed: {}, colour: 1, now: 'x' }, /\(and 2 more\)/],
    ] as const;
    for (const [scenario, message] of bad)
      await expect(Reflect.apply(sandbox.load, undefined, [scenario])).rejects.toThrow(message);
    expect(sandbox.snapshot()).toEqual(before);
  });

  it('saves what only the controls can bring about', async () => {
    const sandbox = createSandbox({ clock: manualClock() });
    sandbox.asna.putMessage(-7, 'no GUID');
    sandbox.stormwall.issueToken({ lifetimeMs: Number.POSITIVE_INFINITY });
    sandbox.reestro.organization(' ');
    sandbox.astral.publish({ code: 'x', consumer: ['somebody who comes later', 'somebody who comes later'] });
    await sandbox.astral.addPacket([{ name: 'large', data: new Uint8Array(3 << 20) }]);
    const saved = sandbox.snapshot();
    const other = createSandbox({ clock: manualClock() });
    await other.load(saved);
    expect(other.snapshot()).toEqual(saved);
    expect(other.astral.packets()).toEqual(sandbox.astral.packets());
    await Promise.all([sandbox.close(), other.close()]);
  });

  it('brings packages on their way to where they were going, once', async () => {
    const sandbox = createSandbox({ clock: manualClock() });
    const clientId = sandbox.asna.client().clientId;
    const at = (ms: number): string => new Date(sandbox.clock.now() + ms).toISOString();
    const journey = { event: 'stocks_full', clientId, processing: at(100), done: at(200), outcome: 3 };
    await sandbox.load({
      now: at(0),
      asna: {
        messages: [{ messageId: clientId, status: 0, journey }],
        subscriptions: [{ event: 'stocks_full', url: 'http://127.0.0.1:1/' }],
        settings: { delivery: { retries: 0 } },
      },
    });
    sandbox.clock.advance(100);
    expect(sandbox.asna.messages()).toMatchObject([{ statusId: 1 }]);
    sandbox.clock.advance(100);
    expect(sandbox.asna.messages()).toMatchObject([{ statusId: 3 }]);
    await expect.poll(() => sandbox.asna.deliveries().map(({ error }) => error)).toEqual(['ECONNREFUSED']);
  });
});
