/** One way in which the SDK could be wrong, and the tests of which one at least must then fail. */
export interface Mutant {
  /** What it does wrong. */
  readonly name: string;
  /** File under the target's `source`, a text that is in it once, and what stands there instead. */
  readonly edits: readonly (readonly [file: string, find: string, replace: string])[];
  /** Test files under the target's `tests`, without `.test.ts`. */
  readonly tests: readonly string[];
}

/** A part of the SDK that is broken in many ways, one at a time. */
export interface Target {
  /** What it is, as in "breaks the …". */
  readonly what: string;
  /** Folder of its sources, from the root of the repository. */
  readonly source: string;
  /** Folder of its tests. */
  readonly tests: string;
  readonly mutants: readonly Mutant[];
}
