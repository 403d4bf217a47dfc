// `pnpm mutants [target] [words]`: breaks the SDK in one way after the other and shows that a test fails each time.
// Without a target all of them; with words those mutants whose names have one of them.
import type { Target } from './mutant.ts';
import { noticed } from './run-tests.ts';
import { targets } from './targets.ts';

const [first = '', ...others] = process.argv.slice(2);
const one = targets[first];
const words = one === undefined ? process.argv.slice(2) : others;
const started = performance.now();
const survivors: string[] = [];
let made = 0;

for (const [name, target] of one === undefined ? Object.entries(targets) : [[first, one] as const])
  await breakIt(name, target);

const seconds = Math.round((performance.now() - started) / 1000);
console.log(`${made - survivors.length} of ${made} mutants killed in ${seconds} s`);
if (made === 0) console.error(`No mutant has such a name. Targets: ${Object.keys(targets).join(', ')}.`);
if (survivors.length > 0 || made === 0) process.exitCode = 1;

async function breakIt(name: string, target: Target): Promise<void> {
  const chosen = target.mutants.filter(
    (mutant) => words.length === 0 || words.some((word) => mutant.name.includes(word)),
  );
  if (chosen.length === 0) return;
  console.log(`${name}: the ${target.what}, in ${chosen.length} ways`);
  const failing = await noticed(target, [], [...new Set(chosen.flatMap(({ tests }) => tests))]);
  if (failing !== undefined) throw new Error(`A test fails without any mutation: ${failing}.`);
  for (const [i, mutant] of chosen.entries()) {
    const test = await noticed(target, mutant.edits, mutant.tests);
    if (test === undefined) survivors.push(mutant.name);
    const place = `${String(i + 1).padStart(2)}/${chosen.length}`;
    const end = test === undefined ? `SURVIVED ${mutant.name}` : `killed   ${mutant.name} (${test})`;
    console.log(`${place} ${end}`);
  }
  made += chosen.length;
}
