import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Trial } from './claim.ts';

/** What came of the last full try of each claim, in a JSON file each: a page can then be written after one claim was tried. */
export class Trials {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true });
  }

  save(id: string, trial: Trial): void {
    writeFileSync(join(this.#directory, `${id}.json`), `${JSON.stringify(trial, null, 2)}\n`);
  }

  all(): ReadonlyMap<string, Trial> {
    const files = readdirSync(this.#directory).filter((name) => name.endsWith('.json'));
    return new Map(
      files.map((name) => [
        name.replace(/\.json$/, ''),
        // Boundary: save() wrote it.
        JSON.parse(readFileSync(join(this.#directory, name), 'utf8')) as Trial,
      ]),
    );
  }
}
