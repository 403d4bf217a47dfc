import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { AsnaClient } from '@partner-apis/asna';
import { AstralClient } from '@partner-apis/astral';
import { ReestroClient } from '@partner-apis/reestro';
import { StormwallV3Client } from '@partner-apis/stormwall';
import { loadEnvironment } from '../environment/load.ts';
import { type VendorName, vendorNames } from '../environment/names.ts';
import type { Output } from '../output.ts';
import { UsageError } from '../usage-error.ts';
import { asnaProbes } from './asna.ts';
import { astralProbes } from './astral.ts';
import { type Observation, observations, type Probe, settingsOf } from './probe.ts';
import { reestroProbes } from './reestro.ts';
import { stormwallProbes } from './stormwall.ts';
import { Tap } from './tap.ts';

const HELP = `Usage: partner-apis verify astral|stormwall|asna|reestro [options]

Asks a vendor what its manual leaves open, and prints what was observed beside what the SDK's sandbox assumes. The report is
a scenario: partner-apis-sandbox --scenario report.json then answers as the vendor did.

Options:
  --write            ask also what changes something: each such question says what it does
  --out <file>       where the report goes; what is there already stays as it is
  --store <guid>     the store for ASNA; default: ASNA_CLIENT_ID
  --env-file <file>  read variables from a .env file; what the environment already has stays
  --help             print this

Exit code: 0 all that was asked was found out, 1 something could not be told, 2 wrong use.
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
  if (values['env-file'] !== undefined) loadEnvironment(values['env-file']);
  const tap = new Tap();
  const found: Observation[] = [];
  try {
    for await (const observation of asked(vendor, tap, values.write, values.store)) {
      found.push(observation);
      stdout.write(line(found.length, observation));
    }
  } finally {
    await tap.close();
  }
  const report = { [vendor]: { settings: settingsOf(found) } };
  if (values.out === undefined) stdout.write(`\n${JSON.stringify(report, null, 2)}\n`);
  else await create(values.out, `${JSON.stringify(report, null, 2)}\n`);
  return found.every(({ observed, why }) => observed !== undefined || why?.startsWith('Not asked') === true)
    ? 0
    : 1;
}

function asked(
  vendor: VendorName,
  transport: Tap,
  write: boolean,
  store: string | undefined,
): AsyncGenerator<Observation, void, undefined> {
  switch (vendor) {
    case 'astral':
      return using(AstralClient.fromEnv({ transport }), astralProbes, transport, write);
    case 'stormwall':
      return using(StormwallV3Client.fromEnv({ transport }), stormwallProbes, transport, write);
    case 'reestro':
      return using(ReestroClient.fromEnv({ transport }), reestroProbes, transport, write);
    case 'asna': {
      const storeId = store ?? process.env['ASNA_CLIENT_ID'] ?? '';
      if (storeId === '') throw new UsageError('verify asna needs --store GUID, or ASNA_CLIENT_ID.');
      const asna = AsnaClient.fromEnv({ transport });
      const subject = { asna, storeId, [Symbol.asyncDispose]: () => asna.close() };
      return using(subject, asnaProbes, transport, write);
    }
  }
}

async function* using<Client extends AsyncDisposable>(
  client: Client,
  probes: readonly Probe<Client>[],
  tap: Tap,
  write: boolean,
): AsyncGenerator<Observation, void, undefined> {
  try {
    yield* observations(probes, client, tap, write);
  } finally {
    await client[Symbol.asyncDispose]();
  }
}

function line(number: number, { question, assumed, observed, why }: Observation): string {
  const said =
    observed === undefined
      ? (why ?? '')
      : same(observed, assumed)
        ? `as assumed: ${shown(observed)}`
        : `${shown(observed)}; assumed was ${shown(assumed)}`;
  return `${number}. ${question}\n   ${said}\n`;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

async function create(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new UsageError(`--out: ${path} cannot be written (${code}).`);
  }
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
        'env-file': { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
