// Files up and down, with a progress bar on a terminal and plain lines elsewhere. Without ASTRAL_API_KEY it runs against the sandbox.
// npx --yes pnpm@12.21.0 example examples/astral-packets.ts
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import {
  AstralClient,
  isArchiveError,
  isFileSystemError,
  type Progress,
  type UploadFile,
} from '@partner-apis/astral';
import { withSandbox } from './support/with-sandbox.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex').slice(0, 12);

/** Runs a transfer with a bar on a terminal, and with a line per file where there is none. */
async function shown<T>(
  what: string,
  transfer: (onProgress: (p: Progress) => void) => Promise<T>,
): Promise<T> {
  const bar = new SingleBar({ format: `${what} [{bar}] {percentage} % of {total} bytes · {file}` });
  let last: string | undefined;
  try {
    return await transfer(({ file, transferredBytes, totalBytes = 0 }) => {
      if (last === undefined) bar.start(totalBytes, 0, { file });
      bar.update(transferredBytes, { file });
      if (!process.stdout.isTTY && file !== last) console.log(`${what}: ${file}`);
      last = file;
    });
  } finally {
    bar.stop();
  }
}

await withSandbox(async () => {
  await using astral = AstralClient.fromEnv();
  const folder = await mkdtemp(join(tmpdir(), 'astral-packets-'));
  try {
    const scan = join(folder, 'scan.tif');
    await writeFile(scan, Buffer.alloc(3_000_000, 'a page of noise '));

    // Every kind of source: a text, bytes, a path, and a function that opens a stream.
    const files: UploadFile[] = [
      { name: 'Опись.txt', data: 'Договор — 1 шт., скан — 2 шт.', type: 'text/plain' },
      { name: 'Договор поставки.bin', data: Buffer.alloc(70_000, 7) },
      { name: 'Скан.tif', data: { path: scan }, type: 'image/tiff' },
      { name: 'Скан.tif', data: () => createReadStream(scan), size: 3_000_000 },
    ];
    const packet = await shown('up', (onProgress) => astral.packets.upload(files, { onProgress }));
    console.log(`packet ${packet.id} holds ${packet.files.length} files`);

    // All of it, checked against the metadata, under names that are safe on any disk.
    const target = join(folder, 'inbox');
    const extracted = await shown('down', (onProgress) =>
      astral.packets.extract(packet.id, target, { verify: true, onProgress }),
    );
    for (const { name, path, size } of extracted) {
      console.log(
        `${name} -> ${path.slice(folder.length + 1)}, ${size} bytes, ${sha256(await readFile(path))}`,
      );
    }

    // One at a time, as they arrive: what is not read is passed over.
    for await (const file of await astral.packets.download(packet.id)) {
      if (file.name.endsWith('.txt')) console.log(`${file.name}: ${await file.text()}`);
    }

    // A second time into the same folder: nothing is overwritten unless asked for.
    const again = await astral.packets.extract(packet.id, target).catch((error: unknown) => error);
    if (isFileSystemError(again)) console.log(`refused: ${again.reason}`);

    // Too much for this program: nothing is left on the disk.
    const limits = { fileBytes: 1_000_000 };
    const other = join(folder, 'other');
    const short = await astral.packets.extract(packet.id, other, { limits }).catch((error: unknown) => error);
    if (isArchiveError(short)) console.log(`refused: ${short.reason}`);
  } finally {
    await rm(folder, { recursive: true });
  }
});
