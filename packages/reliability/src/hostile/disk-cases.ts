import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { AstralClient } from '@partner-apis/astral';
import { fileCursorStore, isPartnerApiError } from '@partner-apis/core';

/** What a case has to work with. */
export interface Disk {
  readonly astral: AstralClient;
  /** Where the client's server is, for a process of its own. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** A packet of several megabytes that arrives over a second. */
  readonly packetId: string;
  readonly fileId: string;
  /** An empty folder. */
  readonly folder: string;
  readonly short: boolean;
}

/** A disk that does not do what it should. */
export interface DiskCase {
  readonly name: string;
  /** Tries it; what it came to, and what is left that should not be. Undefined where it cannot be tried here. */
  run(disk: Disk): Promise<{ readonly ends: string; readonly left: readonly string[] } | undefined>;
  readonly ends: readonly string[];
}

const PROGRAM = fileURLToPath(new URL('extracting.ts', import.meta.url));

function child({ baseUrl, apiKey, packetId }: Disk, target: string, wrapper: readonly string[] = []) {
  const [command = '', ...args] = [
    ...wrapper,
    process.execPath,
    '--conditions=@partner-apis/source',
    PROGRAM,
    baseUrl,
    apiKey,
    packetId,
    target,
  ];
  return spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** The end of a call: `ok`, or code and reason. */
async function endOf(call: PromiseLike<unknown>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    if (!isPartnerApiError(error)) return String(error);
    return `${error.code} ${String(Reflect.get(error, 'reason') ?? '')}`.trim();
  }
}

/** A file system of one megabyte in memory; undefined where this process may not mount one. */
function smallDisk(folder: string, options = 'size=1m'): Disposable | undefined {
  const path = join(folder, 'disk');
  mkdirSync(path);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    rmSync(path, { recursive: true });
    return undefined;
  }
  return { [Symbol.dispose]: () => void execFileSync('umount', [path]) };
}

async function onSmallDisk(disk: Disk, call: (path: string) => PromiseLike<unknown>, options?: string) {
  using mounted = smallDisk(disk.folder, options);
  if (mounted === undefined) return undefined;
  const path = join(disk.folder, 'disk');
  return { ends: await endOf(call(path)), left: readdirSync(path) };
}

/** Does something once, as soon as bytes arrive. */
function atFirstBytes(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}

const ref = ({ packetId, fileId }: Disk) => ({ packetId, fileId });

export const diskCases: readonly DiskCase[] = [
  {
    name: 'a disk that is full: files.save',
    run: (disk) => onSmallDisk(disk, (path) => disk.astral.files.save(ref(disk), join(path, 'a'))),
    ends: ['FILE_SYSTEM ENOSPC'],
  },
  {
    name: 'a disk that is full: packets.extract',
    run: (disk) =>
      onSmallDisk(disk, (path) => disk.astral.packets.extract(disk.packetId, join(path, 'inbox'))),
    ends: ['FILE_SYSTEM ENOSPC'],
  },
  {
    name: 'a disk that is read-only: packets.extract',
    run: (disk) =>
      onSmallDisk(disk, (path) => disk.astral.packets.extract(disk.packetId, path), 'size=1m,ro'),
    ends: ['FILE_SYSTEM EROFS'],
  },
  {
    name: 'a limit for the size of files (prlimit)',
    async run(disk) {
      const target = join(disk.folder, 'inbox');
      const process = child(disk, target, ['prlimit', '--fsize=1000000']);
      const said = await text(process.stdout);
      return { ends: said.trim().split('\n').at(-1) ?? '', left: readdirSync(disk.folder) };
    },
    ends: ['failed FILE_SYSTEM EFBIG'],
  },
  {
    name: 'a folder swapped for a link while a packet arrives',
    async run(disk) {
      const [target, moved, outside] = ['inbox', 'moved', 'outside'].map((name) => join(disk.folder, name));
      if (target === undefined || moved === undefined || outside === undefined) return undefined;
      mkdirSync(target);
      mkdirSync(outside);
      const onProgress = atFirstBytes(() => {
        renameSync(target, moved);
        symlinkSync(outside, target);
      });
      const ends = await endOf(disk.astral.packets.extract(disk.packetId, target, { onProgress }));
      return { ends, left: readdirSync(outside) };
    },
    ends: ['FILE_SYSTEM ENOENT', 'FILE_SYSTEM ENOTDIR', 'FILE_SYSTEM ESTALE'],
  },
  {
    name: 'a file replaced by a pipe while the new one arrives',
    async run(disk) {
      const path = join(disk.folder, 'a');
      writeFileSync(path, 'mine');
      const onProgress = atFirstBytes(() => {
        rmSync(path);
        execFileSync('mkfifo', [path]);
      });
      const ends = await endOf(disk.astral.files.save(ref(disk), path, { overwrite: 'replace', onProgress }));
      return { ends, left: readdirSync(disk.folder).filter((name) => name !== 'a') };
    },
    ends: ['FILE_SYSTEM ENOTSUP'],
  },
  {
    name: 'a pipe in place of a file to upload',
    async run({ astral, folder }) {
      const path = join(folder, 'a');
      execFileSync('mkfifo', [path]);
      return { ends: await endOf(astral.packets.upload([{ name: 'a', data: { path } }])), left: [] };
    },
    ends: ['REQUEST_VALIDATION'],
  },
  {
    name: 'a pipe in place of a file of cursors',
    async run({ folder }) {
      const path = join(folder, 'cursors.json');
      execFileSync('mkfifo', [path]);
      return { ends: await endOf(Promise.resolve(fileCursorStore(path).load('a'))), left: [] };
    },
    ends: ['CURSOR_STORE'],
  },
  {
    name: 'SIGKILL while a packet arrives',
    async run(disk) {
      const left: string[] = [];
      let killed = 0;
      for (let n = 0; n < (disk.short ? 2 : 20); n += 1) {
        const target = join(disk.folder, `inbox-${n}`);
        const running = child(disk, target);
        await once(running.stdout, 'data');
        // Somewhere within the second that it takes.
        await sleep(n * 35);
        running.kill('SIGKILL');
        const [, signal] = await once(running, 'close');
        if (signal === 'SIGKILL') killed += 1;
        left.push(...readdirSync(target).filter((name) => !/^\..*\.part$/.test(name)));
      }
      return { ends: killed > 0 ? 'killed' : 'too late', left };
    },
    ends: ['killed'],
  },
];
