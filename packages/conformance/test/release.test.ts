import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { dependenciesFirst, readParcel } from '../src/release/parcel.ts';
import { parcelProblems, type Release } from '../src/release/parcel-problems.ts';
import { isPublished } from '../src/release/registry.ts';
import { workflowProblems } from '../src/release/workflow-problems.ts';
import { readWorkflows } from '../src/release/workflows.ts';
import { listProblems, workspaceProblems } from '../src/release/workspace-problems.ts';

const address = 'https://host.example/owner/project';
const release: Release = {
  version: '1.2.0',
  address,
  privateNames: new Set(['@partner-apis/test-kit']),
  published: new Set(),
};

const manifest = {
  name: '@partner-apis/parcels',
  version: '1.2.0',
  license: 'MIT',
  homepage: `${address}/tree/main/packages/parcels#readme`,
  bugs: { url: `${address}/issues` },
  repository: { type: 'git', url: `git+${address}.git`, directory: 'packages/parcels' },
  dependencies: { '@partner-apis/core': '^1.2.0', zod: '^4.6.7' },
  publishConfig: { access: 'public', provenance: true },
};

const readme = `# @partner-apis/parcels

\`\`\`sh
npm install @partner-apis/parcels
\`\`\`

<!-- run -->
\`\`\`ts
console.log('here');
\`\`\`

[Guide](${address}/blob/main/docs/parcels.md), [below](#below).
`;

const files = {
  'package.json': JSON.stringify(manifest),
  'README.md': readme,
  LICENSE: 'MIT License',
  'CHANGELOG.md':
    '# @partner-apis/parcels\n\n## 1.2.0\n\n- Parcels are found by their sender.\n\n## 1.1.0\n\n- Before.\n',
  'dist/index.js': 'export {};',
  'dist/index.d.ts': 'export {};',
  'dist/sbom.cdx.json': '{}',
  'src/index.ts': 'export {};',
};

/** Files in a folder of their own; undefined leaves one out. */
function folderWith(contents: Readonly<Record<string, string | undefined>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'release-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const [file, text] of Object.entries(contents)) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  }
  return directory;
}

const problemsOf = (changed: Readonly<Record<string, string | undefined>>, what: Partial<Release> = {}) =>
  parcelProblems(readParcel(folderWith({ ...files, ...changed })), { ...release, ...what });

const withManifest = (changed: object) => ({ 'package.json': JSON.stringify({ ...manifest, ...changed }) });

test('a package that can be published has no problem', () => {
  expect(problemsOf({})).toEqual([]);
});

describe('a package is not published', () => {
  test.each<[string, Readonly<Record<string, string | undefined>>, RegExp]>([
    ['without a changelog', { 'CHANGELOG.md': undefined }, /CHANGELOG\.md does not say what is in 1\.2\.0/],
    [
      'with a changelog of the version before',
      { 'CHANGELOG.md': '# x\n\n## 1.1.0\n\n- Before.\n' },
      /does not say what is in 1\.2\.0/,
    ],
    [
      'with an empty entry',
      { 'CHANGELOG.md': '# x\n\n## 1.2.0\n\n## 1.1.0\n\n- Before.\n' },
      /does not say what is in 1\.2\.0/,
    ],
    [
      'with an entry that helps nobody',
      { 'CHANGELOG.md': '# x\n\n## 1.2.0\n\n### Patch Changes\n\n- Updated dependencies\n' },
      /nothing of 1\.2\.0 that helps/,
    ],
    [
      'with a test in it',
      { 'src/index.test.js': '' },
      /src\/index\.test\.js is in the tarball, and no user needs it/,
    ],
    ['with a file of settings in it', { 'dist/npmrc.txt': '' }, /dist\/npmrc\.txt is in the tarball/],
    ['without its licence', { LICENSE: undefined }, /LICENSE is not in the tarball/],
    [
      'without its bill of materials',
      { 'dist/sbom.cdx.json': undefined },
      /sbom\.cdx\.json is not in the tarball/,
    ],
    ['under another licence', withManifest({ license: 'ISC' }), /its licence is ISC, not MIT/],
    [
      'in another version than the others',
      withManifest({ version: '1.1.0' }),
      /its version is 1\.1\.0, that of the others 1\.2\.0/,
    ],
    ['when it is private', withManifest({ private: true }), /it is private/],
    [
      'with a range of the workspace',
      withManifest({ dependencies: { '@partner-apis/core': 'workspace:^' } }),
      /core as workspace:\^, which nobody else can install/,
    ],
    [
      'with a range of the catalog',
      withManifest({ peerDependencies: { zod: 'catalog:' } }),
      /zod as catalog:/,
    ],
    [
      'with an older core',
      withManifest({ dependencies: { '@partner-apis/core': '^1.1.0' } }),
      /core as \^1\.1\.0, not as \^1\.2\.0/,
    ],
    [
      'with a dependency that is private',
      withManifest({ dependencies: { '@partner-apis/test-kit': '^1.2.0' } }),
      /test-kit, which is private and never published/,
    ],
    [
      'with a script that runs at an install',
      withManifest({ scripts: { postinstall: 'node x.js' } }),
      /its script postinstall would run/,
    ],
    [
      'without provenance',
      withManifest({ publishConfig: { access: 'public' } }),
      /publishConfig\.provenance is not true/,
    ],
    [
      'for members only',
      withManifest({ publishConfig: { access: 'restricted', provenance: true } }),
      /access is not public/,
    ],
    [
      'with the address of another project',
      withManifest({ repository: { ...manifest.repository, url: 'git+https://host.example/fork.git' } }),
      /repository is not https:\/\/host\.example\/owner\/project/,
    ],
    [
      'with a page elsewhere',
      withManifest({ homepage: 'https://other.example' }),
      /homepage is not its folder/,
    ],
    ['with issues nowhere', withManifest({ bugs: undefined }), /bugs does not lead to the issues/],
    [
      'with a link to what is not in it',
      { 'README.md': `${readme}[Networks](../../docs/networks.md)\n` },
      /README\.md links to \.\.\/\.\.\/docs\/networks\.md/,
    ],
    [
      'when nobody learns how to install it',
      { 'README.md': readme.replace('npm install', 'have') },
      /does not begin with how to install it/,
    ],
    [
      'when its first program does not run',
      { 'README.md': readme.replace('<!-- run -->\n', '') },
      /no program that runs/,
    ],
  ])('%s', (_, changed, says) => {
    const problems = problemsOf(changed);
    expect(problems.join('\n')).toMatch(says);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^@partner-apis\/parcels: .*\.$/);
  });

  test('in a version that is there already', () => {
    const published = new Set(['@partner-apis/parcels@1.2.0']);
    expect(problemsOf({}, { published })).toEqual([
      '@partner-apis/parcels: 1.2.0 is on npm already: a version is published once.',
    ]);
  });
});

describe('a workspace is not published', () => {
  const settings = { '.changeset/config.json': '{}', '.changeset/README.md': '' };

  test('with changes that no changelog tells of', () => {
    expect(workspaceProblems(folderWith(settings), '1.2.0', 'v1.2.0')).toEqual([]);
    expect(
      workspaceProblems(folderWith({ ...settings, '.changeset/new.md': '---\n---\n' }), '1.2.0', undefined),
    ).toEqual([
      '.changeset/new.md has not become part of a changelog: run pnpm changeset version, and look at what it wrote (before 1.0.0 write it into its entries by hand).',
    ]);
  });

  test('under the tag of another version', () => {
    expect(workspaceProblems(folderWith(settings), '1.2.0', 'v1.3.0')).toEqual([
      'The tag is v1.3.0, and the packages are 1.2.0: the tag would be v1.2.0.',
    ]);
  });

  test('as a full version while pre-releases are made', () => {
    const inPreMode = folderWith({ ...settings, '.changeset/pre.json': '{}' });
    expect(workspaceProblems(inPreMode, '1.2.0-next.1', undefined)).toEqual([]);
    expect(workspaceProblems(inPreMode, '1.2.0', undefined).join()).toMatch(/pre exit/);
  });

  test('with a changelog that nobody finds', () => {
    const folder = folderWith({ 'CHANGELOG.md': '- [parcels](packages/parcels/CHANGELOG.md)\n' });
    expect(listProblems(folder, ['packages/parcels'])).toEqual([]);
    expect(listProblems(folder, ['packages/letters'])).toEqual([
      'CHANGELOG.md does not lead to packages/letters/CHANGELOG.md.',
    ]);
  });
});

test('packages go out after those that they depend on', () => {
  const parcel = (name: string, ...needed: string[]) => {
    const dependencies = Object.fromEntries(needed.map((one) => [one, '^1.0.0']));
    return readParcel(
      folderWith({ 'package.json': JSON.stringify({ name, version: '1.0.0', dependencies }) }),
    );
  };
  const ordered = dependenciesFirst([
    parcel('cli', 'astral', 'core'),
    parcel('astral', 'core', 'zod'),
    parcel('core'),
  ]);
  expect(ordered.map(({ manifest: { name } }) => name)).toEqual(['core', 'astral', 'cli']);
});

test('npm is asked whether a version is there, and not knowing is no answer', async () => {
  const known: Record<string, [number, object]> = {
    '/there': [
      200,
      {
        name: 'there',
        versions: { '1.0.0': { name: 'there', version: '1.0.0' } },
        'dist-tags': { latest: '1.0.0' },
      },
    ],
    '/broken': [403, { error: 'forbidden' }],
  };
  const server = createServer((request, response) => {
    const [status, body] = known[request.url ?? ''] ?? [404, { error: 'Not found' }];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const place = server.address();
  const port = typeof place === 'object' ? place?.port : undefined;
  const folder = folderWith({ 'package.json': '{}' });
  const flags = [`--registry=http://127.0.0.1:${port}/`, `--cache=${folder}`, '--fetch-retries=0'];
  const ask = (name: string, version: string) => isPublished(name, version, folder, flags);

  expect(await ask('there', '1.0.0')).toBe(true);
  expect(await ask('there', '1.0.1')).toBe(false);
  expect(await ask('nowhere', '1.0.0')).toBe(false);
  await expect(ask('broken', '1.0.0')).rejects.toThrow(/npm could not be asked for broken@1\.0\.0: .*403/s);
});

describe('a workflow', () => {
  test.each(readWorkflows().map(({ file, text }) => [file, text]))(
    '%s takes nothing on trust',
    (_, text = '') => {
      expect(workflowProblems(text)).toEqual([]);
    },
  );

  const texts = new Map(readWorkflows().map(({ file, text }) => [file.replace(/^.*\//, ''), text]));
  const releasing = texts.get('release.yml') ?? '';

  test('for releases publishes by OIDC with provenance, and another job packs', () => {
    expect(releasing).toMatch(/id-token: write/);
    expect(releasing).toMatch(/npm publish .* --provenance/);
    expect(releasing).toMatch(/release:check --tag "\$GITHUB_REF_NAME" --out release/);
  });

  test.each<[string, string | RegExp, string, RegExp]>([
    ['an action by its tag', /checkout@\w{40} # v7.0.1/, 'checkout@v7', /checkout@v7" is not pinned/],
    ['a commit without its version', / # v7\.0\.1/, '', /is not pinned to a commit with its version/],
    ['all permissions', 'permissions: {}', 'permissions: write-all', /permissions at its top/],
    ['permissions as they come', 'permissions: {}\n', '', /permissions at its top/],
    ['the right to push', 'contents: read', 'contents: write', /job check may write contents/],
    ['a credential in the checkout', 'persist-credentials: false', 'fetch-depth: 1', /leaves its credential/],
    ['a publish without a signature', '--provenance ', '', /publishes without --provenance/],
    [
      'a publish without an identity',
      'id-token: write',
      'contents: read',
      /publishes without id-token: write/,
    ],
    ['a signature that nobody approved', '    environment: npm\n', '', /signs without an environment/],
    ['no end', '    timeout-minutes: 15\n', '', /job publish has no time limit/],
    [
      'the text of a tag as a script',
      '"$GITHUB_REF_NAME"',
      '"${{ github.ref_name }}"',
      /puts an expression into a script/,
    ],
    [
      'code of others beside the signature',
      'while read',
      'npm ci\n          while read',
      /signs, and runs code/,
    ],
  ])('is refused with %s', (_, found, instead, says) => {
    const changed = releasing.replace(found, instead);
    expect(changed).not.toBe(releasing);
    expect(workflowProblems(changed).join('\n')).toMatch(says);
  });
});
