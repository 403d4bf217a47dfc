import { open, rm, type FileHandle } from 'node:fs/promises';
import { UsageError } from './usage-error.ts';

/** The file of `--out`: made before any work is done, so that no work is lost for want of a place. */
export class OutputFile {
  readonly #path: string;
  readonly #handle: FileHandle;
  #written = false;

  private constructor(path: string, handle: FileHandle) {
    this.#path = path;
    this.#handle = handle;
  }

  /** @throws UsageError where there is something already, or nothing can be written. */
  static async create(path: string): Promise<OutputFile> {
    try {
      return new OutputFile(path, await open(path, 'wx'));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
      throw new UsageError(`--out: ${path} cannot be written (${code}).`);
    }
  }

  /** Puts a text in the place of the one before. */
  async write(text: string): Promise<void> {
    this.#written = true;
    // Written over what is there before that is cut: whoever is killed in between loses nothing.
    await this.#handle.write(text, 0);
    await this.#handle.truncate(Buffer.byteLength(text));
  }

  /** Closes the file, and takes it away again where nothing was written. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
    if (!this.#written) await rm(this.#path, { force: true });
  }
}
