/** Something the documentation says about reliability, and how it is tried. */
export interface Claim {
  /** Kebab-case; `pnpm prove ID` tries this one. */
  id: string;
  /** What holds, in one sentence a user understands. */
  holds: string;
  /** How it is tried: what runs, what is broken, what is counted. Markdown, one paragraph. */
  how: string;
  /** Whether `--short` tries it too. It then has {@link RunOptions.short}. */
  short: boolean;
  /** Commands that the machine must have (`stunnel`, `nginx`); without one the claim is skipped, visibly. */
  needs?: readonly string[];
  /** What else the machine must have; a sentence that says what is missing, or undefined. */
  missing?: () => Promise<string | undefined>;
  /** Tries it. What it throws counts as a claim that fell short. */
  run(options: RunOptions): Promise<Evidence>;
}

export interface RunOptions {
  /** A smaller form, for CI: fewer rounds, never other checks. */
  readonly short: boolean;
  /** One line of progress for whoever waits. */
  progress(line: string): void;
}

/** What a try has shown. */
export interface Evidence {
  /** A table: its columns are the members of the first row. */
  rows: readonly Readonly<Record<string, string | number>>[];
  /** Where the claim fell short, a sentence each; empty when it holds. */
  missed: readonly string[];
}

/** A try that is over, as it is kept and printed. */
export interface Trial extends Evidence {
  outcome: 'held' | 'fell short' | 'skipped';
  /** ISO date. */
  on: string;
  seconds: number;
  machine: string;
}
