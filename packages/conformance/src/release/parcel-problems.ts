import { blocksIn } from '../guides/blocks.ts';
import { type Parcel, textIn } from './parcel.ts';

/** What a package is held against. */
export interface Release {
  /** The version that all packages get. */
  readonly version: string;
  /** Where the project lives. */
  readonly address: string;
  /** Packages of the workspace that are never published. */
  readonly privateNames: ReadonlySet<string>;
  /** `name@version` of what the registry has already. */
  readonly published: ReadonlySet<string>;
}

/** All that may lie in a tarball. */
const ALLOWED = [
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
  /^dist\/.*\.(c?js|d\.c?ts)(\.map)?$/,
  /^dist\/sbom\.cdx\.json$/,
  /^src\/.*\.(ts|tsx)$/,
  /^scenario\.schema\.json$/,
];

/** Ranges that only this workspace or one machine can read. */
const UNPUBLISHED = /^(workspace|catalog|link|file|portal|git|https?):|^git\+/;

const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare'];

/** What keeps a package from being published, a sentence each. */
export function parcelProblems(parcel: Parcel, release: Release): string[] {
  return [
    ...versionProblems(parcel, release),
    ...fileProblems(parcel),
    ...dependencyProblems(parcel, release),
    ...addressProblems(parcel, release),
    ...readmeProblems(parcel),
  ].map((problem) => `${parcel.manifest.name}: ${problem}`);
}

function versionProblems(parcel: Parcel, { version, published }: Release): string[] {
  const { manifest } = parcel;
  const heading = `\n## ${manifest.version}\n`;
  const [, changes = ''] = textIn(parcel, 'CHANGELOG.md').split(heading);
  const said = changes.split('\n## ', 1).join('').trim();
  return [
    ...when(
      manifest.version !== version,
      `its version is ${manifest.version}, that of the others ${version}.`,
    ),
    ...when(
      published.has(`${manifest.name}@${manifest.version}`),
      `${manifest.version} is on npm already: a version is published once.`,
    ),
    ...when(manifest.private, 'it is private.'),
    ...when(said === '', `CHANGELOG.md does not say what is in ${manifest.version}.`),
    ...when(
      /^-? ?updated dependencies/i.test(said.replaceAll(/^###.*\n+/gm, '')),
      `CHANGELOG.md says nothing of ${manifest.version} that helps a user.`,
    ),
  ];
}

function fileProblems(parcel: Parcel): string[] {
  const { files, manifest } = parcel;
  const foreign = files.filter((file) => !ALLOWED.some((pattern) => pattern.test(file)));
  const missing = ['README.md', 'LICENSE', 'dist/sbom.cdx.json'].filter((file) => !files.includes(file));
  return [
    ...foreign.map((file) => `${file} is in the tarball, and no user needs it.`),
    ...missing.map((file) => `${file} is not in the tarball.`),
    ...when(manifest.license !== 'MIT', `its licence is ${manifest.license ?? 'not named'}, not MIT.`),
    ...INSTALL_SCRIPTS.filter((name) => name in manifest.scripts).map(
      (name) => `its script ${name} would run on the machine of whoever installs it.`,
    ),
  ];
}

function dependencyProblems({ manifest }: Parcel, { version, privateNames }: Release): string[] {
  const named = [manifest.dependencies, manifest.optionalDependencies, manifest.peerDependencies];
  return named
    .flatMap((ranges) => Object.entries(ranges))
    .flatMap(([name, range]) => [
      ...when(UNPUBLISHED.test(range), `it asks for ${name} as ${range}, which nobody else can install.`),
      ...when(privateNames.has(name), `it needs ${name}, which is private and never published.`),
      ...when(
        name.startsWith('@partner-apis/') && !UNPUBLISHED.test(range) && range !== `^${version}`,
        `it asks for ${name} as ${range}, not as ^${version}.`,
      ),
    ]);
}

function addressProblems({ manifest }: Parcel, { address }: Release): string[] {
  const folder = `packages/${manifest.name.replace(/^.*\//, '')}`;
  const { access, provenance } = manifest.publishConfig;
  return [
    // npm compares it with where the workflow ran: with another one the provenance is refused.
    ...when(
      manifest.repository?.url !== `git+${address}.git` || manifest.repository.directory !== folder,
      `repository is not ${address}, folder ${folder}.`,
    ),
    ...when(
      manifest.homepage !== `${address}/tree/main/${folder}#readme`,
      'homepage is not its folder there.',
    ),
    ...when(manifest.bugs?.url !== `${address}/issues`, 'bugs does not lead to the issues there.'),
    ...when(access !== 'public', 'publishConfig.access is not public.'),
    ...when(provenance !== true, 'publishConfig.provenance is not true: it could go out without one.'),
  ];
}

function readmeProblems(parcel: Parcel): string[] {
  const text = textIn(parcel, 'README.md');
  const blocks = blocksIn(text, 'README.md');
  const [install, program] = blocks;
  const relative = Array.from(text.matchAll(/\]\(([^)\s]+)\)/g), ([, href = '']) => href).filter(
    (href) => !/^(https:|#)/.test(href),
  );
  return [
    ...when(
      install?.language !== 'sh' ||
        !install.code.includes(`npm install`) ||
        !install.code.includes(parcel.manifest.name),
      'README.md does not begin with how to install it.',
    ),
    ...when(program?.run !== true, 'README.md has no program that runs right after that.'),
    ...relative.map((href) => `README.md links to ${href}, which is not in the tarball.`),
  ];
}

function when(wrong: boolean, problem: string): string[] {
  return wrong ? [problem] : [];
}
