import { closeSync, openSync, writeSync } from 'node:fs';
import { type HarEntry, HEAD, TAIL } from './har-types.ts';

/**
 * A HAR file that is whole after every entry: each is written together with the end of the file, over the end that was there. What is written
 * is in the hands of the system at once, so that a process that is killed takes nothing with it.
 */
export class HarFile {
  readonly #file: number;
  #end: number;
  #first = true;
  #closed = false;

  /** @throws The system's error where the file cannot be made. */
  constructor(path: string) {
    // What others wrote to vendors is nobody else's business.
    this.#file = openSync(path, 'w', 0o600);
    this.#end = this.#write(HEAD, 0);
    this.#write(TAIL, this.#end);
  }

  add(entry: HarEntry): void {
    if (this.#closed) return;
    const text = `${this.#first ? '' : ','}\n${JSON.stringify(entry)}`;
    this.#first = false;
    const size = Buffer.byteLength(text);
    this.#write(text + TAIL, this.#end);
    this.#end += size;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#file);
  }

  /** Writes at a place; the place behind it. */
  #write(text: string, at: number): number {
    const bytes = Buffer.from(text);
    let done = 0;
    while (done < bytes.length) done += writeSync(this.#file, bytes, done, bytes.length - done, at + done);
    return at + done;
  }
}
