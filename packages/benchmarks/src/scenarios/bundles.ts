import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Run } from '../harness/scenario.ts';
import type { Goal, Work } from '../harness/work.ts';

/** A client, and what its bundle is to weigh at most without undici and zod, in bytes. */
const CLIENTS = [
  { from: '@partner-apis/astral', name: 'AstralClient', own: 50_000 },
  { from: '@partner-apis/stormwall', name: 'StormwallClient', own: 25_000 },
  { from: '@partner-apis/asna', name: 'AsnaClient', own: 32_000 },
  { from: '@partner-apis/reestro', name: 'ReestroClient', own: 28_000 },
] as const;

const WHOLE = 300_000;
const CORE = ['@partner-apis/core', '@partner-apis/core/user', '@partner-apis/core/vendor'];

export const run: Run = async () => {
  const works: Work[] = [];
  for (const { from, name, own } of CLIENTS) {
    const weigh = (...without: readonly string[]): Promise<number> => weight(from, name, without);
    const whole = await weigh();
    const ours = await weigh('undici', 'zod');
    const alone = await weigh('undici', 'zod', ...CORE);
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
        'of it what all clients share': [{ size: ours - alone }],
        'of it this client': [{ size: alone }],
      },
      goals: [most(name, WHOLE), most('without undici and zod', own)],
      plot: { kind: 'bars', metric: 'size' },
    });
  }
  return works;
};

/** What one import makes of a bundle for Node.js, minified and packed by gzip, in bytes. */
async function weight(from: string, name: string, without: readonly string[]): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: `export { ${name} } from '${from}';`, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    external: ['@opentelemetry/api', ...without],
    legalComments: 'none',
    write: false,
  });
  return outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
}
