import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { Output } from '../output.ts';
import { UsageError } from '../usage-error.ts';
import { causes } from './causes.ts';
import { initTunnel } from './init.ts';

const HELP = `Usage: partner-apis stunnel init --cert FILE --connect production|demo|HOST:PORT --out DIR [options]
       partner-apis stunnel explain [FILE]

init     writes client.conf and tls_client.service after section 2 of the Astral.Platform manual, every line with a
         comment, and says the next steps; what is there already stays as it is
explain  reads a stunnel log, or standard input, and says what is wrong and what to do, one line per cause

Options of init:
  --cert <file>       your certificate
  --connect <where>   production, demo, or host and port
  --out <dir>         where the files go
  --accept <address>  where programs of this machine connect to; 127.0.0.1:8000
  --flavour <which>   cryptopro (as the manual has it), or openssl-gost
  --lang <language>   of the comments: en or ru

Exit code: 0 done, or nothing known was found in the log; 1 something was found; 2 wrong use.
`;

/** `partner-apis stunnel`. */
export async function stunnelCommand(args: string[], output: Output): Promise<number> {
  const { stdout } = output;
  const { values, positionals } = read(args);
  if (values.help) {
    stdout.write(HELP);
    return 0;
  }
  const [action, file, ...more] = positionals;
  const { help: _, ...options } = values;
  if (action === 'init' && file === undefined) return initTunnel(options, output);
  if (action !== 'explain' || more.length > 0 || Object.keys(options).length > 0)
    throw new UsageError('stunnel takes: init with its options, or explain [FILE].');
  const counts = await count(file);
  for (const [{ wrong, advice }, times] of counts) stdout.write(`${wrong} ${advice} (lines: ${times})\n`);
  if (counts.size === 0) stdout.write('The log holds no failure that is known here.\n');
  return counts.size === 0 ? 0 : 1;
}

/** How often each cause stands in the log, in the order in which they first appear. Reads line by line, so logs of any size do. */
async function count(file: string | undefined): Promise<Map<(typeof causes)[number], number>> {
  const counts = new Map<(typeof causes)[number], number>();
  // By connection: what was told of it already. Another one with the same number tells anew.
  const covered = new Map<string, RegExp>();
  try {
    const lines =
      file === undefined ? createInterface({ input: process.stdin }) : (await open(file)).readLines();
    for await (const line of lines) {
      const connection = /LOG\d\[([^\]]+)\]/.exec(line)?.[1] ?? '';
      if (line.includes('accepted connection')) covered.delete(connection);
      if (covered.get(connection)?.test(line) === true) continue;
      const cause = causes.find(({ pattern }) => pattern.test(line));
      if (cause === undefined) continue;
      if (cause.covers !== undefined) covered.set(connection, cause.covers);
      counts.set(cause, (counts.get(cause) ?? 0) + 1);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new UsageError(`${file ?? 'Standard input'} cannot be read (${code}).`);
  }
  return counts;
}

function read(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        cert: { type: 'string' },
        connect: { type: 'string' },
        accept: { type: 'string' },
        flavour: { type: 'string' },
        out: { type: 'string' },
        lang: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
