import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { publicPackages, root } from '../workspace.ts';
import type { Bom, Component } from './boms.ts';

/** A package of others that an install of ours brings along. */
export interface RuntimePackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** SHA-512 of its tarball, in hex. */
  readonly hash: string;
  readonly repository: string;
  /** Bytes of its files. */
  readonly bytes: number;
  /** Packages that name it in their manifest: ours without their scope. */
  readonly namedBy: readonly string[];
}

/** A package of others that a user installs when it is wanted. */
export interface Peer {
  readonly name: string;
  readonly range: string;
  readonly licence: string;
  readonly of: string;
  readonly optional: boolean;
}

const OURS = '@partner-apis/';

/** Everything that installs of our packages bring along, by name. */
export function runtimePackages(boms: ReadonlyMap<string, Bom>): readonly RuntimePackage[] {
  const found = new Map<string, RuntimePackage>();
  for (const bom of boms.values())
    for (const component of bom.components) {
      const name = nameOf(component);
      if (name.startsWith(OURS) || found.has(name)) continue;
      const references = component.externalReferences ?? [];
      const hash = references.flatMap(({ hashes = [] }) => hashes).find(({ alg }) => alg === 'SHA-512');
      found.set(name, {
        name,
        version: component.version,
        licence: licenceOf(component),
        hash: hash?.content ?? '',
        repository: (references.find(({ type }) => type === 'vcs')?.url ?? '').replace(/^git\+/, ''),
        bytes: bytesOf(name, component.version),
        namedBy: [...new Set([...boms.values()].flatMap((one) => namedBy(one, component)))].toSorted(),
      });
    }
  return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** The packages of others among them that one of ours needs. */
export function othersIn(bom: Bom): readonly string[] {
  return bom.components.map(nameOf).filter((name) => !name.startsWith(OURS));
}

/** What our packages work with when it is there. */
export function peers(): readonly Peer[] {
  return publicPackages().flatMap(({ directory, manifest }) =>
    Object.entries(manifest.peerDependencies ?? {})
      .filter(([name]) => !name.startsWith(OURS))
      .map(([name, range]) => ({
        name,
        range,
        licence: manifestAt(join(directory, 'node_modules', name))?.license ?? 'not installed here',
        of: short(manifest.name),
        optional: manifest.peerDependenciesMeta?.[name]?.optional === true,
      })),
  );
}

/** The name in a manifest: CycloneDX keeps the scope apart. */
export function nameOf({
  group,
  name,
}: {
  readonly group?: string | undefined;
  readonly name: string;
}): string {
  return group === undefined || group === '' ? name : `${group}/${name}`;
}

function licenceOf({ licenses = [] }: Component): string {
  return licenses.map(({ license, expression }) => expression ?? license?.id ?? '?').join(' or ') || 'none';
}

function namedBy(bom: Bom, { 'bom-ref': ref }: Component): string[] {
  const byRef = new Map([bom.metadata.component, ...bom.components].map((one) => [one['bom-ref'], one]));
  return bom.dependencies.flatMap(({ ref: from, dependsOn = [] }) => {
    const parent = byRef.get(from);
    return dependsOn.includes(ref) && parent !== undefined ? [short(nameOf(parent))] : [];
  });
}

function short(name: string): string {
  return name.startsWith(OURS) ? name.slice(OURS.length) : name;
}

/** Where pnpm keeps the files of a package; several where it has several sets of peers. */
function placesOf(name: string, version: string): string[] {
  const key = `${name.replace('/', '+')}@${version}`;
  return globSync(`node_modules/.pnpm/{${key},${key}_*}/node_modules/${name}`, { cwd: root }).map((place) =>
    join(root, place),
  );
}

function bytesOf(name: string, version: string): number {
  const [place] = placesOf(name, version);
  if (place === undefined) throw new Error(`${name}@${version} is in the lockfile and not installed.`);
  return globSync('**', { cwd: place, exclude: (file) => file === 'node_modules' })
    .map((file) => statSync(join(place, file)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
}

function manifestAt(place: string): { readonly license?: string } | undefined {
  try {
    // Boundary: the manifest of an installed package.
    return JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as { license?: string };
  } catch {
    return undefined;
  }
}
