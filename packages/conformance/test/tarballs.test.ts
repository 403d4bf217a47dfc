import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectAddress } from '../../../docs/.vitepress/project.ts';
import { bundle } from '../src/bundle.ts';
import { bundleBudgets } from '../src/bundle-budgets.ts';
import { createConsumer } from '../src/consumer.ts';
import { createEmitProject } from '../src/emit-project.ts';
import { expectedExports } from '../src/expected-exports.ts';
import { packAll } from '../src/pack.ts';
import { filesOf, type PublishedManifest, publishedManifest } from '../src/published-manifest.ts';
import { readParcel } from '../src/release/parcel.ts';
import { parcelProblems } from '../src/release/parcel-problems.ts';
import { run } from '../src/run.ts';
import { bomSchema } from '../src/supply-chain/bom-schema.ts';
import { BOM_FILE } from '../src/supply-chain/boms.ts';
import { nameOf } from '../src/supply-chain/runtime-packages.ts';
import { fetchRuntimes, supported, tooOld } from '../src/runtimes.ts';
import { typeCost } from '../src/type-cost.ts';
import { privateNames, publicPackages, readManifest, root } from '../src/workspace.ts';

const packages = publicPackages();
const entries = packages.flatMap((item) => item.entries);
const directory = mkdtempSync(join(tmpdir(), 'partner-apis-'));
const consumer = join(directory, 'consumer');
/** Far below what a checker notices; one schema whose type leaks into what programs see costs thousands. */
const MOST_INSTANTIATIONS = 250;
const tarballs = new Map<string, string>();

beforeAll(async () => {
  for (const { name, available } of [tooOld, ...supported]) {
    if (!available) console.warn(`${name} does not exist for this platform: its checks are skipped.`);
  }
  await fetchRuntimes();
  const files = await packAll(packages, directory);
  packages.forEach(({ manifest }, index) => tarballs.set(manifest.name, files[index] ?? ''));
  await createConsumer(consumer, packages, files);
}, 180_000);

afterAll(() => rmSync(directory, { recursive: true, force: true }), 60_000);

describe.each(packages)('$manifest.name as installed', ({ manifest }) => {
  const installed = join(consumer, 'node_modules', manifest.name);
  const tool = (name: string, ...args: string[]) =>
    run(join(root, 'packages/conformance/node_modules/.bin', name), args, consumer);

  test('publint finds nothing to say', async () => {
    const outcome = await tool('publint', tarballs.get(manifest.name) ?? '', '--strict');
    expect(outcome, outcome.stdout).toMatchObject({ code: 0 });
  }, 60_000);

  test('nothing in it keeps it from being published', () => {
    const release = { version: manifest.version, address: projectAddress, privateNames: privateNames() };
    expect(parcelProblems(readParcel(installed), { ...release, published: new Set() })).toEqual([]);
  });

  test('its types resolve in every mode, those of CommonJS and of TypeScript before 4.7 too', async () => {
    const outcome = await tool('attw', tarballs.get(manifest.name) ?? '', '--profile', 'strict');
    expect(outcome, outcome.stdout).toMatchObject({ code: 0 });
  }, 60_000);

  test('the manifest keeps nothing of the workspace', () => {
    const text = readFileSync(join(installed, 'package.json'), 'utf8');
    expect(text).not.toMatch(/workspace:|catalog:|link:|file:|@partner-apis\/source/);
    const { main, types, typesVersions, exports, ...rest } = JSON.parse(text) as PublishedManifest;
    expect(rest).toMatchObject({ type: 'module', license: 'MIT', engines: { node: '>=22.19' } });
    const published = { main, types, typesVersions, exports };
    expect(published, 'publishConfig follows exports').toEqual(publishedManifest(manifest));
  });

  test('every file it points at is inside', () => {
    const targets = filesOf(publishedManifest(manifest));
    const maps = globSync('dist/**/*.map', { cwd: installed });
    const sources = maps.flatMap((map) => sourcesOf(join(installed, map)));
    const present = new Set(globSync('**', { cwd: installed }).map((file) => join(installed, file)));
    const wanted = [...targets, 'README.md', 'LICENSE'].map((file) => join(installed, file)).concat(sources);
    expect(wanted.filter((file) => !present.has(file))).toEqual([]);
    expect(maps.some((map) => map.endsWith('.d.ts.map'))).toBe(true);
  });

  test('it holds its bill of materials, with all that its manifest names', () => {
    const bom = bomSchema.parse(JSON.parse(readFileSync(join(installed, BOM_FILE), 'utf8')));
    const { name, version, dependencies = {} } = readManifest(installed);
    const self = bom.metadata.component;
    expect([nameOf(self), self.version]).toEqual([name, version]);
    const byRef = new Map(bom.components.map((component) => [component['bom-ref'], nameOf(component)]));
    const direct = bom.dependencies.find(({ ref }) => ref === self['bom-ref'])?.dependsOn ?? [];
    expect(direct.map((ref) => byRef.get(ref) ?? '?').toSorted()).toEqual(
      Object.keys(dependencies).toSorted(),
    );
    // What is in it is what an install by npm brings too; versions may be newer, within the ranges.
    for (const component of bom.components)
      expect(readManifest(join(consumer, 'node_modules', nameOf(component))).name).toBe(nameOf(component));
  });

  test('its code is in few files, which load faster than many', () => {
    const all = globSync('dist/**/*.js', { cwd: installed });
    const later = all.flatMap((file) =>
      Array.from(
        readFileSync(join(installed, file), 'utf8').matchAll(/import\([^)]*"\.\/(?<name>[^"]+)"\s*\)/g),
        ({ groups }) => join('dist', groups?.['name'] ?? ''),
      ),
    );
    const files = all.filter((file) => !later.includes(file));
    expect(files.length, files.join()).toBeLessThanOrEqual(2 * Object.keys(manifest.exports).length + 2);
  });

  // What a vendor is written with, and the scenarios of the sandbox, are made of zod; what a service sees is not.
  test.runIf(!/core|sandbox/.test(manifest.name))('its declarations do not need those of zod', () => {
    const files = globSync('dist/**/*.d.ts', { cwd: installed });
    const needing = files.filter((file) => /['"]zod\b/.test(readFileSync(join(installed, file), 'utf8')));
    expect(needing).toEqual([]);
  });

  test('no file names the machine it was built on', () => {
    const places = [root.replace(/\/$/, ''), homedir(), directory].filter((place) => place.length > 1);
    const files = globSync('**/*.*', { cwd: installed }).filter((file) => {
      const text = readFileSync(join(installed, file), 'utf8');
      return places.some((place) => text.includes(`${place}/`));
    });
    expect(files).toEqual([]);
  });

  test.skipIf(!tooOld.available)('Node.js 20 is told what is needed and what was found', async () => {
    const entry = entries.find((name) => name === manifest.name || name.startsWith(`${manifest.name}/`));
    const program = `import '${entry}';`;
    const outcome = await run(tooOld.executable, ['--input-type=module', '--eval', program], consumer);
    expect(outcome.code, outcome.stderr).not.toBe(0);
    expect(outcome.stderr).toMatch(/needs Node\.js 22\.19 or newer, found 20\.\d+\.\d+/);
  });
});

describe('a TypeScript project', () => {
  test.each(['tsconfig.json', 'tsconfig.dom.json'])(
    'compiles as ESM and as CommonJS, library types checked (%s)',
    async (project) => {
      const outcome = await run(join(root, 'node_modules/.bin/tsc'), ['--project', project], consumer);
      expect(outcome, outcome.stdout).toMatchObject({ code: 0 });
    },
    60_000,
  );
});

test("a library's own declarations can name all that clients give back, where a package cannot reach the packages of another", async () => {
  const library = join(directory, 'library');
  await createEmitProject(library, packages, [...tarballs.values()]);
  const outcome = await run(join(root, 'node_modules/.bin/tsc'), ['--project', '.'], library);
  expect(outcome, outcome.stdout).toMatchObject({ code: 0 });
  for (const vendor of ['astral', 'stormwall', 'asna', 'reestro']) {
    const written = readFileSync(join(library, 'types', `${vendor}.d.mts`), 'utf8');
    expect(written, vendor).not.toMatch(/\bany\b/);
    expect(written, vendor).not.toContain('@partner-apis/core');
  }
}, 120_000);

test('a class is the same one from whichever package and entry point it comes, by import and by require()', async () => {
  const names = [
    '@partner-apis/core',
    '@partner-apis/core/user',
    '@partner-apis/astral',
    '@partner-apis/reestro',
  ];
  const program = `
    const require = (await import('node:module')).createRequire(import.meta.url);
    const all = await Promise.all(${JSON.stringify(names)}.flatMap((name) => [require(name), import(name)]));
    const { FileSystemError } = await import('@partner-apis/core/vendor');
    const same = (values) => new Set(values).size;
    console.log(same(all.map(({ TimeoutError }) => TimeoutError)), same([...all.slice(4), { FileSystemError }].map((one) => one.FileSystemError)));`;
  const outcome = await run(process.execPath, ['--input-type=module', '--eval', program], consumer);
  expect(outcome).toMatchObject({ code: 0, stdout: '1 1\n' });
});

test('code that is loaded later and is no longer there is an error that says so, and is used when it is back', async () => {
  const program = `
    import { globSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
    import { createServer } from 'node:http';
    import { AstralClient } from '@partner-apis/astral';
    import { ReestroClient } from '@partner-apis/reestro';
    const files = globSync(['node_modules/@partner-apis/{astral,reestro}/dist/shared/*.js', 'node_modules/@partner-apis/core/dist/{disk,feed}.js']);
    const id = 'a'.repeat(32);
    const packet = JSON.stringify({ packet: { id, files: [] }, events: [] });
    const server = createServer((request, response) => request.resume().on('end', () => response.end(packet)));
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const baseUrl = 'http://127.0.0.1:' + server.address().port;
    const astral = new AstralClient({ baseUrl, apiKey: 'key' });
    const reestro = new ReestroClient({ baseUrl, apiKey: 'key', orgId: 'org' });
    const folder = mkdtempSync('saved-');
    // A hook that hears of its end may stop it too.
    const hooks = { state: ({ to }) => void (to === 'draining' && consumer.stop()) };
    const consumer = astral.consumer({ hooks }).on('a', () => {});
    const uses = [
      () => astral.packets.extract(id, folder),
      () => astral.packets.download(id),
      () => astral.packets.upload([{ name: 'a', data: 'a' }]),
      () => astral.files.save({ packetId: id, fileId: id }, folder + '/a'),
      () => reestro.contents.save('content', folder + '/b'),
      () => reestro.crypto.events.feed({ key: 'k', store: { load: () => Promise.reject(new Error('down')), save() {} }, startFrom: 'oldest', handler() {} }).run(),
    ];
    const codes = (list) => Promise.all(list.map((use) => use().then(() => 'no error', (error) => error.code)));
    const stream = (options) => astral.events.stream(options)[Symbol.asyncIterator]();
    const aborter = new AbortController();
    const [one, aborted] = [stream(), stream({ signal: aborter.signal })];
    const stopped = astral.consumer().on('a', () => {});
    const told = {};
    for (const file of files) renameSync(file, file + '.gone');
    try {
      const loading = aborted.next();
      aborter.abort();
      const run = stopped.run();
      await stopped.stop();
      told.ended = [await loading, await run.then(() => stopped.health().state)];
      told.gone = await codes([...uses, () => consumer.run()]);
      told.consumer = [consumer.health().state, await consumer.stop()];
      const turns = [one.next(), one.next(), one.next()];
      told.turns = await Promise.all(turns.map((turn) => turn.then(({ done }) => done, (error) => error.code)));
    } finally {
      for (const file of files) renameSync(file + '.gone', file);
    }
    told.back = await codes(uses);
    console.log(JSON.stringify(told));
    rmSync(folder, { recursive: true });
    await Promise.all([astral.close(), reestro.close(), one.return()]);
    server.close();`;
  for (const { executable } of supported.filter(({ available }) => available)) {
    const outcome = await run(executable, ['--input-type=module', '--eval', program], consumer);
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(JSON.parse(outcome.stdout)).toEqual({
      ended: [{ done: true }, 'stopped'],
      gone: Array.from({ length: 7 }, () => 'CONFIGURATION'),
      consumer: ['failed', { drained: true, abandoned: [], unconfirmed: [] }],
      turns: ['CONFIGURATION', true, true],
      back: ['ARCHIVE', 'no error', 'no error', 'no error', 'no error', 'CURSOR_STORE'],
    });
  }
}, 60_000);

test('code of another version, which an update put there under a running program, is not used', async () => {
  const program = `
    import { readFileSync, writeFileSync } from 'node:fs';
    import { createServer } from 'node:http';
    import { AsnaClient } from '@partner-apis/asna';
    import { AstralClient } from '@partner-apis/astral';
    const server = createServer((request, response) => request.resume().on('end', () => response.end()));
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const baseUrl = 'http://127.0.0.1:' + server.address().port;
    const asna = new AsnaClient({ baseUrl, token: 'token' });
    const astral = new AstralClient({ baseUrl, apiKey: 'key' });
    const id = '${'a'.repeat(32)}';
    const storeId = '00000000-0000-4000-8000-000000000000';
    const touched = [];
    const store = { load: async () => void touched.push('load'), save: async () => {} };
    const newer = {
      feed: 'export class FeedRun { constructor() { throw new Error("used"); } }',
      disk: 'const used = () => { throw new Error("used"); }; export { used as FileBatch, used as meter, used as pathOf, used as safeName, used as saveDownload, used as TargetFolder };',
    };
    const path = (name) => 'node_modules/@partner-apis/core/dist/' + name + '.js';
    const names = Object.keys(newer);
    const was = names.map((name) => readFileSync(path(name)));
    for (const name of names) writeFileSync(path(name), newer[name] + 'export const coreVersion = "9.9.9";');
    try {
      const uses = [
        asna.orders.feed({ key: 'k', storeId, store, startFrom: 'oldest', handler() {} }).run(),
        astral.files.save({ packetId: id, fileId: id }, 'a'),
        astral.packets.extract(id, 'b'),
      ];
      console.log(JSON.stringify([touched, ...(await Promise.all(uses.map((use) => use.then(() => 'no error', ({ code, message }) => [code, message]))))]));
    } finally {
      names.forEach((name, index) => writeFileSync(path(name), was[index]));
    }
    await Promise.all([asna.close(), astral.close()]);
    server.close();`;
  const outcome = await run(process.execPath, ['--input-type=module', '--eval', program], consumer);
  expect(outcome.code, outcome.stderr).toBe(0);
  const refused = ['CONFIGURATION', expect.stringContaining('its files are now of 9.9.9.')];
  expect(JSON.parse(outcome.stdout)).toEqual([[], refused, refused, refused]);
});

test('the compiler has little to work out in a program with one vendor', async () => {
  const plain = await typeCost(consumer, 'without');
  const lines = ['Types, over a program without a vendor:'];
  for (const vendor of ['astral', 'stormwall', 'asna', 'reestro']) {
    const cost = await typeCost(consumer, vendor);
    const added = cost.instantiations - plain.instantiations;
    const seconds = (cost.seconds - plain.seconds).toFixed(2);
    lines.push(`${vendor}: ${added} instantiations, ${cost.files - plain.files} files, ${seconds} s`);
    expect.soft(added, vendor).toBeGreaterThan(0);
    expect.soft(added, vendor).toBeLessThanOrEqual(MOST_INSTANTIATIONS);
  }
  console.log(lines.join('\n'));
}, 120_000);

describe('a bundle that a program makes', () => {
  const weighed: string[] = [];
  afterAll(() => console.log(['Bundles, minified and packed by gzip:', ...weighed].join('\n')));

  test.each(bundleBudgets)('$label without $without stays within $limitKb KB', async (budget) => {
    const { label, limitKb, without } = budget;
    const { kb } = await bundle(consumer, budget);
    weighed.push(
      `${kb.toFixed(1).padStart(7)} of ${String(limitKb).padStart(3)} KB  ${label} ${without.join()}`,
    );
    expect(kb).toBeLessThanOrEqual(limitKb);
  });

  test('docs/bundles.md promises these limits', () => {
    const guide = readFileSync(join(root, 'docs/bundles.md'), 'utf8');
    for (const { label, limitKb, without } of bundleBudgets) {
      const row = guide.split('\n').find((line) => line.startsWith(`| ${label}`));
      const [, , whole, own] = row?.split('|').map((cell) => cell.trim()) ?? [];
      expect(without.length === 0 ? whole : own, label).toBe(`${limitKb} KB`);
    }
  });

  test.each([
    { from: '@partner-apis/astral', name: 'isTimeoutError', inside: ['@partner-apis/core'] },
    {
      from: '@partner-apis/astral',
      name: 'memoryAttemptStore',
      // Of the core, the check of the Node.js version.
      inside: ['@partner-apis/core', '@partner-apis/astral'],
    },
    { from: '@partner-apis/stormwall', name: 'flag', inside: ['@partner-apis/stormwall'] },
    {
      from: '@partner-apis/asna',
      name: 'verifyWebhook',
      inside: ['@partner-apis/core', '@partner-apis/asna'],
    },
    { from: '@partner-apis/reestro', name: 'isCertificateReleased', inside: ['@partner-apis/reestro'] },
  ])('$name comes without what it does not use', async ({ inside, ...item }) => {
    expect((await bundle(consumer, { ...item, without: [] })).packages).toEqual(inside);
  });

  test.skipIf(!tooOld.available).each([
    { from: '@partner-apis/stormwall', name: 'StormwallClient', without: [] },
    { from: '@partner-apis/astral', name: 'AstralClient', without: [] },
  ])('$name tells Node.js 20 what is needed, before undici is evaluated', async (item) => {
    const { code, packages: inside } = await bundle(consumer, item, 'cjs');
    expect(inside).toContain('undici');
    const file = join(directory, 'bundle.cjs');
    writeFileSync(file, code);
    expect(await run(process.execPath, [file], directory)).toMatchObject({ code: 0 });
    const { stderr } = await run(tooOld.executable, [file], directory);
    expect(stderr).toMatch(/needs Node\.js 22\.19 or newer, found 20\.\d+\.\d+/);
  });
});

describe.each(supported)('$name', ({ executable, available }) => {
  const load = async (format: string, state: string) => {
    const outcome = await run(executable, ['smoke.mts', format, state, ...entries], consumer, {
      timeout: 20_000,
    });
    expect(outcome, outcome.stderr).toMatchObject({ code: 0 });
    return JSON.parse(outcome.stdout) as Loaded;
  };

  test.skipIf(!available).each(['import', 'require'])(
    '%s gives every promised name',
    async (format) => {
      const { exported } = await load(format, 'fresh');
      for (const entry of entries) {
        expect(exported[entry], entry).toEqual(expect.arrayContaining([...(expectedExports[entry] ?? [])]));
        expect(exported[entry]?.length, entry).toBeGreaterThan(0);
      }
    },
    30_000,
  );

  test.skipIf(!available).each(['fresh', 'fetch-used', 'dispatcher-set'])(
    'loading leaves the host as it was (%s), and the process ends by itself',
    async (state) => {
      expect(await load('import', state)).toMatchObject({ changed: [], foreignDispatchers: 0 });
    },
    30_000,
  );
});

interface Loaded {
  exported: Record<string, string[]>;
  changed: string[];
  foreignDispatchers: number;
}

function sourcesOf(map: string): string[] {
  const { sources } = JSON.parse(readFileSync(map, 'utf8')) as { sources: string[] };
  return sources.map((source) => join(dirname(map), source));
}
