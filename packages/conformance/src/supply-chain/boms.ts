import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runOrThrow } from '../run.ts';
import { packageManager, publicPackages, root } from '../workspace.ts';

/** A bill of materials as pnpm writes it, as far as it is read here. CycloneDX 1.6, JSON. */
export interface Bom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

/** A package in it. */
export interface Component {
  readonly 'bom-ref': string;
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string };
    readonly expression?: string;
  }[];
  readonly externalReferences?: readonly {
    readonly type: string;
    readonly url: string;
    readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  }[];
}

/** Where the bill of a package lies in it, and in its tarball. */
export const BOM_FILE = 'dist/sbom.cdx.json';

/** What an install of each public package brings, by its name: from the lockfile and the installed manifests, without network. */
export async function readBoms(): Promise<ReadonlyMap<string, Bom>> {
  const folder = await mkdtemp(join(tmpdir(), 'sbom-'));
  try {
    const format = ['--sbom-format', 'cyclonedx', '--sbom-spec-version', '1.6'];
    const what = ['--filter', './packages/*', 'sbom', '--split', '--prod', ...format];
    await runOrThrow('npx', ['--yes', packageManager, ...what, '--out', join(folder, '%s.json')], root);
    const boms = publicPackages().map(async ({ manifest: { name } }) => {
      const file = join(folder, `${name.replace('@', '').replace('/', '-')}.json`);
      // Boundary: pnpm wrote it; a test holds it to its schema.
      return [name, JSON.parse(await readFile(file, 'utf8')) as Bom] as const;
    });
    return new Map(await Promise.all(boms));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Puts the bill of each public package beside its built files, where it goes into the tarball. */
export async function writeBoms(): Promise<void> {
  const boms = await readBoms();
  for (const { directory, manifest } of publicPackages())
    await writeFile(join(directory, BOM_FILE), `${JSON.stringify(boms.get(manifest.name), null, 2)}\n`);
}
