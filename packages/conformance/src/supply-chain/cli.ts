// `pnpm supply-chain`: checks where our dependencies come from, and writes docs/dependencies.md. With --update it asks the registry what is
// new about them, and with --accept it keeps that as the record.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../workspace.ts';
import { readBoms } from './boms.ts';
import { supplyProblems } from './check.ts';
import { dependenciesPage } from './page.ts';
import { readRecord, writeRecord } from './record.ts';
import { runtimePackages } from './runtime-packages.ts';
import { lookAnew } from './update.ts';

const flag = { type: 'boolean', default: false } as const;
const { values } = parseArgs({ options: { update: flag, accept: flag } });

const boms = await readBoms();
const installed = runtimePackages(boms);
if (values.update) {
  const { record, news } = await lookAnew(installed, readRecord());
  for (const sentence of news) console.log(sentence);
  if (news.length === 0) console.log('Nothing is new but versions.');
  if (values.accept) writeRecord(record);
  else console.log('Nothing was written: --update --accept keeps it as the record.');
}
writeFileSync(join(root, 'docs/dependencies.md'), dependenciesPage(boms, readRecord()));
const problems = supplyProblems(installed);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
