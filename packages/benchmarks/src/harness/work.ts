import type { Metric } from './metrics.ts';

/** What one turn of a contestant measured. */
export type Sample = Readonly<Partial<Record<Metric, number>>>;

/** The rounds of every contestant, in the order in which they are shown. Round `n` of all was measured one after the other. */
export type Samples = Readonly<Record<string, readonly Sample[]>>;

/** One thing that is measured: contestants that do the same work, and what is wanted of ours. */
export interface Work {
  /** In kebab-case; the name of its plot. */
  readonly id: string;
  /** What is done, for the first column. */
  readonly title: string;
  /** What the numbers are per: a call, an event. */
  readonly unit: string;
  readonly samples: Samples;
  readonly goals: readonly Goal[];
  /** Numbers along the way, `[how much was done, bytes of heap]`, where they are the point. */
  readonly course?: readonly (readonly [number, number])[];
  readonly plot?: Plot;
}

/** `bars`: CPU time or what else the goal is about, one bar for each contestant. `sizes`: contestants are sizes of one thing. `course`: a line. */
export interface Plot {
  readonly kind: 'bars' | 'sizes' | 'course';
  readonly metric: Metric;
  /** What the horizontal axis of a line has. */
  readonly across?: string;
}

/**
 * What is wanted. `ratio`: ours by theirs. `speed`: theirs by ours, so that more is better. `difference`: ours less theirs. `value`: ours
 * alone.
 */
export interface Goal extends Held {
  /** The contestant that is held to it. */
  readonly of: string;
  /** Against whom; of several, the one with the best median. */
  readonly by?: string | readonly string[];
  /** What the short form is held to instead: far beyond the goal, and by CPU time where there is any, which a busy machine changes least. */
  readonly alarm: Held;
}

/** A reading and its limit. */
export interface Held {
  readonly as: 'ratio' | 'speed' | 'difference' | 'value';
  readonly metric: Metric;
  readonly limit: Limit;
}

/** At most, or at least, so much. */
export type Limit = { readonly most: number } | { readonly least: number };
