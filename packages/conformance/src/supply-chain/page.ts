import type { Bom } from './boms.ts';
import { peerReasons, reasons } from './reasons.ts';
import type { SupplyRecord } from './record.ts';
import { othersIn, peers, runtimePackages, type RuntimePackage } from './runtime-packages.ts';

/** docs/dependencies.md: what an install brings along, why, how large it is and where it comes from. */
export function dependenciesPage(boms: ReadonlyMap<string, Bom>, record: SupplyRecord): string {
  const installed = runtimePackages(boms);
  const byName = new Map(installed.map((one) => [one.name, one]));
  const named = installed.filter(({ name }) => name in reasons);
  const others = installed.filter(({ name }) => !(name in reasons));
  return `${[
    '# Dependencies',
    'What an install of our packages brings along. `pnpm supply-chain` writes this page from the lockfile, the installed manifests and the record in `packages/conformance/supply-chain.json`; a test holds it to them. None of these packages runs a script when it is installed. Sizes are those of the files on disk.',
    table(
      ['package', 'brings along', 'size'],
      [...boms].map(([name, bom]) => {
        const all = othersIn(bom).flatMap((one) => byName.get(one) ?? []);
        return [
          `\`${name}\``,
          `${all.length} packages`,
          size(all.reduce((sum, { bytes }) => sum + bytes, 0)),
        ];
      }),
    ),
    '## Named by our packages',
    table(
      ['package', 'version', 'published', 'licence', 'size', 'named by', 'why'],
      named.map((one) => [...facts(one, record), one.namedBy.join(', '), reasons[one.name] ?? '']),
    ),
    '## Brought along by those',
    table(
      ['package', 'version', 'published', 'licence', 'size', 'named by'],
      others.map((one) => [...facts(one, record), one.namedBy.join(', ')]),
    ),
    '## Used when you have them',
    'Peer dependencies: a package of ours works with them where you have installed them, and without them where it does not say "needed".',
    table(
      ['package', 'range', 'licence', 'of', 'needed', 'why'],
      peers().map(({ name, range, licence, of, optional }) => [
        `\`${name}\``,
        `\`${range}\``,
        licence,
        of,
        optional ? 'no' : 'yes',
        peerReasons[name] ?? '',
      ]),
    ),
    '## How it is watched',
    [
      '- The lockfile holds each package of this repository to one version and one SHA-512; a test refuses sources other than the registry.',
      '- pnpm runs no install script here: `allowBuilds` in `pnpm-workspace.yaml` refuses those there are by name, and a test fails when another package has one. The lockfile does not say which have some, so the test reads the installed manifests.',
      '- The record keeps version, hash, licence, source repository and, where the registry tells, date and maintainers of each package above. A test fails when the lockfile goes away from it. The lockfile knows nothing of maintainers: `pnpm supply-chain --update` asks the registry, prints each account that could not publish a package before and each repository that has moved, and writes the record only with `--accept`.',
      `- Maintainers on record: ${whoseMaintainers(record)}.`,
      '- Each tarball holds its own bill of materials, `dist/sbom.cdx.json` (CycloneDX 1.6).',
    ].join('\n'),
  ].join('\n\n')}\n`;
}

function whoseMaintainers(record: SupplyRecord): string {
  const all = Object.values(record);
  const told = all.filter(({ maintainers }) => maintainers !== undefined).length;
  return told === 0
    ? 'of none, the registry that was asked last does not tell them'
    : `of ${told} of ${all.length} packages`;
}

function facts({ name, version, licence, bytes }: RuntimePackage, record: SupplyRecord): string[] {
  return [`\`${name}\``, version, record[name]?.published ?? 'not told', licence, size(bytes)];
}

function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}
