import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Work } from './work.ts';

/** A process on the other side of what is measured. */
export interface Helper {
  /** `http://127.0.0.1:port`, where it listens. */
  readonly origin: string;
  /** Tells it something; resolves to its answer. */
  ask(message: object): Promise<unknown>;
  stop(): void;
}

/** Starts a process from `servers/`. Its first message is its port. */
export async function startHelper(script: string, ...args: readonly string[]): Promise<Helper> {
  const child = start(`../servers/${script}`, args);
  const [port] = await nextMessage(child);
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    async ask(message) {
      const answer = nextMessage(child);
      child.send(message);
      const [content] = await answer;
      return content;
    },
    stop: () => child.disconnect(),
  };
}

/** Runs a scenario to its end in a process of its own; what it has measured. */
export async function runScenario(name: string, form: 'full' | 'short'): Promise<readonly Work[]> {
  const [works] = await runToEnd('../run-scenario.ts', [name, form]);
  // Boundary: our own process says what `Run` promises.
  return works as readonly Work[];
}

/** Runs a process from `processes/` to its end; its one message. */
export async function runProcess(script: string, args: readonly string[]): Promise<unknown> {
  const [message] = await runToEnd(`../processes/${script}`, args);
  return message;
}

async function runToEnd(script: string, args: readonly string[]): Promise<unknown[]> {
  const child = start(script, args);
  const ended = once(child, 'exit');
  const message = await nextMessage(child);
  await ended;
  return message;
}

/** Packages are resolved as users resolve them: without the condition for sources. Garbage can be collected on demand. */
function start(script: string, args: readonly string[]): ChildProcess {
  const file = fileURLToPath(new URL(script, import.meta.url));
  return fork(file, args, { execArgv: ['--expose-gc'], serialization: 'advanced' });
}

async function nextMessage(child: ChildProcess): Promise<unknown[]> {
  const gone = new AbortController();
  const died = once(child, 'exit', { signal: gone.signal }).then(([code]) => {
    throw new Error(`A process of the benchmark ended with ${String(code)} before it had an answer.`);
  });
  try {
    const message: unknown[] = await Promise.race([once(child, 'message'), died]);
    return message;
  } finally {
    // The loser is let go; its rejection is of no interest.
    died.catch(() => {});
    gone.abort();
  }
}
