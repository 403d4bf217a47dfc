import { parseArgs } from 'node:util';
import { loadEnvironment } from '../environment/load.ts';
import { vendorNames } from '../environment/names.ts';
import type { Output } from '../output.ts';
import { OutputFile } from '../output-file.ts';
import { UsageError } from '../usage-error.ts';
import { type Observation, settingsOf } from './probe.ts';
import { examinationOf } from './subjects.ts';
import { Tap } from './tap.ts';

const HELP = `Usage: partner-apis verify astral|stormwall|asna|reestro [options]

Asks a vendor what its manual leaves open, and prints what was observed beside what the SDK's sandbox assumes. The report is
a scenario: partner-apis-sandbox --scenario report.json then answers as the vendor did.

Options:
  --write              ask also what changes something: each such question says what it does
  --out <file>         where the report goes; what is there already stays as it is
  --store <guid>       the store for ASNA; default: ASNA_CLIENT_ID
  --webhook-url <url>  an address of yours that ASNA may be told to call, with --write
  --env-file <file>    read variables from a .env file; what the environment already has stays
  --help               print this

Exit code: 0 all that was asked was found out, 1 something could not be told or was left at the vendor, 2 wrong use.
`;

/** `partner-apis verify`. */
export async function verifyCommand(args: string[], { stdout }: Output): Promise<number> {
  const { values, positionals } = read(args);
  if (values.help) {
    stdout.write(HELP);
    return 0;
  }
  const [name, ...more] = positionals;
  const vendor = vendorNames.find((candidate) => candidate === name);
  if (vendor === undefined || more.length > 0)
    throw new UsageError(`verify takes one vendor: ${vendorNames.join(', ')}.`);
  const webhookUrl = values['webhook-url'];
  if (webhookUrl !== undefined && !URL.canParse(webhookUrl))
    throw new UsageError('--webhook-url takes a whole address, such as https://shop.example/asna.');
  if (values['env-file'] !== undefined) loadEnvironment(values['env-file']);
  const tap = new Tap();
  let asked = 0;
  const examination = examinationOf(vendor, tap, process.env, {
    write: values.write,
    store: values.store,
    webhookUrl,
    before: (setting, question, changes) => {
      stdout.write(`${(asked += 1)}. ${setting}: ${question}\n`);
      if (changes !== undefined) stdout.write(`   --write ${changes}.\n`);
    },
  });
  const found: Observation[] = [];
  const report = (): string => `${JSON.stringify({ [vendor]: { settings: settingsOf(found) } }, null, 2)}\n`;
  let file: OutputFile | undefined;
  try {
    // Before anything is asked: some questions are paid for.
    file = values.out === undefined ? undefined : await OutputFile.create(values.out);
    for await (const observation of examination.observations()) {
      found.push(observation);
      stdout.write(said(observation));
      await file?.write(report());
    }
  } finally {
    await file?.[Symbol.asyncDispose]();
    await examination[Symbol.asyncDispose]();
    await tap.close();
  }
  stdout.write(`\n${summary(found)}\n`);
  stdout.write(file === undefined ? `\n${report()}` : `Wrote ${values.out}\n`);
  return found.every(
    ({ observed, skipped, left }) => (observed !== undefined || skipped) && left.length === 0,
  )
    ? 0
    : 1;
}

function summary(found: readonly Observation[]): string {
  const told = found.filter(({ observed }) => observed !== undefined).length;
  const skipped = found.filter((one) => one.skipped).length;
  const left = found.flatMap((one) => one.left).length;
  return [
    `${told} found out`,
    `${found.length - told - skipped} could not be told`,
    `${skipped} not asked`,
    ...(left === 0 ? [] : [`${left} to put right at the vendor: see above`]),
  ].join(', ');
}

/** What is said below a question. */
function said({ assumed, observed, why, left }: Observation): string {
  const answer =
    observed === undefined
      ? (why ?? '')
      : same(observed, assumed)
        ? `as assumed: ${shown(observed)}`
        : `${shown(observed)}; assumed was ${shown(assumed)}`;
  return [answer, ...left].map((line) => `   ${line}\n`).join('');
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function read(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        write: { type: 'boolean', default: false },
        out: { type: 'string' },
        store: { type: 'string' },
        'webhook-url': { type: 'string' },
        'env-file': { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
