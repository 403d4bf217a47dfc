import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Program, type Start } from './program.ts';

/** A folder of its own and the programs of one try: with it they end, and the folder goes. */
export class Machine implements AsyncDisposable {
  readonly folder: string;
  readonly #ending: (() => unknown)[] = [];

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<Machine> {
    return new Machine(await mkdtemp(join(tmpdir(), 'prove-')));
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Writes a file, readable by nobody else, and says where it is. */
  async write(name: string, content: string | Uint8Array): Promise<string> {
    const path = this.path(name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content, { mode: 0o600 });
    return path;
  }

  /** Starts a program that ends with the machine, if not before. */
  async start(start: Start): Promise<Program> {
    const program = await Program.start(start);
    this.atEnd(() => program.stop());
    return program;
  }

  /** Something else to be undone at the end. */
  atEnd(undo: () => unknown): void {
    this.#ending.push(undo);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // All at once: some take their time.
    await Promise.all(this.#ending.reverse().map((undo) => undo()));
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A port of this machine that is free at the moment, for programs that cannot choose one themselves. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
