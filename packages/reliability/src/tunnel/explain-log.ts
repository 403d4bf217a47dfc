import { runCli } from '@partner-apis/cli';
import type { Machine } from '../machine/machine.ts';

/** What `partner-apis stunnel explain` makes of a log: a line per cause. */
export async function explainLog(machine: Machine, log: string): Promise<string> {
  const file = await machine.write('explained.log', log);
  let said = '';
  const stdout = { write: (piece: string | Uint8Array) => (said += String(piece)) !== '' };
  await runCli(['stunnel', 'explain', file], { stdout, stderr: stdout });
  return said.trim();
}
