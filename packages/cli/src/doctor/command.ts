import { parseArgs } from 'node:util';
import { loadEnvironment } from '../environment/load.ts';
import { explainUnread, found, unread, type VendorName, vendorNames } from '../environment/names.ts';
import type { Output } from '../output.ts';
import { UsageError } from '../usage-error.ts';
import { examine, type VendorReport } from './examine.ts';
import { printed } from './print.ts';

const HELP = `Usage: partner-apis doctor [astral|stormwall|asna|reestro]… [options]

Looks at every vendor that the environment has settings for, or at those named: settings, address, connection, credential, one
harmless read, clock. It takes no events and changes nothing. The first failure ends a vendor's list.

Options:
  --env-file <file>  read variables from a .env file; what the environment already has stays
  --json             print one JSON object: { ok, vendors: [{ vendor, ok, checks: [{ name, status, detail, advice? }] }] }
  --help             print this

Exit code: 0 all well (a question mark does not count), 1 something is not, 2 wrong use or nothing configured.
`;

/** `partner-apis doctor`. */
export async function doctorCommand(args: string[], { stdout }: Output): Promise<number> {
  const { values, positionals } = read(args);
  if (values.help) {
    stdout.write(HELP);
    return 0;
  }
  const named = positionals.map(vendorOf);
  if (values['env-file'] !== undefined) loadEnvironment(values['env-file']);
  const reports: VendorReport[] = [];
  for (const vendor of chosen(named)) {
    const report = await examine(vendor, process.env);
    reports.push(report);
    if (!values.json) stdout.write(`${reports.length > 1 ? '\n' : ''}${printed(report)}`);
  }
  const ok = reports.every((report) => report.ok);
  if (values.json) stdout.write(`${JSON.stringify({ ok, vendors: reports })}\n`);
  return ok ? 0 : 1;
}

function read(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        'env-file': { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function vendorOf(name: string): VendorName {
  const vendor = vendorNames.find((candidate) => candidate === name);
  if (vendor === undefined)
    throw new UsageError(`There is no vendor '${name}'; there are ${vendorNames.join(', ')}.`);
  return vendor;
}

/** The vendors to look at, each once; those with settings when none is named. A name that is nearly right counts as a setting. */
function chosen(named: readonly VendorName[]): readonly VendorName[] {
  const stray = unread(process.env);
  const configured = (named.length > 0 ? [...new Set(named)] : vendorNames).filter(
    (vendor) =>
      found(vendor, process.env).length > 0 ||
      stray.some((variable) => variable.vendor === vendor && variable.meant !== undefined),
  );
  if (configured.length > 0) return named.length > 0 ? [...new Set(named)] : configured;
  throw new UsageError(
    [
      'Nothing is configured: set the variables of a vendor, or name a file with --env-file.',
      ...stray.map(explainUnread),
    ].join(' '),
  );
}
