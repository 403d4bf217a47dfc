import { ConfigurationError } from '@partner-apis/core';
import { type Loop, type LoopLog, type LoopReport, RunningLoop } from './loop.ts';

/** The loops of one application, by name. */
export class Loops {
  readonly #byName = new Map<string, RunningLoop>();

  /** @throws ConfigurationError where another loop has the name. */
  add(name: string, loop: Loop, log: LoopLog): RunningLoop {
    if (this.#byName.has(name)) {
      throw new ConfigurationError(`Two loops are named ${name}; give each a name of its own.`);
    }
    const running = new RunningLoop(name, loop, log);
    this.#byName.set(name, running);
    return running;
  }

  /** @throws ConfigurationError for a name that no loop has. */
  report(name: string): LoopReport {
    const loop = this.#byName.get(name);
    if (loop === undefined) {
      const names = [...this.#byName.keys()].join(', ');
      throw new ConfigurationError(
        `No loop is named ${name}; there ${names === '' ? 'is none' : `are: ${names}`}.`,
      );
    }
    return loop.report();
  }

  reports(): Readonly<Record<string, LoopReport>> {
    return Object.fromEntries([...this.#byName].map(([name, loop]) => [name, loop.report()]));
  }
}
