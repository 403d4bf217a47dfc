import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { folder } from './support/folder.ts';
import { bytes, peer } from './support/http-server.ts';
import { id } from './support/raw-tar.ts';

// Archives made by writers that share no code with the reader.

interface Source {
  readonly entryName: string;
  readonly name: string;
  readonly content: Buffer;
}

const NAME = 'ASTRAL.platform.file.name';

/** What our reader makes of an archive: id, name and bytes of each file, in order. */
async function read(body: Buffer): Promise<[string, string, string][]> {
  const { astral } = await peer(bytes(body));
  const files: [string, string, string][] = [];
  for await (const item of await astral.packets.download(id(9))) {
    files.push([item.fileId, item.name, (await item.bytes()).toString('base64')]);
  }
  return files;
}

/** Sizes on and around the borders of blocks and chunks, and anything between. */
const size = fc.oneof(
  fc.constantFrom(0, 1, 511, 512, 513, 1023, 1024, 65_535, 65_536, 65_537, 262_143, 262_144, 262_145),
  fc.nat({ max: 700_000 }),
);
const content = fc.tuple(size, fc.nat({ max: 255 })).map(([length, seed]) => {
  return Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8) + seed) & 255));
});
const entryName = fc.uuid().chain((uuid) => {
  const plain = uuid.replaceAll('-', '');
  return fc.constantFrom(
    plain,
    uuid,
    `./${plain}`,
    `packet/${uuid.toUpperCase()}`,
    `${'d'.repeat(120)}/${plain}`,
  );
});
// No record holds a NUL; the reader takes an empty name for none.
const name = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
    fc.integer().map(String),
    fc.constant('имя=\n12 x=y\n'),
  )
  .filter((text) => !text.includes('\0'));
const sources = fc.array(fc.record({ entryName, name, content }), { minLength: 1, maxLength: 6 });

function idOf(path: string): string {
  return path
    .slice(path.lastIndexOf('/') + 1)
    .replaceAll('-', '')
    .toLowerCase();
}

function expected(files: readonly Source[]): [string, string, string][] {
  return files.map((file) => [idOf(file.entryName), file.name, file.content.toString('base64')]);
}

async function packed(files: readonly Source[]): Promise<Buffer> {
  const tar = pack();
  for (const file of files) tar.entry({ name: file.entryName, pax: { [NAME]: file.name } }, file.content);
  tar.finalize();
  return buffer(tar);
}

it('tar-stream: any files come back byte for byte', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(sources, fc.constantFrom(0, 1, 9), async (files, level) => {
      expect(await read(gzipSync(await packed(files), { level }))).toEqual(expected(files));
    }),
    { numRuns: 60 },
  );
});

/** A writer of the system; undefined where it is not installed. */
function version(command: string): string | undefined {
  try {
    return execFileSync(command, ['--version'], { encoding: 'utf8' }).split('\n')[0];
  } catch {
    return undefined;
  }
}

/** Writes files with one name record for all of them, which is as much as command lines can do. */
async function written(command: string, args: readonly string[], files: readonly Source[]): Promise<Buffer> {
  const directory = folder();
  for (const file of files) {
    mkdirSync(join(directory, file.entryName, '..'), { recursive: true });
    writeFileSync(join(directory, file.entryName), file.content);
  }
  const paths = files.map((file) => file.entryName);
  return execFileSync(command, ['-czf', '-', ...args, '-C', directory, ...paths], {
    maxBuffer: 64 * 1024 * 1024,
  });
}

const formats: [string, string, readonly string[], string | undefined][] = [
  ['GNU tar', 'tar', ['--format=pax', `--pax-option=${NAME}:=Общее имя`], 'Общее имя'],
  ['GNU tar', 'tar', ['--format=pax', `--pax-option=globexthdr.name=g,${NAME}=Общее имя`], 'Общее имя'],
  ['GNU tar', 'tar', ['--format=gnu'], undefined],
  ['GNU tar', 'tar', ['--format=posix', '--blocking-factor=1'], undefined],
  ['GNU tar', 'tar', ['--format=ustar'], undefined],
  ['GNU tar', 'tar', ['--format=v7'], undefined],
  ['bsdtar', 'bsdtar', ['--format=pax'], undefined],
  ['bsdtar', 'bsdtar', ['--format=gnutar'], undefined],
  ['bsdtar', 'bsdtar', ['--format=ustar'], undefined],
];

describe.each(formats)('%s: %s %j', (_, command, args, common) => {
  const long = args.some((option) => /pax|gnu|posix/.test(option));
  // Formats without long names take none; equal paths on a disk would be one file.
  const shorter = sources
    .map((files) => (long ? files : files.map((file) => ({ ...file, entryName: file.entryName.slice(-36) }))))
    .map((files) => [...new Map(files.map((file) => [idOf(file.entryName), file])).values()])
    .map((files) => files.filter((file) => !/^[/-]/.test(file.entryName)))
    .filter((files) => files.length > 0);

  it.skipIf(version(command) === undefined)(
    'any files come back byte for byte',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(shorter, async (files) => {
          const wanted = files.map((file): [string, string, string] => {
            return [idOf(file.entryName), common ?? idOf(file.entryName), file.content.toString('base64')];
          });
          expect(await read(await written(command, args, files))).toEqual(wanted);
        }),
        { numRuns: 6 },
      );
    },
  );
});
