import { parseArgs } from 'node:util';

/** What was asked for on the command line. */
export interface Asked {
  /** Scenarios to run, in the order of the page. */
  readonly names: readonly string[];
  /** A missed goal is a failure. */
  readonly check: boolean;
  readonly short: boolean;
  readonly help: boolean;
}

/** Was called in a way that cannot be meant. The message says what can. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const usage = (known: readonly string[]): string =>
  `Usage: pnpm bench [NAME...] [--check] [--short]

  NAME     runs only these: ${known.join(', ')}
  --check  exits with 1 where a goal is missed
  --short  the form for CI: little work, held to wide margins, writes nothing
  --help   this text

Writes docs/benchmarks.md, with the rows of what was run; those of other scenarios stay.`;

/** Reads the command line. Throws {@link UsageError}. */
export function readArguments(args: readonly string[], known: readonly string[]): Asked {
  const { values, positionals } = parse(args, known);
  const strangers = positionals.filter((name) => !known.includes(name));
  if (strangers.length > 0) {
    throw new UsageError(
      `There is no benchmark named ${strangers.join(', ')}; there are ${known.join(', ')}.`,
    );
  }
  const { check = false, short = false, help = false } = values;
  const names = known.filter((name) => positionals.length === 0 || positionals.includes(name));
  return { names, check, short, help };
}

function parse(args: readonly string[], known: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { check: { type: 'boolean' }, short: { type: 'boolean' }, help: { type: 'boolean' } },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage(known)}`);
  }
}
