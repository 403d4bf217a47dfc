import { describe, expect, it } from 'vitest';
import { createSandbox, parseScenario, ScenarioFileError } from '@partner-apis/sandbox';

const YAML = `# A morning at the office
$schema: ./node_modules/@partner-apis/sandbox/scenario.schema.json
seed: morning
now: 2026-03-02T09:00:00+03:00
astral:
  participants:
    auditor:
    signer: { id: Проверка подписи }
  events:
    - code: signature.verified
      data: { ok: true }
      consumer: [partner, auditor]
    - { code: done, producer: signer, handedOut: [partner] }
    - { code: gone, confirmed: [partner] }
  packets:
    - files: [{ name: договор.txt, text: Текст }]
      access: { partner: [read] }
  settings: { emptyAnswer: no-content }
stormwall:
  accounts: { other: }
  services:
    - { name: Shop, account: other, domains: [{ id: 7, name: shop.example }] }
  blacklists: [{ service: 8, domain: 7, entries: [10.0.0.0/8] }]
  settings: { rateLimit: 5 }
asna:
  clients: { second: { rights: [] } }
  subscriptions: [{ event: stocks_full, url: http://127.0.0.1:9/hook }]
  settings: { outcome: 3, delivery: { retries: 0 } }
reestro:
  organizations: { other: }
  events: [released, { kind: rejected, count: 2, organization: other }]
faults:
  - { vendor: astral, operation: events.poll, kind: status, status: 429, retryAfter: 2, times: 1 }
`;

describe('parseScenario', () => {
  it('reads YAML to what a sandbox loads', async () => {
    const sandbox = createSandbox();
    await sandbox.load(parseScenario(YAML));
    const { astral, stormwall, asna, reestro } = sandbox;
    expect(new Date(sandbox.clock.now()).toISOString().slice(0, 16)).toBe('2026-03-02T06:00');
    expect(astral.participant()).toEqual(createSandbox({ seed: 'morning' }).astral.participant());
    expect(astral.events().map(({ code }) => code)).toEqual(['signature.verified', 'done', 'gone']);
    expect([astral.pending().length, astral.unconfirmed().length, astral.confirmed().length]).toEqual([
      1, 1, 1,
    ]);
    expect(astral.pending(astral.participant('auditor').id)).toHaveLength(1);
    expect(astral.events()[1]?.producer).toBe('Проверка подписи');
    expect(astral.packets()).toMatchObject([
      {
        files: [{ name: 'договор.txt', size: 10 }],
        acl: { access: { [astral.participant().id]: ['read'] } },
      },
    ]);
    expect(astral.emptyAnswer).toBe('no-content');
    expect(stormwall.blacklist(8, 7)).toEqual(['10.0.0.0/8']);
    expect(asna.subscriptions()).toMatchObject([{ clientId: asna.client().clientId }]);
    expect(asna.settings).toMatchObject({ outcome: 3, delivery: { retries: 0, duplicates: 0 } });
    expect([reestro.events().length, reestro.events({ organization: 'other' }).length]).toEqual([1, 2]);
    const answer = await sandbox.fetch('astral', new Request('http://x/events'));
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '2']);
  });

  it('reads JSON too', () => {
    expect(parseScenario('{ "seed": 1, "astral": { "events": [{ "code": "x" }] } }')).toEqual({
      seed: 1,
      astral: { events: [{ code: 'x' }] },
    });
    expect(parseScenario('')).toEqual({});
  });

  it.each([
    ['seed: [1', 'demo.yaml:1:9 '],
    ['a: 1\na: 2', 'demo.yaml:2:1 Map keys must be unique'],
    ['seeed: x', 'demo.yaml:1:8 seeed: Unknown key.'],
    ['astral:\n  events:\n    - code: x\n    - { cod: y }', 'demo.yaml:4:7 astral.events[1].code: '],
    [
      'astral:\n  events:\n    - { code: x, colour: red }',
      'demo.yaml:3:26 astral.events[0].colour: Unknown key.',
    ],
    [
      'astral: { settings: { emptyAnswer: nil } }',
      'demo.yaml:1:36 astral.settings.emptyAnswer: Invalid option',
    ],
    ['now: yesterday', 'demo.yaml:1:6 now: Invalid ISO datetime'],
    ['reestro:\n  events: [gone]', 'demo.yaml:2:12 reestro.events[0]: Invalid'],
    ['reestro:\n  events: [{ kind: gone }]', 'demo.yaml:2:20 reestro.events[0].kind: Invalid option'],
    ['x: &a [1]\ny: !!js/function x', 'demo.yaml:2:4 Unresolved tag'],
    ['[]', 'demo.yaml:1:1 scenario: Invalid input: expected object'],
  ])('says where %j is wrong', (text, message) => {
    const read = (): unknown => parseScenario(text, 'demo.yaml');
    expect(read).toThrow(ScenarioFileError);
    expect(read).toThrow(message);
    expect(read).not.toThrow('\n');
  });

  it('is not made to fill the memory by aliases', () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level},`.repeat(9)}]`,
    );
    expect(() => parseScenario(['a0: &a0 [x]', ...levels].join('\n'))).toThrow(/Excessive alias count/);
  });
});
