import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { bundleOf, partsOf, withoutSentences } from './bundle-parts.ts';
import type { Run } from '../harness/scenario.ts';
import type { Goal, Work } from '../harness/work.ts';

/** A client, and what its bundle is to weigh at most without undici and zod, in bytes. */
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
    const code = (...without: readonly string[]): Promise<string> => codeOf(from, name, without);
    const weigh = async (...without: readonly string[]): Promise<number> => weight(await code(...without));
    const whole = await weigh();
    const own = await code('undici', 'zod');
    const ours = weight(own);
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
        'of it undici': [{ size: whole - (await weigh('undici')) }],
        'of it zod': [{ size: whole - (await weigh('zod')) }],
        'of ours: sentences': [{ size: ours - weight(withoutSentences(own)) }],
        ...Object.fromEntries(
          Array.from(parts, ([part, share]) => [`of ours: ${part}`, [{ size: Math.round(ours * share) }]]),
        ),
      },
      goals: [most(name, WHOLE), most('without undici and zod', ownMost)],
      plot: { kind: 'bars', metric: 'size' },
    });
  }
  return works;
};

/** What one import makes of a bundle for Node.js, minified. */
async function codeOf(from: string, name: string, without: readonly string[]): Promise<string> {
  const { outputFiles } = await build(bundleOf(from, name, without));
  return outputFiles.map(({ text }) => text).join('');
}

/** Bytes of code, packed by gzip. */
function weight(code: string): number {
  return gzipSync(code, { level: 9 }).length;
}
