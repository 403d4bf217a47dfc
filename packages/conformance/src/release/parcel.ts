import { globSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { runOrThrow } from '../run.ts';

const ranges = z.record(z.string(), z.string()).default({});

/** A manifest in a tarball, as far as it is looked at. */
const packedManifest = z.looseObject({
  name: z.string(),
  version: z.string(),
  private: z.boolean().default(false),
  license: z.string().optional(),
  homepage: z.string().optional(),
  bugs: z.looseObject({ url: z.string() }).optional(),
  repository: z.looseObject({ url: z.string(), directory: z.string().optional() }).optional(),
  scripts: z.record(z.string(), z.string()).default({}),
  publishConfig: z.looseObject({ access: z.string(), provenance: z.boolean() }).partial().default({}),
  bin: z.record(z.string(), z.string()).default({}),
  dependencies: ranges,
  optionalDependencies: ranges,
  peerDependencies: ranges,
});

/** What would be published of one package. */
export interface Parcel {
  readonly directory: string;
  readonly manifest: z.output<typeof packedManifest>;
  /** Paths within it. */
  readonly files: readonly string[];
  /** Bytes of its files. */
  readonly bytes: number;
}

/** Unpacks a tarball into a folder of its own. */
export async function unpack(tarball: string, into: string): Promise<Parcel> {
  mkdirSync(into, { recursive: true });
  await runOrThrow('tar', ['-xzf', tarball, '-C', into], into);
  return readParcel(join(into, 'package'));
}

/** Looks at a package that lies unpacked. */
export function readParcel(directory: string): Parcel {
  const stats = globSync('**', { cwd: directory })
    .toSorted()
    .map((file) => ({ file, stat: statSync(join(directory, file)) }))
    .filter(({ stat }) => stat.isFile());
  return {
    directory,
    manifest: packedManifest.parse(JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))),
    files: stats.map(({ file }) => file),
    bytes: stats.reduce((sum, { stat }) => sum + stat.size, 0),
  };
}

/** A text of it; empty where there is none. */
export function textIn({ directory, files }: Parcel, file: string): string {
  return files.includes(file) ? readFileSync(join(directory, file), 'utf8') : '';
}

/** The same packages with each after those that it depends on: an install never finds one without them. */
export function dependenciesFirst<Item extends Pick<Parcel, 'manifest'>>(parcels: readonly Item[]): Item[] {
  const placed = new Set<Item>();
  const place = (item: Item): void => {
    for (const name of Object.keys(item.manifest.dependencies)) {
      const needed = parcels.find(({ manifest }) => manifest.name === name);
      if (needed !== undefined && !placed.has(needed)) place(needed);
    }
    placed.add(item);
  };
  for (const item of parcels) place(item);
  return [...placed];
}
