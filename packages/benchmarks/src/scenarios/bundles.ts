import { gzipSync } from 'node:zlib';
import { type BundledFile, bundleOf, partsOf, withoutSentences } from './bundle-parts.ts';
import type { Run } from '../harness/scenario.ts';
import type { Goal, Work } from '../harness/work.ts';

/** A client, and what its start is to load at most without undici and zod, in bytes. */
const CLIENTS = [
  { from: '@partner-apis/astral', name: 'AstralClient', most: 50_000 },
  { from: '@partner-apis/stormwall', name: 'StormwallClient', most: 25_000 },
  { from: '@partner-apis/asna', name: 'AsnaClient', most: 32_000 },
  { from: '@partner-apis/reestro', name: 'ReestroClient', most: 28_000 },
] as const;

const WHOLE = 300_000;

export const run: Run = async () => {
  const works: Work[] = [];
  for (const { from, name, most: ownMost } of CLIENTS) {
    const start = async (...without: readonly string[]): Promise<number> =>
      weightOf((await bundleOf(from, name, { without })).start);
    const whole = await start();
    const own = await bundleOf(from, name, { without: ['undici', 'zod'] });
    const ours = weightOf(own.start);
    const later = weightOf(own.later);
    const oneFile = weightOf((await bundleOf(from, name, { split: false })).start);
    const parts = await partsOf(from, name);
    const most = (of: string, limit: number): Goal => {
      const held = { as: 'value', metric: 'size' } as const;
      return { ...held, of, limit: { most: limit }, alarm: { ...held, limit: { most: limit * 2.5 } } };
    };
    works.push({
      id: `bundles-${name.replace('Client', '').toLowerCase()}`,
      title: `bundle of ${name}`,
      unit: 'bundle',
      samples: {
        [name]: [{ size: whole }],
        'without undici and zod': [{ size: ours }],
        'of it undici': [{ size: whole - (await start('undici')) }],
        'of it zod': [{ size: whole - (await start('zod')) }],
        'of ours: sentences': [{ size: ours - weightOf(own.start, withoutSentences) }],
        ...Object.fromEntries(
          Array.from(parts, ([part, share]) => [`of ours: ${part}`, [{ size: Math.round(ours * share) }]]),
        ),
        ...(later > 0 && {
          'ours, loaded later': [{ size: later }],
          'all in one file': [{ size: oneFile }],
        }),
      },
      goals: [most(name, WHOLE), most('without undici and zod', ownMost)],
      plot: { kind: 'bars', metric: 'size' },
    });
  }
  return works;
};

/** Bytes of files, packed by gzip one by one. */
function weightOf(files: readonly BundledFile[], change = (code: string) => code): number {
  return files.reduce((sum, { code }) => sum + gzipSync(change(code), { level: 9 }).length, 0);
}
