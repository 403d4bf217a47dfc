import { run } from '../run.ts';
import { packageManager, root } from '../workspace.ts';
import type { Recorded, SupplyRecord } from './record.ts';
import type { RuntimePackage } from './runtime-packages.ts';

/** What a new look at the registry has found. */
export interface Look {
  readonly record: SupplyRecord;
  /** What somebody should decide on, a sentence each: accounts that could not publish a package before, sources elsewhere. */
  readonly news: readonly string[];
}

/** Asks the registry about the packages that an install of ours brings along, one request each. */
export async function lookAnew(installed: readonly RuntimePackage[], before: SupplyRecord): Promise<Look> {
  const entries: (readonly [string, Recorded])[] = [];
  const news: string[] = [];
  for (const { name, version, hash, licence, repository } of installed) {
    const { published, maintainers } = await ask(name, version);
    const known = before[name];
    entries.push([
      name,
      {
        version,
        hash,
        licence,
        repository,
        ...(published !== undefined && { published }),
        ...(maintainers !== undefined && { maintainers }),
      },
    ]);
    if (known === undefined) {
      news.push(`${name} is new.`);
      continue;
    }
    if (known.repository !== repository) news.push(`${name}: its sources are at ${repository} now.`);
    const strangers = (maintainers ?? []).filter((account) => known.maintainers?.includes(account) === false);
    for (const account of strangers) news.push(`${name}: ${account} can publish it now.`);
  }
  return { record: Object.fromEntries(entries), news };
}

/** A mirror may leave out who maintains a package, and when it was published. */
async function ask(name: string, version: string): Promise<Pick<Recorded, 'published' | 'maintainers'>> {
  const fields = ['maintainers', 'time'];
  const arguments_ = ['--yes', packageManager, 'view', `${name}@${version}`, ...fields, '--json'];
  const { stdout } = await run('npx', arguments_, root);
  // Boundary: what a registry tells; every member is looked at.
  const told = (stdout.trim() === '' ? {} : JSON.parse(stdout)) as {
    maintainers?: readonly (string | { name?: string })[];
    time?: Readonly<Record<string, string>>;
  };
  const accounts = (told.maintainers ?? []).flatMap((one) =>
    typeof one === 'string' ? [one.replace(/ <.*$/, '')] : (one.name ?? []),
  );
  const published = told.time?.[version]?.slice(0, 10);
  return {
    ...(published !== undefined && { published }),
    ...(accounts.length > 0 && { maintainers: accounts.toSorted() }),
  };
}
