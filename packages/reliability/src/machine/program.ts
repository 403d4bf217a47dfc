import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { delimiter } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a program shows that it is ready: a line of its output, or a port of this machine that takes connections. */
export type Readiness = { readonly line: RegExp } | { readonly port: number };

/** What to start. */
export interface Start {
  readonly command: string;
  readonly args: readonly string[];
  readonly ready: Readiness;
  /** Beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** How long a program may take to get ready, and to end once it is told to. Milliseconds. */
const PATIENCE_MS = 15_000;

/** Where Debian puts servers, which the PATH of a user may lack. */
const PATH = [process.env['PATH'] ?? '', '/usr/sbin', '/sbin'].join(delimiter);

/** A program that runs beside this one, with what it has written so far. */
export class Program {
  readonly #command: string;
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;
  readonly #onOutput = new Set<() => void>();
  #output = '';

  private constructor({ command, args, env }: Start) {
    this.#command = command;
    this.#child = spawn(command, args, {
      env: { ...process.env, ...env, PATH },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#exit = once(this.#child, 'exit').catch((error: unknown) => error);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
        for (const listener of this.#onOutput) listener();
      });
    }
  }

  /** Starts a program and waits until it is ready. Rejects with what it has written when it is not. */
  static async start(start: Start): Promise<Program> {
    const program = new Program(start);
    const ready =
      'line' in start.ready ? program.says(start.ready.line) : program.#listensOn(start.ready.port);
    try {
      await Promise.race([ready, program.#exit.then(() => Promise.reject(program.#failure('ended')))]);
    } catch (error) {
      await program.stop();
      throw error;
    }
    return program;
  }

  /** Its process id. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Everything it has written. */
  get output(): string {
    return this.#output;
  }

  /** Resolves once it has written something; `from`: characters of {@link output} that do not count. */
  async says(pattern: RegExp, from = 0): Promise<void> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const look = (): void => {
      if (pattern.test(this.#output.slice(from))) resolve();
    };
    const giveUp = (): void => reject(this.#failure(`did not say ${String(pattern)}`));
    signal.addEventListener('abort', giveUp, { once: true });
    this.#onOutput.add(look);
    look();
    try {
      await promise;
    } finally {
      this.#onOutput.delete(look);
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** SIGHUP, SIGUSR1: whatever the program does then. */
  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Nothing of it moves until {@link thaw}; its sockets stay open. */
  freeze(): void {
    this.signal('SIGSTOP');
  }

  thaw(): void {
    this.signal('SIGCONT');
  }

  /** Ends it at once, as a crash would. */
  async crash(): Promise<void> {
    this.signal('SIGKILL');
    await this.#exit;
  }

  /** Asks it to end, and ends it when it does not. */
  async stop(): Promise<void> {
    this.thaw();
    this.signal('SIGTERM');
    const given = new AbortController();
    const late = sleep(PATIENCE_MS, undefined, { signal: given.signal }).then(
      () => this.signal('SIGKILL'),
      () => undefined,
    );
    await this.#exit;
    given.abort();
    await late;
  }

  async #listensOn(port: number): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    while (performance.now() < end) {
      if (await accepts(port)) return;
      await sleep(20);
    }
    throw this.#failure(`does not listen on port ${port}`);
  }

  #failure(what: string): Error {
    return new Error(`${this.#command} ${what}. It wrote:\n${this.#output.trim() || '(nothing)'}`);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
