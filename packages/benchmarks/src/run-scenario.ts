/** The process in which a scenario is measured: `run-scenario.ts NAME full|short`. */
import { scenarios } from './scenarios.ts';

const [name = '', form] = process.argv.slice(2);
const source = import.meta.resolve('@partner-apis/astral');
if (!source.includes('/dist/')) {
  throw new Error(`Benchmarks measure what is published, and ${source} is not: run them with pnpm bench.`);
}
process.on('disconnect', () => process.exit());
const scenario = scenarios[name];
if (scenario === undefined) throw new Error(`No scenario named ${name}.`);
const { run } = await scenario.load();
const works = await run({ short: form === 'short' });
process.send?.(works, undefined, undefined, () => process.disconnect());
