import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../workspace.ts';
import { allowedBuilds, packagesWithInstallScripts } from './install-scripts.ts';
import { readRecord, type SupplyRecord } from './record.ts';
import type { RuntimePackage } from './runtime-packages.ts';

/** Licences that a package of ours may bring along. */
const LICENCES = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD']);

/** What is wrong with where our dependencies come from, a sentence each; without network. */
export function supplyProblems(installed: readonly RuntimePackage[]): readonly string[] {
  return [...scriptProblems(), ...sourceProblems(lockfile()), ...recordProblems(installed, readRecord())];
}

/** Something would run on the machine of whoever installs. */
function scriptProblems(): string[] {
  const allowed = allowedBuilds();
  const unknown = packagesWithInstallScripts().filter((name) => !allowed.has(name));
  const running = [...allowed].filter(([, runs]) => runs).map(([name]) => name);
  return [
    ...unknown.map(
      (name) => `${name} has install scripts, and allowBuilds in pnpm-workspace.yaml does not refuse them.`,
    ),
    ...running.map((name) => `${name} may run its install scripts: say no in allowBuilds.`),
  ];
}

/** Something does not come from the registry with a hash that it is held to. */
export function sourceProblems(text: string): string[] {
  const packages = /^packages:\n([\s\S]*?)^snapshots:/m.exec(text)?.[1] ?? '';
  return Array.from(packages.matchAll(/^ {2}'?([^\s'][^'\n]*?)'?:\n((?: {4}.*\n)*)/gm)).flatMap(
    ([, name = '', body = '']) =>
      /^ {4}resolution: \{integrity: sha512-[\w+/=]{88}\}$/m.test(body)
        ? []
        : [`${name} does not come from the registry with a SHA-512: look at pnpm-lock.yaml.`],
  );
}

/** Something is installed at run time that nobody has looked at. */
export function recordProblems(installed: readonly RuntimePackage[], record: SupplyRecord): string[] {
  const names = new Set(installed.map(({ name }) => name));
  const gone = Object.keys(record).filter((name) => !names.has(name));
  return [
    ...gone.map((name) => `${name} is in the record and is not installed any more.`),
    ...installed.flatMap(({ name, version, hash, licence, repository }) => {
      const known = record[name];
      if (known === undefined) return [`${name} is new: nobody has looked at it.`];
      return [
        ...(known.version === version ? [] : [`${name} is ${version} now, the record has ${known.version}.`]),
        ...(known.version === version && known.hash !== hash
          ? [`${name}@${version} has another hash now.`]
          : []),
        ...(known.licence === licence ? [] : [`${name} is under ${licence} now, not ${known.licence}.`]),
        ...(known.repository === repository
          ? []
          : [`${name} says now that its sources are at ${repository}.`]),
        ...(LICENCES.has(licence) ? [] : [`${name} is under ${licence}, which nobody has allowed.`]),
      ];
    }),
  ];
}

function lockfile(): string {
  return readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8');
}
