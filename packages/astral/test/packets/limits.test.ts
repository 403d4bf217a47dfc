import { gzipSync } from 'node:zlib';
import type { ArchiveOptions } from '@partner-apis/astral';
import { describe, expect, it } from 'vitest';
import { rejection } from '@partner-apis/test-kit';
import { folder, listing } from './support/folder.ts';
import { bytes, peer } from './support/http-server.ts';
import { archive, END, entry, extended, file, id } from './support/raw-tar.ts';

const PACKET = id(0xabc);
const MIB = 1024 * 1024;

async function extracting(body: Uint8Array, limits: NonNullable<ArchiveOptions['limits']>) {
  const { astral } = await peer(bytes(body));
  const target = folder();
  const outcome = await astral.packets.extract(PACKET, target, { limits }).then(
    (files) => files.length,
    (error: unknown) => error,
  );
  return { outcome, left: Object.keys(listing(target)).length };
}

const small = archive(file(1, 'a', 'aaa'), file(2, 'b', 'bbbb'));
const named = archive(file(1, 'n'.repeat(1000), 'x'));

describe('at the limit and one beyond', () => {
  const cases: [string, Uint8Array, object, object][] = [
    ['totalBytes', small, { totalBytes: 7 }, { totalBytes: 6 }],
    ['fileBytes', small, { fileBytes: 4 }, { fileBytes: 3 }],
    ['files', small, { files: 2 }, { files: 1 }],
    ['headerBytes', named, { headerBytes: 1035 }, { headerBytes: 1000 }],
    ['ratio', archive(file(1, 'zeros', Buffer.alloc(4 * MIB))), { ratio: 1100 }, { ratio: 500 }],
  ];

  it.each(cases)('%s', async (name, body, enough, short) => {
    expect((await extracting(body, enough)).outcome).toBeGreaterThan(0);

    const { outcome, left } = await extracting(body, short);

    expect(outcome).toMatchObject({ code: 'ARCHIVE', reason: 'limit' });
    expect(String(outcome)).toContain(`limits.${name}`);
    expect(left).toBe(0);
  });
});

describe('counted together', () => {
  it('directories are files to the limit', async () => {
    const tar = Array.from({ length: 20 }, (_, index) => entry({ name: `${index}/`, type: '5' }));

    expect((await extracting(archive(...tar), { files: 19 })).outcome).toMatchObject({ reason: 'limit' });
  });

  it('headers before one entry add up', async () => {
    const global = extended({ comment: 'c'.repeat(500) }, 'g');
    const tar = Array.from({ length: 20 }, () => global);

    expect(
      (await extracting(archive(...tar, file(1, 'a', 'x')), { headerBytes: 9000 })).outcome,
    ).toMatchObject({
      reason: 'limit',
    });
  });

  it('zeros after the end', async () => {
    const body = gzipSync(Buffer.concat([file(1, 'a', 'x'), END, Buffer.alloc(3 * MIB)]));

    expect((await extracting(body, {})).outcome).toMatchObject({ reason: 'limit' });
  });
});

describe('without a word from the caller', () => {
  it('a file larger than the platform holds is refused by its header, before its contents come', async () => {
    const claim = gzipSync(entry({ name: id(1), size: 134_217_729 }));
    const { astral } = await peer((request, response) => {
      request.resume();
      response.writeHead(200);
      response.write(claim);
    });

    const error = await rejection(astral.packets.extract(PACKET, folder()));

    expect(error).toMatchObject({ reason: 'limit' });
  });

  it('a file of zeros as large as the platform holds is no attack', { timeout: 60_000 }, async () => {
    const body = gzipSync(Buffer.concat([entry({ name: id(1), content: Buffer.alloc(128 * MIB) }), END]), {
      level: 1,
    });
    const { astral } = await peer(bytes(body));

    const sizes = [];
    for await (const item of await astral.packets.download(PACKET)) sizes.push(item.size);

    expect(sizes).toEqual([134_217_728]);
  });

  it('a bomb of a thousand to one stops, and memory stays flat', { timeout: 60_000 }, async () => {
    // A hundred files of 128 MiB of zeros: 12.5 GiB in 12.8 MB, as gzip members one after the other.
    const zeros = gzipSync(Buffer.alloc(16 * MIB));
    const header = gzipSync(entry({ name: id(1), size: 128 * MIB }));
    const { astral, allClosed } = await peer((request, response) => {
      request.resume();
      response.writeHead(200);
      const members = Array.from({ length: 100 }, () => [
        header,
        ...Array.from({ length: 8 }, () => zeros),
      ]).flat();
      response.end(Buffer.concat(members));
    });
    globalThis.gc?.();
    const before = process.memoryUsage.rss();
    let most = before;
    const sampling = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss());
    }, 5);

    const error = await rejection(
      (async () => {
        for await (const item of await astral.packets.download(PACKET)) for await (const _ of item.stream());
      })(),
    );
    clearInterval(sampling);

    expect(error).toMatchObject({ reason: 'limit', message: expect.stringContaining('limits.ratio') });
    expect((most - before) / MIB).toBeLessThan(128);
    await allClosed();
  });
});

it.each([
  ['a negative number', { limits: { files: -1 } }, ['limits', 'files']],
  ['no number', { limits: { ratio: '5' } }, ['limits', 'ratio']],
  ['an unknown name', { limits: { bytes: 5 } }, ['limits']],
  ['a word for verify', { verify: 'yes' }, ['verify']],
])('%s is refused before anything is sent', async (_, options, path) => {
  const { astral, asked } = await peer(bytes(small));

  // What a caller without types may pass.
  const error = await rejection(astral.packets.download(PACKET, options as ArchiveOptions));

  expect(error).toMatchObject({ code: 'REQUEST_VALIDATION', issues: [{ path }] });
  expect(asked).toEqual([]);
});
