import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What a command printed, and the processor time of all programs in it, in microseconds. */
export async function runInShell(
  command: string,
): Promise<{ readonly stdout: string; readonly cpu: number }> {
  const { stdout } = await promisify(execFile)('sh', ['-c', `${command} && times`]);
  const lines = stdout.trimEnd().split('\n');
  // `times` prints the shell itself, then its children: user and system.
  return { stdout: lines.slice(0, -2).join('\n'), cpu: seconds(lines.at(-1) ?? '') * 1_000_000 };
}

/** Such as `0m0.120s 0m0.030s`. */
function seconds(line: string): number {
  const times = Array.from(
    line.matchAll(/(\d+)m([\d.]+)s/g),
    ([, minutes, rest]) => Number(minutes) * 60 + Number(rest),
  );
  return times.reduce((sum, time) => sum + time, 0);
}
