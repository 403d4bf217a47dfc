import { fork } from 'node:child_process';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Claim, Evidence, Trial } from './claim.ts';
import { isInstalled } from './installed.ts';

/** What the process of a claim says to the one that waits for it. */
export type Message = { readonly progress: string } | { readonly evidence: Evidence };

/** Tries a claim in a process of its own, so that nothing of one is left to the next. */
export async function tryClaim(
  claim: Claim,
  { short, progress }: { short: boolean; progress: (line: string) => void },
): Promise<Trial> {
  const started = performance.now();
  const trial = (outcome: Trial['outcome'], { rows, missed }: Evidence): Trial => ({
    outcome,
    on: new Date().toISOString().slice(0, 10),
    seconds: Math.round((performance.now() - started) / 1000),
    machine: machine(),
    rows,
    missed,
  });
  const missing = await lacking(claim);
  if (missing !== undefined) return trial('skipped', { rows: [], missed: [missing] });
  const evidence = await inProcess(claim.id, short, progress);
  return trial(evidence.missed.length === 0 ? 'held' : 'fell short', evidence);
}

async function lacking({ needs = [], missing }: Claim): Promise<string | undefined> {
  const absent = needs.filter((command) => !isInstalled(command));
  return absent.length > 0 ? `Not installed here: ${absent.join(', ')}.` : missing?.();
}

function inProcess(id: string, short: boolean, progress: (line: string) => void): Promise<Evidence> {
  const child = fork(
    fileURLToPath(new URL('run-claim.ts', import.meta.url)),
    [id, ...(short ? ['--short'] : [])],
    {
      execArgv: ['--conditions=@partner-apis/source', '--expose-gc'],
    },
  );
  let evidence: Evidence | undefined;
  child.on('message', (message) => {
    // Boundary: our own process sent it.
    const said = message as Message;
    if ('evidence' in said) evidence = said.evidence;
    else progress(said.progress);
  });
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      const died = { rows: [], missed: [`Its process ended with ${signal ?? code} and without a word.`] };
      resolve(evidence ?? died);
    });
  });
}

function machine(): string {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${process.platform}-${process.arch}, ${availableParallelism()} × ${cpus()[0]?.model ?? 'CPU'}, ${memory}, Node.js ${process.versions.node}`;
}
