import { parseArgs } from 'node:util';
import type { FaultSpec } from '../faults/fault.ts';
import { readFaultSpec } from './fault-spec.ts';
import { UsageError } from './usage-error.ts';

/** The command line, read. */
export interface Arguments {
  readonly port: number;
  readonly host: string;
  /** Undefined when not given: then a scenario's own is taken. */
  readonly seed: string | undefined;
  readonly secondMs: number;
  readonly faults: readonly { readonly text: string; readonly spec: FaultSpec }[];
  readonly inspector: boolean;
  readonly scenario: string | undefined;
  readonly print: 'banner' | 'env' | 'json';
}

const options = {
  port: { type: 'string', default: '4010' },
  host: { type: 'string', default: '127.0.0.1' },
  seed: { type: 'string' },
  scenario: { type: 'string' },
  'second-ms': { type: 'string', default: '1000' },
  fault: { type: 'string', multiple: true },
  'no-inspector': { type: 'boolean', default: false },
  env: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', short: 'v', default: false },
} as const;

/** Reads the command line, or throws a `UsageError`. */
export function readArguments(args: readonly string[]): 'help' | 'version' | Arguments {
  const values = parse(args);
  if (values.help) return 'help';
  if (values.version) return 'version';
  if (values.env && values.json) throw new UsageError('--env and --json exclude each other.');
  if (values.host === '') throw new UsageError('--host takes an address.');
  return {
    port: readNumber('--port', values.port, 0, 65_531),
    host: values.host,
    seed: values.seed,
    inspector: !values['no-inspector'],
    scenario: values.scenario,
    secondMs: readNumber('--second-ms', values['second-ms'], 1, 60_000),
    faults: (values.fault ?? []).map((text) => ({ text, spec: readFaultSpec(text) })),
    print: values.env ? 'env' : values.json ? 'json' : 'banner',
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    // Node.js explains at length how to pass such a text after `--`, which nothing here takes.
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      /^.*?(?=\. |$)/s.exec(message.replaceAll('\n', ' '))?.[0].replace(/\.?$/, '.') ?? message,
    );
  }
}

function readNumber(name: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`${name} takes a whole number from ${least} to ${most}, not '${text}'.`);
}
