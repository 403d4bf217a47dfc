// `pnpm prove`: tries what the documentation claims, and writes the page that says what came of it.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs, styleText } from 'node:util';
import { claims } from './claims.ts';
import { markdownTable, page } from './page.ts';
import { Trials } from './trials.ts';
import { tryClaim } from './try-claim.ts';

const USE = `pnpm prove [--short] [ID…]

  --short   a smaller form of the claims that CI tries; the page stays as it is
  --list    the claims, a line each
  --page    writes the page from the last runs, without a new one`;

const { values, positionals } = (() => {
  try {
    const flag = { type: 'boolean', default: false } as const;
    return parseArgs({
      allowPositionals: true,
      options: { short: flag, list: flag, page: flag, help: flag },
    });
  } catch (error) {
    return wrongUse(error instanceof Error ? error.message : String(error));
  }
})();
const unknown = positionals.find((id) => !claims.some((claim) => claim.id === id));
if (unknown !== undefined) wrongUse(`No claim is named ${unknown}; --list has them all.`);

const root = new URL('../../../', import.meta.url);
const trials = new Trials(fileURLToPath(new URL('packages/reliability/trials', root)));
const chosen = claims.filter(
  ({ id, short }) => (positionals.length === 0 || positionals.includes(id)) && (short || !values.short),
);

if (values.help) console.log(USE);
else if (values.list) for (const { id, holds } of claims) console.log(`${id.padEnd(24)} ${holds}`);
else if (values.page) writePage();
else await proveAll();

async function proveAll(): Promise<void> {
  const fallen: string[] = [];
  for (const claim of chosen) {
    console.log(`${styleText('bold', claim.id)}  ${claim.holds}`);
    const trial = await tryClaim(claim, {
      short: values.short,
      progress: (line) => console.log(styleText('dim', `  ${line}`)),
    });
    if (trial.rows.length > 0) console.log(markdownTable(trial.rows).replaceAll(/^/gm, '  '));
    const colour = { held: 'green', 'fell short': 'red', skipped: 'yellow' } as const;
    console.log(`  ${styleText(colour[trial.outcome], trial.outcome)} in ${trial.seconds} s`);
    for (const sentence of trial.missed) console.log(`  ${sentence}`);
    if (trial.outcome === 'fell short') fallen.push(claim.id);
    // A short form and a skip say less than what stands on the page.
    if (!values.short && trial.outcome !== 'skipped') trials.save(claim.id, trial);
  }
  if (!values.short) writePage();
  if (fallen.length > 0) {
    console.error(`Fell short: ${fallen.join(', ')}`);
    process.exitCode = 1;
  }
}

function writePage(): void {
  writeFileSync(new URL('docs/reliability.md', root), page(claims, trials.all()));
}

function wrongUse(sentence: string): never {
  console.error(`${sentence}\n\n${USE}`);
  process.exit(2);
}
