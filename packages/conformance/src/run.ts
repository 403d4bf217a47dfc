import { execFile } from 'node:child_process';
import { delimiter, dirname } from 'node:path';

export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  /**
   * A process that does not end by itself is killed and counts as failed, in milliseconds. The default is long enough for an install
   * over a slow line.
   */
  readonly timeout?: number;
  /** Set beside what a stranger's shell has. */
  readonly env?: Readonly<Record<string, string>>;
  /** Looked into for programs before everything else. */
  readonly path?: string;
}

const TIMEOUT_MS = 120_000;

/**
 * The environment of a stranger's shell: no settings of the script that started us, and this Node.js first on PATH, because the
 * machine may have an older one.
 */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign =
    /^(npm_(?!config_(registry|cache|userconfig|cafile|proxy|https_proxy|noproxy))|pnpm_|NODE_(?!EXTRA_CA_CERTS$)|VITEST|TEST$|FORCE_COLOR$)/i;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(kept),
    PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`,
    NO_COLOR: '1',
  };
}

/** Runs a program to its end, whatever that is. */
export function run(
  file: string,
  args: readonly string[],
  cwd: string,
  { timeout = TIMEOUT_MS, env = {}, path }: RunOptions = {},
): Promise<Outcome> {
  const clean = cleanEnvironment();
  const programs = path === undefined ? {} : { PATH: `${path}${delimiter}${clean['PATH'] ?? ''}` };
  return new Promise((resolve) => {
    const child = execFile(
      file,
      args,
      {
        cwd,
        timeout,
        killSignal: 'SIGKILL',
        env: { ...clean, ...programs, ...env },
        maxBuffer: 16 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        const killed = error?.killed === true ? `\nkilled after ${timeout} ms` : '';
        resolve({ code, stdout, stderr: `${stderr}${code === -1 ? error?.message : ''}${killed}` });
      },
    );
    child.stdin?.end();
  });
}

/** The same for a program that has to succeed: its output, or an error that shows what it printed. */
export async function runOrThrow(
  file: string,
  args: readonly string[],
  cwd: string,
  options: RunOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await run(file, args, cwd, options);
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${code}\n${stdout}\n${stderr}`);
  return stdout;
}
