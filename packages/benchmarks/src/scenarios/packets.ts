import { AstralClient } from '@partner-apis/astral';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { Agent } from 'undici';
import { curlAndTar, requestAndGunzip, requestGunzipAndWrite, sendReadyMade } from '../by-hand/packets.ts';
import { raceIn } from '../harness/race.ts';
import { startHelper } from '../harness/processes.ts';
import type { Run } from '../harness/scenario.ts';
import type { Goal, Work } from '../harness/work.ts';
import { idOf, mixedFiles } from '../servers/mixed-packet.ts';

const apiKey = 'benchmark-key';
const [EXTRACT, TAR, GUNZIP, WRITE] = [
  'packets.extract',
  'curl | tar -xz',
  'request and gunzip',
  'request, gunzip, write',
] as const;
const [UPLOAD, READY] = ['packets.upload', 'undici, ready-made body'] as const;

const goal = (of: string, by: string, most: number): Goal => ({
  as: 'ratio',
  metric: 'wall',
  of,
  by,
  limit: { most },
  alarm: { as: 'ratio', metric: 'cpu', limit: { most: 15 } },
});
const againstTar = goal(EXTRACT, TAR, 0.9);
const againstGunzip = goal(EXTRACT, GUNZIP, 1.15);
const againstWrite = goal(EXTRACT, WRITE, 1.05);

/** Where files are written without a disk; the temporary folder where there is no such place. */
const inMemory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export const run: Run = async ({ short }) => {
  const mib = short ? 8 : 128;
  const rounds = short ? { rounds: 3, warmUps: 1 } : { rounds: 15, warmUps: 2 };
  const server = await startHelper('packets.ts', String(mib));
  const dispatcher = new Agent();
  const astral = new AstralClient({ apiKey, baseUrl: server.origin });
  const work = (id: string, title: string, samples: Work['samples'], goals: readonly Goal[]): Work => {
    return { id, title, unit: 'packet', samples, goals, plot: { kind: 'bars', metric: 'wall' } };
  };
  const extracting = (origin: string, key: string, client: AstralClient, packetId: string) => {
    const url = `${origin}/packet/${packetId}.tar.gz`;
    return {
      [EXTRACT]: async (target: string) => client.packets.extract(packetId, target),
      [TAR]: (target: string) => curlAndTar(url, key, target),
      [GUNZIP]: () => requestAndGunzip(url, key, dispatcher),
      [WRITE]: (target: string) => requestGunzipAndWrite(url, key, dispatcher, target),
    };
  };
  try {
    const all = extracting(server.origin, apiKey, astral, idOf(1));
    const { [GUNZIP]: _, [WRITE]: __, ...onDisk } = all;
    const bytes = Buffer.alloc(mib * 2 ** 20, 'content of a document ');
    const uploading = {
      [UPLOAD]: async () => astral.packets.upload([{ name: 'document', data: bytes }]),
      [READY]: sendReadyMade(`${server.origin}/packet`, apiKey, bytes, dispatcher),
    };
    const title = `a packet of ${mib} MiB`;
    const works = [
      work('extract', `extract ${title}, files in memory`, await raceIn(inMemory, all, rounds), [
        againstTar,
        againstGunzip,
        againstWrite,
      ]),
      work('upload', `upload ${title}`, await raceIn(inMemory, uploading, rounds), [
        // Nine tenths of the throughput are ten ninths of the time.
        goal(UPLOAD, READY, 1.11),
      ]),
    ];
    if (short) return works;
    works.push(
      work(
        'extract-disk',
        `extract ${title}, files on disk, flushed`,
        await raceIn(tmpdir(), onDisk, rounds),
        [againstTar],
      ),
    );
    // The same files once more, with the sandbox as the platform, which makes the archive while it sends it.
    const sandbox = await startHelper('sandbox.ts');
    const key = String(await sandbox.ask({}));
    await using client = new AstralClient({ apiKey: key, baseUrl: sandbox.origin });
    try {
      const files = mixedFiles(mib).map((data, index) => ({ name: `Документ ${index}.bin`, data }));
      const { id } = await client.packets.upload(files);
      const fromSandbox = await raceIn(inMemory, extracting(sandbox.origin, key, client, id), rounds);
      works.push(work('extract-sandbox', `extract ${title}, from the sandbox`, fromSandbox, [againstTar]));
    } finally {
      sandbox.stop();
    }
    return works;
  } finally {
    await astral.close();
    await dispatcher.close();
    server.stop();
  }
};
