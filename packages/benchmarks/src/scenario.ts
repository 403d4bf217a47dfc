export interface Scenario {
  /** What one call does. */
  title: string;
  /** Calls in a row before the next contestant has its turn. */
  callsPerRound: number;
  rounds: number;
  limit: Limit;
  start(): Promise<Running>;
}

/** Who is held to how much, in CPU time of the first contestant. */
export interface Limit {
  contestant: string;
  ratio: number;
}

export interface Running {
  /** The first is the reference. */
  contestants: Record<string, () => Promise<unknown>>;
  stop(): Promise<void>;
}

/** What a benchmark found out. */
export interface Outcome {
  /** For people. */
  text: string;
  /** One line per limit that was passed. */
  complaints: readonly string[];
}
