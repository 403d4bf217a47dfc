import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { projectAddress } from '../../../../docs/.vitepress/project.ts';
import { packAll } from '../pack.ts';
import { privateNames, publicPackages, root } from '../workspace.ts';
import { unpack } from './parcel.ts';
import { parcelProblems, type Release } from './parcel-problems.ts';
import { isPublished } from './registry.ts';
import { type Packed, smoke, type Trial } from './smoke.ts';
import { workflowProblems } from './workflow-problems.ts';
import { listProblems, workspaceProblems } from './workspace-problems.ts';
import { readWorkflows } from './workflows.ts';

/** What was found out about a release. */
export interface Report {
  readonly version: string;
  readonly packed: readonly Packed[];
  readonly trials: readonly Trial[];
  /** What keeps it from being published, a sentence each. */
  readonly problems: readonly string[];
}

/** Packs what would be published, looks at it, and tries it as a user would. `use` gets the report while the tarballs are there. */
export async function checkRelease(
  tag: string | undefined,
  use: (report: Report) => Promise<void> | void,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'release-'));
  try {
    const packed = await pack(directory);
    const version = packed[0]?.manifest.version ?? '';
    const { published, unknown } = await askRegistry(packed, directory);
    const release: Release = { version, address: projectAddress, privateNames: privateNames(), published };
    const folders = packed.map(({ source }) => relative(root, source.directory));
    const found = [
      ...workspaceProblems(root, version, tag),
      ...listProblems(root, folders),
      ...readWorkflows().flatMap(({ file, text }) =>
        workflowProblems(text).map((problem) => `${file}: ${problem}`),
      ),
      ...unknown,
      ...packed.flatMap((parcel) => parcelProblems(parcel, release)),
    ];
    const trials = await smoke(packed, join(directory, 'project'));
    const failed = trials.flatMap(({ what, problem }) =>
      problem === undefined ? [] : [`It does not hold that ${what}: ${problem}`],
    );
    await use({ version, packed, trials, problems: [...found, ...failed] });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function pack(directory: string): Promise<Packed[]> {
  const packages = publicPackages();
  const tarballs = await packAll(packages, directory);
  return Promise.all(
    packages.map(async (source, index) => {
      const tarball = tarballs[index] ?? '';
      const parcel = await unpack(tarball, join(directory, 'unpacked', String(index)));
      return { ...parcel, source, tarball };
    }),
  );
}

async function askRegistry(packed: readonly Packed[], cwd: string) {
  const published = new Set<string>();
  const unknown: string[] = [];
  for (const { manifest } of packed) {
    try {
      if (await isPublished(manifest.name, manifest.version, cwd))
        published.add(`${manifest.name}@${manifest.version}`);
    } catch (error) {
      unknown.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { published, unknown };
}
