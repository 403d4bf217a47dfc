import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AstralClient } from '@partner-apis/astral';
import { createSandbox } from '@partner-apis/sandbox';
import type { Claim } from '../claim.ts';
import { diskCases } from './disk-cases.ts';

/** Longer than any case takes: what hangs is told so. */
const LONGEST_MS = 60_000;

export const hostileDisks: Claim = {
  id: 'hostile-disks',
  holds:
    'Whatever a disk does, a download ends with a clear error, and nothing that is not whole has a final name.',
  how:
    'Packets and files of a sandbox arrive on a full disk and a read-only one (a tmpfs of one megabyte; skipped where this user may mount none), under a limit for the size of files, into a folder that is swapped for a link meanwhile, over a file that ' +
    'becomes a pipe; a pipe stands where a file to upload or a file of cursors should be; and a process is killed (SIGKILL) while a packet arrives. After each, the folder is looked at.',
  short: true,
  needs: ['mkfifo', 'prlimit'],
  async run(options) {
    const sandbox = createSandbox({ seed: 'disks' });
    const server = await sandbox.listen({ port: 0 });
    const { apiKey } = server.credentials.astral;
    const baseUrl = server.urls.astral;
    const files = ['a', 'b', 'c'].map((name) => ({ name, data: randomBytes(1_500_000) }));
    const { id: packetId, files: kept } = await sandbox.astral.addPacket(files, {
      owner: sandbox.astral.participant().id,
    });
    sandbox.faults.inject({ vendor: 'astral', kind: 'slow', delayMs: 1_000 });
    const rows = [];
    const missed: string[] = [];
    for (const one of diskCases) {
      const folder = await mkdtemp(join(tmpdir(), 'disks-'));
      await using astral = new AstralClient({ baseUrl, apiKey });
      const disk = {
        astral,
        baseUrl,
        apiKey,
        packetId,
        fileId: kept[0]?.id ?? '',
        folder,
        short: options.short,
      };
      const over = new Promise<{ ends: string; left: string[] }>((resolve) => {
        setTimeout(() => resolve({ ends: 'no end', left: [] }), LONGEST_MS).unref();
      });
      const found = await Promise.race([one.run(disk), over]);
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
      options.progress(`${one.name}: ${found?.ends ?? 'skipped'}`);
      rows.push({
        disk: one.name,
        ends: found?.ends ?? 'skipped: this user may not mount a disk',
        'left behind': found?.left.length ?? '',
      });
      if (found === undefined) continue;
      if (!one.ends.includes(found.ends))
        missed.push(`${one.name}: ended with ${found.ends} where ${one.ends.join(' or ')} was expected.`);
      if (found.left.length > 0) missed.push(`${one.name}: ${found.left.join(', ')} is left.`);
    }
    await sandbox.close();
    return { rows, missed };
  },
};
