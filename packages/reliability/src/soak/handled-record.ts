import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/** Bytes of one number. */
const WIDTH = 4;

/** The side of a consumer: notes each handled event in a file, for good, before its handler resolves: what is written outlives a SIGKILL. */
export function handledNotes(path: string): (number: number) => void {
  const file = openSync(path, 'a');
  return (number) => {
    writeSync(file, Uint32Array.of(number));
  };
}

/** The side of whoever checks: how often each event was handled, as far as the file tells at this moment. */
export class HandledRecord {
  readonly times: Uint16Array;
  readonly #file: number;
  #offset = 0;

  constructor(path: string, capacity: number) {
    this.times = new Uint16Array(capacity);
    this.#file = openSync(path, 'a+');
  }

  /** Reads what was noted since. */
  update(): void {
    const chunk = new Uint32Array(16_384);
    for (;;) {
      const bytes = readSync(this.#file, chunk, 0, chunk.byteLength, this.#offset);
      const whole = Math.floor(bytes / WIDTH);
      for (const number of chunk.subarray(0, whole)) this.times[number] = (this.times[number] ?? 0) + 1;
      this.#offset += whole * WIDTH;
      if (whole === 0) return;
    }
  }

  close(): void {
    closeSync(this.#file);
  }
}
