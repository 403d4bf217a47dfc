import { isConfigurationError, isPartnerApiError } from '@partner-apis/core';
import manifest from '../package.json' with { type: 'json' };
import { doctorCommand } from './doctor/command.ts';
import { explainUnread, unread } from './environment/names.ts';
import type { Output } from './output.ts';
import { callCommand } from './call/command.ts';
import { stunnelCommand } from './stunnel/command.ts';
import { stormwallCommand } from './types/command.ts';
import { verifyCommand } from './verify/command.ts';
import { UsageError } from './usage-error.ts';

export type { Output } from './output.ts';

const HELP = `Usage: partner-apis <command> [options]

Commands:
  doctor     finds out, vendor by vendor, what stands between this machine and the vendor
  stunnel    writes the files of a tunnel to Astral.Platform, and explains its log
  call       makes one request with the credential of the environment
  verify     asks a vendor what its manual leaves open
  stormwall  writes the types of Stormwall's own OpenAPI document

Options:
  --help     print this, or with a command what that command takes
  --version  print the version
  --verbose  print the stack of a failure
`;

const commands: Readonly<Record<string, (args: string[], output: Output) => Promise<number>>> = {
  doctor: doctorCommand,
  stunnel: stunnelCommand,
  call: callCommand,
  stormwall: stormwallCommand,
  verify: verifyCommand,
};

/**
 * Runs one command.
 *
 * @param args - What stands after the name of the program.
 * @param output - Where results and failures go. Default: standard output and standard error.
 * @returns The exit code: 0 all well, 1 something is not, 2 wrong use. It never rejects for a failure of the command.
 */
export async function runCli(args: readonly string[], output: Output = process): Promise<number> {
  const verbose = args.includes('--verbose');
  const [name, ...rest] = args.filter((arg) => arg !== '--verbose');
  try {
    if (name === '--help' || name === '-h' || name === '--version' || name === '-v') {
      output.stdout.write(name === '--help' || name === '-h' ? HELP : `${manifest.version}\n`);
      return 0;
    }
    const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined)
      throw new UsageError(name === undefined ? 'Give a command.' : `There is no command '${name}'.`);
    return await command(rest, output);
  } catch (error) {
    output.stderr.write(`partner-apis: ${explain(error, verbose)}\n`);
    return error instanceof UsageError || isConfigurationError(error) ? 2 : 1;
  }
}

/** A stack only when asked for, or for what nobody foresaw. */
function explain(error: unknown, verbose: boolean): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof UsageError) return `${error.message}\nTry --help.`;
  if (isConfigurationError(error) && !verbose)
    return [
      error.message,
      'A .env file is read with --env-file.',
      ...unread(process.env)
        .map(explainUnread)
        .filter((sentence) => !error.message.includes(sentence)),
    ].join('\n');
  if (verbose || !isPartnerApiError(error)) return error.stack ?? error.message;
  const { message, hint } = error;
  // The sentence ends with the hint, which has a line of its own here.
  return hint === undefined ? message : `${message.replace(` ${hint}`, '')}\n${hint}`;
}
