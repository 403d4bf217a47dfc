import { closeSync, ftruncateSync, lstatSync, openSync, rmSync, writeSync } from 'node:fs';
import { isErrorLike } from '../errors/error-like.ts';
import { type HarEntry, HEAD, TAIL } from './har-types.ts';

/**
 * A HAR file that is whole after every entry: each is written together with the end of the file, over the end that was there, by one call of
 * the system, so that a process that is killed takes none of them with it. Killed within that call it may leave the last entry cut off;
 * each entry is one line, and `replayHar` reads those before it.
 */
export class HarFile {
  readonly #path: string;
  readonly #file: number;
  #end: number;
  #first = true;
  #closed = false;

  /**
   * Makes the file anew. What was there is taken away and not written over: whoever has it open, or reaches it by another name, is not to
   * read on.
   *
   * @throws The system's error where the file cannot be made, and an error for a link or anything else that is no file.
   */
  constructor(path: string) {
    const there = lstatSync(path, { throwIfNoEntry: false });
    if (there !== undefined) {
      if (!there.isFile()) throw new Error(`${path} is there and is no file`);
      rmSync(path);
    }
    this.#path = path;
    // What others wrote to vendors is nobody else's business. `x`: nor is it written through a link that appeared meanwhile.
    this.#file = openSync(path, 'wx', 0o600);
    this.#end = this.#write(HEAD + TAIL, 0) - Buffer.byteLength(TAIL);
  }

  /** Adds an entry. Where the disk takes no more, the recording ends with the entry before, and the calls go on. */
  add(entry: HarEntry): void {
    if (this.#closed) return;
    const text = `${this.#first ? '' : ','}${JSON.stringify(entry)}\n`;
    try {
      this.#write(text + TAIL, this.#end);
    } catch (error) {
      this.#giveUp(error);
      return;
    }
    this.#first = false;
    this.#end += Buffer.byteLength(text);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#file);
  }

  #giveUp(error: unknown): void {
    try {
      ftruncateSync(this.#file, this.#end);
      this.#write(TAIL, this.#end);
    } catch {
      // It is cut off then, and can be read up to there.
    }
    this.close();
    const why = isErrorLike(error) ? error.message : String(error);
    process.emitWarning(`recordHar: ${this.#path} takes no more, and ends here: ${why}.`);
  }

  /** Writes at a place; the place behind it. */
  #write(text: string, at: number): number {
    const bytes = Buffer.from(text);
    let done = 0;
    // Once, as a rule: a system may take less than it was given.
    while (done < bytes.length) done += writeSync(this.#file, bytes, done, bytes.length - done, at + done);
    return at + done;
  }
}
