import type { Work } from './work.ts';

/** What a scenario is told. */
export interface Settings {
  /** The form for CI: few rounds of little work, held to the alarms. */
  readonly short: boolean;
}

/** Measures, in a process of its own. */
export type Run = (settings: Settings) => Promise<readonly Work[]>;

/** A scenario as the command line and the page know it. */
export interface Scenario {
  readonly title: string;
  /** How it is measured, for the page. */
  readonly method: string;
  /** What the hand-written side does not do and ours does. */
  readonly leavesOut?: string;
  /** How low it can go at all, where a goal is below that: what was tried, and what it would take. */
  readonly floor?: string;
  readonly load: () => Promise<{ readonly run: Run }>;
}

/** What a scenario found out, as it is kept. */
export interface Result {
  readonly scenario: string;
  /** ISO 8601. */
  readonly measuredAt: string;
  /** How long it took. */
  readonly seconds: number;
  readonly machine: Machine;
  /** Share of all processor time that others used in the second before, 0 to 1. */
  readonly busy: number;
  readonly works: readonly Work[];
}

/** Where it was measured, and with what. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly system: string;
  /** Versions of Node.js and of the libraries that are compared or used. */
  readonly versions: Readonly<Record<string, string>>;
}
