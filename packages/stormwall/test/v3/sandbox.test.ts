import { operations, StormwallV2Client, StormwallV3Client } from '@partner-apis/stormwall';
import { createSandbox, manualClock } from '@partner-apis/sandbox';
import { glob, readFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';

async function clients() {
  const sandbox = createSandbox();
  const server = await sandbox.listen();
  const v3 = new StormwallV3Client({ apiKey: sandbox.stormwall.apiKey(), baseUrl: server.urls.stormwall });
  const { token } = server.credentials.stormwall;
  const v2 = new StormwallV2Client({ token, baseUrl: `${server.urls.stormwall}/v2` });
  onTestFinished(async () => {
    await v3.close();
    await v2.close();
    await sandbox.close();
  });
  return { sandbox, v3, v2 };
}

test.each(['id', 'no-id', 'empty'] as const)(
  'a site is set up where the answer to its creation is %s',
  async (created) => {
    const { sandbox, v3 } = await clients();
    sandbox.stormwall.configureV3({ created, certificateMs: 20 });
    const [service] = (await v3.services.list()).items;
    const serviceId = service?.serviceId ?? 0;
    const { id } = await v3.domains.create(serviceId, { name: 'new.example' });
    await v3.domains.assignProtectedIps(id, ['203.0.113.9']);
    for (const [port, useSsl] of [
      [80, false],
      [443, true],
    ] as const)
      await v3.backends.add(
        id,
        { backend: { ip: '192.0.2.7', port, useSsl }, domain: { port, useSsl } },
        { serviceId },
      );
    await v3.ssl.requestLetsEncrypt(id, { wwwIncluded: true });
    const seen: unknown[] = [];
    const { issuerOrganization } = await v3.ssl.waitForCertificate(id, {
      intervalMs: 5,
      onProgress: (one) => void seen.push(one),
    });
    expect(issuerOrganization).toBe("Let's Encrypt");
    expect(seen).toHaveLength(1);
    await v3.redirects.set(id, { useRedirectToHttps: 1 });
    expect(sandbox.stormwall.site(id).redirects).toMatchObject({ useRedirectToHttps: 1 });
    expect(await v3.domains.ips(id)).toEqual([{ ip: '203.0.113.9', isShared: false }]);
    expect((await v3.dns.list(id)).map(({ type }) => type)).toContain('NS');
    expect(await v3.domains.get(id)).toMatchObject({ id, domain: 'new.example' });
    const ids: (string | number | undefined)[] = [];
    for await (const backend of v3.backends.list(id)) ids.push(backend.id);
    expect(ids).toHaveLength(2);
    await v3.backends.remove(id, Number(ids[0]), { serviceId });
    await v3.proxiedPorts.replace(id, [
      { port: 8443, useSsl: true, isWs: true, backends: [{ ip: '192.0.2.8', port: 8443 }] },
    ]);
    expect(
      await v3.call('GET /v3/domains/{domainId}/backends', { params: { path: { domainId: id } } }),
    ).toMatchObject({
      results: [{ ip: '192.0.2.8' }],
    });
    await v3.domains.delete(id);
    expect((await v3.domains.list({ serviceId, search: 'new.example' })).items).toEqual([]);
  },
);

test('version 2 reads', async () => {
  const { v2 } = await clients();
  const targets: unknown[] = [];
  for await (const { target } of v2.attacks.list({ limit: 1 })) targets.push(target);
  expect(targets).toEqual(['1.1.1.1']);
  const window = { fromTime: Date.now() - 60_000, toTime: new Date() };
  expect((await v2.traffic.l3(1, window)).objects).toHaveLength(1);
  expect((await v2.traffic.l7(1, 2, { ...window, units: 'rps' })).traffic).toHaveLength(1);
  expect((await v2.percentile.l3(1, { toTime: new Date() })).percentile).toEqual({ in: 1_000, out: 500 });
  expect((await v2.percentile.l7(1, { toTime: new Date() })).percentile).toEqual({ in: 100, out: 50 });
  expect((await v2.attacks.list({ serviceId: 4, domainId: 5 })).items).toEqual([]);
});

test('every operation says how well it is evidenced, and where', () => {
  const count = (kind: string): number => operations.filter(({ evidence }) => evidence === kind).length;
  expect([count('manual'), count('vendor-docs'), count('third-party')]).toEqual([3, 0, 26]);
  for (const { id, source } of operations) expect(source.length, id).toBeGreaterThan(5);
});

test('what destroys and has only third-party evidence is typed where no client can do without it, and nowhere else', async () => {
  const destroying = operations
    .filter(
      ({ evidence, method, safety }) =>
        evidence === 'third-party' && (method === 'DELETE' || (method === 'PUT' && safety === 'idempotent')),
    )
    .map(({ id }) => id);
  expect(destroying).toEqual([
    'blacklist.remove',
    'v3.domains.delete',
    'v3.backends.remove',
    'v3.proxiedPorts.replace',
  ]);
  const guide = await readFile(new URL('../../../../docs/stormwall.md', import.meta.url), 'utf8');
  for (const id of destroying)
    expect(guide).toMatch(new RegExp(`^\\| \`${id}\` \\| .* \\| third-party, destroys \\|$`, 'm'));
});

test('the sandbox serves each of them, and what of version 1 the manual names without a path', () => {
  let said = '';
  try {
    createSandbox({ clock: manualClock() }).faults.inject({
      vendor: 'stormwall',
      operation: '-',
      kind: 'reset',
    });
  } catch (error) {
    said = String(error);
  }
  const [, list = ''] = /it has ([^;]+?)\.?$/m.exec(said) ?? [];
  expect(list.split(', ')).toEqual(expect.arrayContaining(operations.map(({ id }) => id)));
});

test('the guide has a row for each, with its evidence', async () => {
  const guide = await readFile(new URL('../../../../docs/stormwall.md', import.meta.url), 'utf8');
  const rows = Array.from(
    guide.matchAll(
      /^\| `([a-zA-Z0-9.]+)` \| `([A-Z]+) ([^`]+)` \| (manual|vendor-docs|third-party)(?:, destroys)? \|$/gm,
    ),
    ([, id, method, path, evidence]) => ({ id, method, path, evidence }),
  );
  expect(rows).toEqual(operations.map(({ id, method, path, evidence }) => ({ id, method, path, evidence })));
});

test('the description of every method of versions 2 and 3 begins with its evidence', async () => {
  const sources = new URL('../../src/', import.meta.url);
  const said: string[] = [];
  for await (const file of glob('{v2/resources.ts,v3/resources/*.ts}', { cwd: sources })) {
    const text = await readFile(new URL(file, sources), 'utf8');
    for (const [, comment = '', name = ''] of text.matchAll(
      /\/\*\*((?:(?!\*\/)[^])*)\*\/\n {2}(\w+)\((?:(?!\n {2}\})[^])*?\): (?:ApiCall|PagedCall)</g,
    )) {
      expect(comment.replaceAll(/[\s*]+/g, ' ').trim(), `${file} ${name}`).toMatch(
        /^Third-party programs only(?::|, and it destroys:) /,
      );
      said.push(name);
    }
  }
  expect(said.length).toBe(20);
});
