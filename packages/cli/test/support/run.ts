import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createSandbox, type Sandbox } from '@partner-apis/sandbox';
import { onTestFinished } from 'vitest';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line as a process of its own, with these variables and what Node.js needs. */
export async function run(env: Readonly<Record<string, string>>, ...args: string[]): Promise<Outcome> {
  const child = start(env, ...args);
  child.stdin.end();
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code: Number(code), out, err };
}

/** The same, under way. */
export function start(
  env: Readonly<Record<string, string>>,
  ...args: string[]
): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, ['--conditions=@partner-apis/source', CLI, ...args], {
    stdio: 'pipe',
    env: { PATH: process.env['PATH'], ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** A sandbox that listens, with the variables that lead to it. */
export async function served(): Promise<{ sandbox: Sandbox; env: Record<string, string> }> {
  const sandbox = createSandbox();
  onTestFinished(() => sandbox.close());
  const { urls } = await sandbox.listen();
  return { sandbox, env: sandbox.environment(urls) };
}
