#!/usr/bin/env node
import './node-version.ts';
import { parseArgs } from 'node:util';
import manifest from '../package.json' with { type: 'json' };
import { createSandbox } from './sandbox.ts';
import { banner } from './cli/banner.ts';

const HELP = `Usage: partner-apis-sandbox [options]

Serves emulators of the partners' APIs, each vendor on a port of its own, until it is stopped with Ctrl+C.

Options:
  --port <number>       port of the first vendor, the next vendor gets the next port; 0 takes free ports (default: 4010)
  --host <address>      address to listen on (default: 127.0.0.1)
  --seed <text>         ids and keys follow from it (default: partner-apis)
  --second-ms <number>  milliseconds that one second of a vendor's time-out takes (default: 1000)
  --help                print this
  --version             print the version
`;

/** Wrong usage, as opposed to a failure at work. */
class UsageError extends Error {}

async function main(): Promise<void> {
  const options = readArguments(process.argv.slice(2));
  if (options === 'help' || options === 'version') {
    process.stdout.write(options === 'help' ? HELP : `${manifest.version}\n`);
    return;
  }
  const sandbox = createSandbox({ seed: options.seed, secondMs: options.secondMs });
  const server = await sandbox.listen({ port: options.port, host: options.host });
  process.stdout.write(banner(server.urls, sandbox.facts, sandbox.environment(server.urls)));
  const stop = (): void => {
    void sandbox.close();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function readArguments(
  args: string[],
): 'help' | 'version' | { port: number; host: string; seed: string; secondMs: number } {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        port: { type: 'string', default: '4010' },
        host: { type: 'string', default: '127.0.0.1' },
        seed: { type: 'string', default: 'partner-apis' },
        'second-ms': { type: 'string', default: '1000' },
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', short: 'v', default: false },
      },
    }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  if (values.help) return 'help';
  if (values.version) return 'version';
  return {
    port: readNumber('--port', values.port, 0, 65_535),
    host: values.host,
    seed: values.seed,
    secondMs: readNumber('--second-ms', values['second-ms'], 1, 60_000),
  };
}

function readNumber(name: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`${name} takes a whole number from ${least} to ${most}, not '${text}'.`);
}

/** What to tell whoever started it; a stack trace only for what nobody foresaw. */
function explain(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\nTry --help.`;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const port = error instanceof Error && 'port' in error ? String(error.port) : '';
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use. Choose another one with --port, or --port 0 for any free one.`;
  if (code === 'EACCES')
    return `Port ${port} needs rights that this user does not have. Choose one above 1023 with --port.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return 'This machine has no such address. Choose another one with --host.';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().catch((error: unknown) => {
  process.stderr.write(`partner-apis-sandbox: ${explain(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
