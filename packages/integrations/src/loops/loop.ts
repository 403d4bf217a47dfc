/** Anything that runs until it is stopped and tells how it is doing: a consumer, a feed, a forwarder. */
export interface Loop {
  /** Resolves after a stop; rejects when it cannot go on. */
  run(): Promise<unknown>;
  /** Resolves when it has stopped. */
  stop(): Promise<unknown>;
  /** How it is doing: the name of its `state`, and whether it does its work (`live`). */
  health(): { readonly state: string; readonly live: boolean };
}

/** What a health check says about a loop: its state, and the numbers it tells. No text of an error: a check may be public. */
export interface LoopReport {
  /** Whether it does its work. */
  readonly live: boolean;
  /** What it is doing. */
  readonly state: string;
  readonly [member: string]: string | number | boolean;
}

/** Where the end of a loop is told. */
export interface LoopLog {
  error(message: string, error: unknown): void;
}

/** A loop under a name, run once and stopped once. */
export class RunningLoop {
  readonly name: string;
  readonly #loop: Loop;
  readonly #log: LoopLog;
  #run: Promise<void> | undefined;

  constructor(name: string, loop: Loop, log: LoopLog) {
    this.name = name;
    this.#loop = loop;
    this.#log = log;
  }

  /** Begins. What ends the loop is logged and seen in {@link report}: a process that serves other requests goes on serving them. */
  start(): void {
    this.#run ??= this.#loop.run().then(
      () => undefined,
      (error: unknown) =>
        this.#log.error(
          `${this.name} has ended and does no more work until the process is started again`,
          error,
        ),
    );
  }

  /** Resolves when the loop has stopped: its handlers are done or given up, as the loop's own limits say. */
  async stop(): Promise<void> {
    await this.#loop.stop();
    await this.#run;
  }

  report(): LoopReport {
    const { state, live, ...members } = this.#loop.health();
    const numbers = Object.entries(members).filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number',
    );
    return { live, state, ...Object.fromEntries(numbers) };
  }
}
