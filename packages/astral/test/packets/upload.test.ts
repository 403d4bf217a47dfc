import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { openAsBlob, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { fetchTransport, undiciTransport, type UploadFile } from '@partner-apis/astral';
import { describe, expect, it } from 'vitest';
import { rejection } from '@partner-apis/test-kit';
import { folder } from './support/folder.ts';
import { envelope, peer, type Peer } from './support/http-server.ts';
import { bodyOf, type Part, partsOf } from './support/multipart.ts';

interface Uploaded {
  readonly parts: readonly Part[];
  readonly headers: Readonly<Record<string, unknown>>;
  readonly length: number;
}

/** A platform that keeps the forms it is sent, whole ones only. */
async function platform(options?: Parameters<typeof peer>[1]): Promise<Peer & { uploads: Uploaded[] }> {
  const uploads: Uploaded[] = [];
  const server = await peer((request, response) => {
    bodyOf(request).then(
      (body) => {
        const parts = partsOf(body, request.headers['content-type'] ?? '');
        uploads.push({ parts, headers: request.headers, length: body.length });
        response.end(envelope({ packet: { id: 'f'.repeat(32), files: [] } }));
      },
      () => undefined,
    );
  }, options);
  return { ...server, uploads };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Bytes that repeat only after a prime number of them, so that a shifted copy is another one. */
function pattern(size: number): Buffer {
  const period = Buffer.from(
    Array.from({ length: 65_521 }, (_, index) => (index * 131 + (index >> 7)) & 255),
  );
  return Buffer.alloc(size, period);
}

/** The same bytes as views with odd offsets, of many lengths, into larger buffers. */
function* oddViews(bytes: Uint8Array): Generator<Uint8Array> {
  const lengths = [1, 65_537, 7, 65_535, 200_003, 65_536, 131_073, 3];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const piece = bytes.subarray(at, at + (lengths[turn % lengths.length] ?? 1));
    const offset = 1 + 2 * (turn % 5);
    const larger = new Uint8Array(piece.length + offset + 9).fill(0xee);
    larger.set(piece, offset);
    yield larger.subarray(offset, offset + piece.length);
    at += piece.length;
  }
}

async function* slowly(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield* oddViews(bytes);
}

/** Every kind of source, for the same bytes. */
async function everyKind(content: Buffer, path: string): Promise<Record<string, UploadFile['data']>> {
  writeFileSync(path, content);
  const larger = Buffer.concat([Buffer.alloc(13), content, Buffer.alloc(5)]);
  return {
    bytes: new Uint8Array(content),
    'a view of bytes': larger.subarray(13, 13 + content.length),
    Blob: new Blob([content]),
    'Blob of a file': await openAsBlob(path),
    File: new File([content], 'other name'),
    '{ path }': { path },
    URL: pathToFileURL(path),
    'function: Readable': () => Readable.from(oddViews(content), { objectMode: false }),
    'function: async iterable': () => slowly(content),
    'function: promise of a ReadableStream': async () => ReadableStream.from(slowly(content)),
  };
}

describe('what arrives is what was given', () => {
  const MIB = 1024 * 1024;
  const sizes = [0, 1, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 5 * MIB];

  it.each(sizes)('%i bytes from every kind of source', async (size) => {
    const { astral, uploads } = await platform();
    const content = pattern(size);
    const kinds = await everyKind(content, join(folder(), 'source'));

    await astral.packets.upload(Object.entries(kinds).map(([name, data]) => ({ name, data })));

    const arrived = uploads[0]?.parts.map((part) => sha256(part.content));
    expect(arrived).toEqual(Object.keys(kinds).map(() => sha256(content)));
  });

  it('128 MB, the largest file there is, from every kind of source', { timeout: 120_000 }, async () => {
    const { astral, uploads } = await platform();
    const content = pattern(128 * MIB);
    const wanted = sha256(content);

    for (const [name, data] of Object.entries(await everyKind(content, join(folder(), 'source')))) {
      await astral.packets.upload([{ name, data }]);
      const arrived = uploads.pop()?.parts[0]?.content ?? Buffer.alloc(0);
      expect(arrived.length, name).toBe(content.length);
      expect(sha256(arrived), name).toBe(wanted);
    }
  });

  it.each([...sizes, 128 * MIB])('%i bytes of text', { timeout: 120_000 }, async (size) => {
    const { astral, uploads } = await platform();
    const data = Buffer.alloc(size, 'a register, line by line\n').toString();

    await astral.packets.upload([{ name: 'text', data }]);

    expect(sha256(uploads[0]?.parts[0]?.content ?? Buffer.alloc(0))).toBe(sha256(Buffer.from(data)));
  });

  it('text goes out as UTF-8, from a string and from a stream of strings', async () => {
    const { astral, uploads } = await platform();

    await astral.packets.upload([
      { name: 'a', data: 'Приказ № 7' },
      { name: 'b', data: () => Readable.from(['При', 'каз № 7']) },
    ]);

    expect(uploads[0]?.parts.map(({ content }) => content.toString())).toEqual(['Приказ № 7', 'Приказ № 7']);
  });

  it('goes through fetch as well', async () => {
    const { astral, uploads } = await platform({ transport: fetchTransport() });
    const content = pattern(300_000);

    await astral.packets.upload([{ name: 'a', data: () => slowly(content) }]);

    expect(sha256(uploads[0]?.parts[0]?.content ?? Buffer.alloc(0))).toBe(sha256(content));
  });
});

describe('the form', () => {
  it('has one field name, the order given, names as they are and a type for every part', async () => {
    const { astral, uploads } = await platform();

    await astral.packets.upload([
      { name: 'Договор поставки.pdf', data: 'b', type: 'application/pdf' },
      { name: '2021', data: 'a' },
      { name: 'опись.txt', data: new Blob(['c'], { type: 'text/plain' }) },
      { name: 'опись.xml', data: new Blob(['d'], { type: 'text/plain' }), type: 'application/xml' },
    ]);

    expect(uploads[0]?.parts.map(({ disposition, type }) => [disposition, type])).toEqual([
      ['form-data; name="file"; filename="Договор поставки.pdf"', 'application/pdf'],
      ['form-data; name="file"; filename="2021"', 'application/octet-stream'],
      ['form-data; name="file"; filename="опись.txt"', 'text/plain'],
      ['form-data; name="file"; filename="опись.xml"', 'application/xml'],
    ]);
  });

  it('names that the first spelling would harm are spelled a second time', async () => {
    const { astral, uploads } = await platform();

    await astral.packets.upload([{ name: 'ООО "Ромашка"\r\n100%.pdf', data: 'x' }]);

    const disposition = uploads[0]?.parts[0]?.disposition ?? '';
    expect(disposition).toContain('filename="ООО %22Ромашка%22%0D%0A100%.pdf"');
    const encoded = /filename\*=UTF-8''(\S+)$/.exec(disposition)?.[1] ?? '';
    expect(decodeURIComponent(encoded)).toBe('ООО "Ромашка"\r\n100%.pdf');
  });

  it('has a Content-Length, which holds, as soon as every size is known', async () => {
    const { astral, uploads } = await platform();
    const known = () => Readable.from([Buffer.from('ab'), Buffer.from('c')]);

    await astral.packets.upload([
      { name: 'имя "в кавычках"', data: 'x' },
      { name: 'b', data: known, size: 3 },
    ]);

    expect(uploads[0]?.headers['content-length']).toBe(String(uploads[0]?.length));
    expect(uploads[0]?.headers).not.toHaveProperty('transfer-encoding');
  });

  it('is chunked when one size is not known', async () => {
    const { astral, uploads } = await platform();

    await astral.packets.upload([
      { name: 'a', data: 'x' },
      { name: 'b', data: () => Readable.from([Buffer.from('abc')]) },
    ]);

    expect(uploads[0]?.headers['transfer-encoding']).toBe('chunked');
    expect(uploads[0]?.headers).not.toHaveProperty('content-length');
  });
});

describe('progress', () => {
  it('names the file, never goes back and ends at the total', async () => {
    const { astral } = await platform();
    const seen: { file?: string; transferredBytes: number; totalBytes?: number }[] = [];

    await astral.packets.upload(
      [
        { name: 'large', data: pattern(700_000) },
        { name: 'empty', data: '' },
        { name: 'small', data: 'abc' },
      ],
      { onProgress: (progress) => seen.push(progress) },
    );

    const bytes = seen.map(({ transferredBytes }) => transferredBytes);
    expect(bytes).toEqual(bytes.toSorted((a, b) => a - b));
    expect(new Set(seen.map(({ file }) => file))).toEqual(new Set(['large', 'empty', 'small']));
    expect(seen.at(-1)).toEqual({ file: 'small', transferredBytes: 700_003, totalBytes: 700_003 });
  });

  it('has no total while a size is unknown', async () => {
    const { astral } = await platform();
    const seen: object[] = [];

    await astral.packets.upload([{ name: 'a', data: () => Readable.from([Buffer.from('abc')]) }], {
      onProgress: (progress) => seen.push(progress),
    });

    expect(seen).toEqual([{ file: 'a', transferredBytes: 3 }]);
  });

  it('a callback that throws ends the upload with what it threw', async () => {
    const { astral, uploads } = await platform();
    const own = new Error('the terminal is gone');

    const error = await rejection(
      astral.packets.upload([{ name: 'a', data: pattern(1_000_000) }], {
        onProgress() {
          throw own;
        },
      }),
    );

    expect(error).toBe(own);
    expect(uploads).toEqual([]);
  });
});

it('a file of exactly 128 MB is within the limit, one byte more is refused before anything is sent', async () => {
  const { astral, asked } = await platform();
  const path = join(folder(), 'sparse');
  writeFileSync(path, '');
  truncateSync(path, 134_217_729);

  const error = await rejection(astral.packets.upload([{ name: 'a', data: { path } }]));

  expect(error).toMatchObject({ code: 'REQUEST_VALIDATION', issues: [{ path: ['files', 0, 'data'] }] });
  expect(asked).toEqual([]);
});

/** https://github.com/oven-sh/bun/issues/33718, https://github.com/nodejs/node/issues/41285 */
it('uploads that wait for a connection read and report in the context of their own call', async () => {
  const tenant = new AsyncLocalStorage<string>();
  const here = (): string => tenant.getStore() ?? 'nobody';
  const { astral, uploads } = await platform({ transport: undiciTransport({ connections: 2 }) });
  const wrong: string[] = [];
  const tenants = ['a', 'b', 'c', 'd', 'e', 'f'];

  const upload = (name: string): Promise<unknown> =>
    tenant.run(name, async () => {
      const onProgress = (): void => {
        if (here() !== name) wrong.push(`${name} reported to ${here()}`);
      };
      const data = (): Readable => Readable.from([Buffer.from(here())]);
      await astral.packets.upload([{ name, data, size: 1 }], { onProgress });
    });
  await Promise.all(tenants.map(upload));

  const sent = uploads.flatMap(({ parts }) => parts.filter(({ content }) => content.length === 1));
  expect(sent.map(({ content }) => String(content)).toSorted()).toEqual(tenants);
  expect(wrong).toEqual([]);
});
