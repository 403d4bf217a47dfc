import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A process of process.ts that can be killed and started again. */
export class Mortal {
  /** What it said when it ended without having been killed. */
  readonly faults: string[] = [];
  /** Resolves when it has connected, or has ended. */
  ready: Promise<unknown> = Promise.resolve();
  readonly #command: readonly string[];
  readonly #arguments: readonly string[];
  #child: ChildProcess | undefined;

  /** @param on - What it is run under, such as `ip netns exec NAME`. */
  constructor(parameters: readonly string[], on: readonly string[] = []) {
    this.#arguments = parameters;
    const file = fileURLToPath(new URL('process.ts', import.meta.url));
    this.#command = [...on, process.execPath, '--conditions=@partner-apis/source', file, ...parameters];
  }

  async start(): Promise<void> {
    const [program = '', ...parameters] = this.#command;
    const child = spawn(program, parameters, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.#child = child;
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2_000)));
    child.once('exit', (code, signal) => {
      if (signal !== 'SIGKILL')
        this.faults.push(`${this.#arguments[0]} ended by itself (${code ?? signal}): ${said}`);
    });
    this.ready = new Promise((resolve) => {
      child.once('message', resolve);
      child.once('exit', resolve);
    });
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  /** Stops its time, and lets it go on: a host that hangs. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child?.kill(name);
  }
}

/** Resolves after so many milliseconds of real time. */
export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
