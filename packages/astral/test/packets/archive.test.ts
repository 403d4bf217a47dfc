import { pipeline } from 'node:stream/promises';
import { PassThrough } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { type ArchiveFile, AstralClient, fetchTransport, isAbortedError } from '@partner-apis/astral';
import { createSandbox } from '@partner-apis/sandbox';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rejection } from '@partner-apis/test-kit';
import { bytes, peer } from './support/http-server.ts';
import { archive, END, entry, extended, file, id } from './support/raw-tar.ts';

const PACKET = id(0xabc);
const NAME = 'ASTRAL.platform.file.name';

/** Everything in the archive that a server answers with. */
async function filesIn(
  body: Uint8Array,
): Promise<{ fileId: string; name: string; size: number; text: string }[]> {
  const { astral } = await peer(bytes(body));
  const files = [];
  for await (const { fileId, name, size, ...rest } of described(astral.packets.download(PACKET))) {
    files.push({ fileId, name, size, ...rest });
  }
  return files;
}

async function* described(
  call: PromiseLike<AsyncIterable<ArchiveFile>>,
): AsyncGenerator<{ fileId: string; name: string; size: number; text: string }> {
  for await (const item of await call) {
    yield { fileId: item.fileId, name: item.name, size: item.size, text: await item.text() };
  }
}

describe('names', () => {
  const big = 'ё'.repeat(3000);
  const forms: [string, Buffer, { fileId: string; name: string }][] = [
    [
      'the original one stands in a record',
      file(1, 'Договор.pdf', 'x'),
      { fileId: id(1), name: 'Договор.pdf' },
    ],
    ['lengths count bytes, not characters', file(1, big, 'x'), { fileId: id(1), name: big }],
    ['digits stay text', file(1, '2021', 'x'), { fileId: id(1), name: '2021' }],
    [
      'line breaks and equals signs',
      file(1, '1=2\n30 path=x\n', 'x'),
      { fileId: id(1), name: '1=2\n30 path=x\n' },
    ],
    [
      'a key in another case',
      Buffer.concat([extended({ 'astral.PLATFORM.file.name': 'Акт' }), entry({ name: id(1), content: 'x' })]),
      { fileId: id(1), name: 'Акт' },
    ],
    [
      'beside other records, and after them',
      Buffer.concat([
        extended({ mtime: '1700000000.5', 'SCHILY.xattr.user.a': 'b', [NAME]: 'Акт' }),
        entry({ name: id(1), content: 'x' }),
      ]),
      { fileId: id(1), name: 'Акт' },
    ],
    ['none: the id', entry({ name: id(1), content: 'x' }), { fileId: id(1), name: id(1) }],
    [
      'an empty one: the id',
      Buffer.concat([extended({ [NAME]: '' }), entry({ name: id(1), content: 'x' })]),
      { fileId: id(1), name: id(1) },
    ],
    ['an id after ./', entry({ name: `./${id(1)}`, content: 'x' }), { fileId: id(1), name: id(1) }],
    [
      'a dashed id in capitals',
      entry({ name: '00000000-0000-0000-0000-00000000ABCD', content: 'x' }),
      { fileId: id(0xabcd), name: id(0xabcd) },
    ],
    [
      'a path in a record, in place of the one in the header',
      Buffer.concat([
        extended({ path: `packet/${id(2)}`, [NAME]: 'Акт' }),
        entry({ name: 'short', content: 'x' }),
      ]),
      { fileId: id(2), name: 'Акт' },
    ],
    [
      "GNU's long name",
      Buffer.concat([
        entry({
          name: '././@LongLink',
          type: 'L',
          content: `${'d'.repeat(150)}/${id(3)}\0`,
          magic: 'ustar  \0',
        }),
        entry({ name: 'd'.repeat(100), content: 'x', magic: 'ustar  \0' }),
      ]),
      { fileId: id(3), name: id(3) },
    ],
    [
      'a POSIX prefix',
      entry({ prefix: 'packets', name: id(1), content: 'x' }),
      { fileId: id(1), name: id(1) },
    ],
    [
      'a header from before POSIX',
      entry({ name: id(1), content: 'x', magic: '' }),
      { fileId: id(1), name: id(1) },
    ],
    [
      'a record in a global header',
      Buffer.concat([extended({ [NAME]: 'Общее' }, 'g'), entry({ name: id(1), content: 'x' })]),
      { fileId: id(1), name: 'Общее' },
    ],
    [
      "a file's own record before a global one",
      Buffer.concat([extended({ [NAME]: 'Общее' }, 'g'), file(1, 'Своё', 'x')]),
      { fileId: id(1), name: 'Своё' },
    ],
  ];

  it.each(forms)('%s', async (_, tar, wanted) => {
    expect(await filesIn(archive(tar))).toEqual([{ ...wanted, size: 1, text: 'x' }]);
  });

  it('a record applies to one file only', async () => {
    const files = await filesIn(archive(file(1, 'Акт', 'x'), entry({ name: id(2), content: 'y' })));

    expect(files.map(({ name }) => name)).toEqual(['Акт', id(2)]);
  });

  it('equal names are two files', async () => {
    const files = await filesIn(archive(file(1, 'Акт', 'x'), file(2, 'Акт', 'y')));

    expect(files.map(({ fileId, name, text }) => [fileId, name, text])).toEqual([
      [id(1), 'Акт', 'x'],
      [id(2), 'Акт', 'y'],
    ]);
  });
});

describe('what else may stand in an archive', () => {
  it('directories are passed over', async () => {
    const tar = [entry({ name: './', type: '5' }), entry({ name: 'old/' }), file(1, 'Акт', 'x')];

    expect(await filesIn(archive(...tar))).toHaveLength(1);
  });

  it('sizes in records, in base 256 and in spaces', async () => {
    const base256 = Buffer.alloc(12);
    base256.writeUInt32BE(3, 8);
    base256.writeUInt8(0x80, 0);
    const spaced = entry({ name: id(2), content: 'abc', size: '         3  ' });
    const tar = [
      Buffer.concat([extended({ size: '3' }), entry({ name: id(1), content: 'abc', size: 0 })]),
      spaced,
      entry({ name: id(3), content: 'abc', size: base256.toString('latin1') }),
    ];

    expect((await filesIn(archive(...tar))).map(({ text }) => text)).toEqual(['abc', 'abc', 'abc']);
  });

  it('zeros that fill up the last record', async () => {
    expect(await filesIn(archive(file(1, 'Акт', 'x'), END, Buffer.alloc(8192)))).toHaveLength(1);
  });

  it.each([1, 9000, 300_000])(
    '%i zeros after the gzip stream, which bsdtar fills its last block with',
    async (zeros) => {
      const padded = Buffer.concat([archive(file(1, 'Акт', 'x')), Buffer.alloc(zeros)]);

      expect(await filesIn(padded)).toHaveLength(1);
    },
  );

  it('files of all sizes around a block', async () => {
    const sizes = [0, 1, 511, 512, 513, 1024, 70_000];
    const tar = sizes.map((size, index) => file(index, `${size}`, 'a'.repeat(size)));

    expect((await filesIn(archive(...tar))).map(({ text }) => text.length)).toEqual(sizes);
  });

  it('several gzip members', async () => {
    const parts = [archive(file(1, 'Акт', 'x'))];
    const tar = gunzipSync(Buffer.concat(parts));
    const { gzipSync } = await import('node:zlib');
    const members = Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))]);

    expect(await filesIn(members)).toHaveLength(1);
  });

  it('a tar that was unpacked on the way', async () => {
    expect(await filesIn(gunzipSync(archive(file(1, 'Акт', 'x'))))).toMatchObject([
      { name: 'Акт', text: 'x' },
    ]);
  });

  it('an archive labelled as encoded, through fetch, which unpacks it', async () => {
    const body = archive(file(1, 'Акт', 'x'));
    const { astral } = await peer(bytes(body, { 'content-encoding': 'gzip' }), {
      transport: fetchTransport(),
    });

    const files = [];
    for await (const item of await astral.packets.download(PACKET)) files.push(await item.text());

    expect(files).toEqual(['x']);
  });

  it.each([1, 2, 3])('one that is cut after %i quarters is no archive', async (quarters) => {
    const whole = archive(file(1, 'Акт', 'x'.repeat(100)), file(2, 'b', 'y'.repeat(3_000)));
    const cut = whole.subarray(0, (whole.length * quarters) / 4);
    const { astral } = await peer(bytes(cut, { 'content-encoding': 'gzip' }), {
      transport: fetchTransport(),
    });

    const reading = (async () => {
      for await (const item of await astral.packets.download(PACKET)) await item.bytes();
    })();

    await expect(reading).rejects.toMatchObject({ code: 'ARCHIVE' });
  });

  it('an archive labelled as encoded, through the default transport', async () => {
    const body = archive(file(1, 'Акт', 'x'));
    const { astral } = await peer(bytes(body, { 'content-encoding': 'gzip' }));

    const files = [];
    for await (const item of await astral.packets.download(PACKET)) files.push(await item.text());

    expect(files).toEqual(['x']);
  });
});

describe('reading', () => {
  const body = archive(file(1, 'a', 'aaa'), file(2, 'b', 'bbb'), file(3, 'c', 'ccc'));

  it('in each of the ways, and not at all', async () => {
    const { astral } = await peer(bytes(body));
    const seen: string[] = [];

    for await (const item of await astral.packets.download(PACKET)) {
      if (item.name === 'a') seen.push((await item.bytes()).toString('latin1'));
      if (item.name === 'c') for await (const chunk of item.stream()) seen.push(String(chunk));
    }

    expect(seen).toEqual(['aaa', 'ccc']);
  });

  it('a file that was read in part is skipped to its end', async () => {
    const large = archive(file(1, 'a', 'a'.repeat(3_000_000)), file(2, 'b', 'bbb'));
    const { astral } = await peer(bytes(large));
    const seen: string[] = [];

    for await (const item of await astral.packets.download(PACKET)) {
      for await (const chunk of item.stream()) {
        seen.push(String(chunk).slice(0, 1));
        break;
      }
    }

    expect(seen).toEqual(['a', 'b']);
  });

  it('bytes() refuses more than asked for, before it reads', async () => {
    const { astral } = await peer(bytes(body));

    for await (const item of await astral.packets.download(PACKET)) {
      expect(await rejection(item.bytes(2))).toMatchObject({ code: 'ARCHIVE', reason: 'limit' });
      expect(await item.text(3)).toHaveLength(3);
    }
  });

  it('contents are taken once', async () => {
    const { astral } = await peer(bytes(body));

    for await (const item of await astral.packets.download(PACKET)) {
      await item.bytes();
      expect(await rejection(item.bytes())).toBeInstanceOf(TypeError);
      expect(() => item.stream()).toThrow(TypeError);
    }
  });

  it('a file that has been passed says so', async () => {
    const { astral } = await peer(bytes(body));
    const passed: ArchiveFile[] = [];

    for await (const item of await astral.packets.download(PACKET)) passed.push(item);

    expect(passed).toHaveLength(3);
    for (const item of passed) expect(await rejection(item.text())).toBeInstanceOf(TypeError);
  });

  it('a stream that is still being read when the loop goes on ends loudly', async () => {
    const large = archive(file(1, 'a', 'a'.repeat(3_000_000)), file(2, 'b', 'bbb'));
    const { astral } = await peer(bytes(large));
    const streams: Promise<unknown>[] = [];

    for await (const item of await astral.packets.download(PACKET)) {
      const slow = new PassThrough({ highWaterMark: 1 });
      if (item.name === 'a') streams.push(rejection(pipeline(item.stream(), slow)));
    }

    expect(await streams[0]).toBeInstanceOf(TypeError);
  });

  it('an archive is gone through once', async () => {
    const { astral } = await peer(bytes(body));
    const download = await astral.packets.download(PACKET);
    for await (const _ of download);

    expect(() => download[Symbol.asyncIterator]()).toThrow(TypeError);
  });

  it('tells how the answer arrived', async () => {
    const { astral } = await peer(bytes(body, { 'x-request-id': 'r-1' }));

    const { data, response } = await astral.packets.download(PACKET).withResponse();
    await data.close();

    expect(response).toMatchObject({ status: 200, requestId: 'r-1' });
  });
});

describe('leaving', () => {
  /** An archive whose second half never comes. */
  function unfinished() {
    const body = archive(file(1, 'a', Buffer.alloc(600_000, 'a')), file(2, 'b', 'b'));
    const plain = gunzipSync(body);
    return peer((request, response) => {
      request.resume();
      response.writeHead(200);
      response.write(plain.subarray(0, 700_000 - 90_000));
    });
  }

  it('the loop closes the connection, although more would come', async () => {
    const { astral, allClosed } = await unfinished();

    for await (const item of await astral.packets.download(PACKET)) {
      expect(item.name).toBe('a');
      break;
    }

    await allClosed();
  });

  it('the loop in the middle of a file does too', async () => {
    const { astral, allClosed, sockets } = await unfinished();

    for await (const item of await astral.packets.download(PACKET)) {
      for await (const _ of item.stream()) break;
      break;
    }

    await allClosed();
    expect(sockets.size).toBe(0);
  });

  it('close() does, with and without a loop', async () => {
    const { astral, allClosed } = await unfinished();

    await (await astral.packets.download(PACKET)).close();
    await allClosed();
    {
      await using download = await astral.packets.download(PACKET);
      expect(download).toHaveProperty('close');
    }
    await allClosed();
  });

  it('an abort ends a read that waits, and the loop with it', async () => {
    const { astral, allClosed } = await unfinished();
    const controller = new AbortController();
    const download = await astral.packets.download(PACKET, { signal: controller.signal });

    const error = await rejection(
      (async () => {
        for await (const _ of download) setImmediate(() => controller.abort());
      })(),
    );

    expect(isAbortedError(error)).toBe(true);
    await allClosed();
  });

  it('an abort counts although everything has arrived', async () => {
    const { astral } = await peer(bytes(archive(file(1, 'a', 'a'), file(2, 'b', 'b'))));
    const controller = new AbortController();
    const seen: string[] = [];

    const error = await rejection(
      (async () => {
        for await (const item of await astral.packets.download(PACKET, { signal: controller.signal })) {
          seen.push(await item.text());
          controller.abort();
        }
      })(),
    );

    expect(isAbortedError(error)).toBe(true);
    expect(seen).toEqual(['a']);
  });

  it('a loop that ended leaves the connection for the next call', async () => {
    const { astral, sockets } = await peer(bytes(archive(file(1, 'a', 'a'))));

    for (let turn = 0; turn < 3; turn++) {
      for await (const _ of await astral.packets.download(PACKET));
    }

    expect(sockets.size).toBe(1);
  });
});

it('a reader at rest keeps the server waiting', async () => {
  // Four files of 32 MB of noise, of which the reader looks at the first one and rests.
  const noise = Buffer.alloc(
    32 * 1024 * 1024,
    Buffer.from(Array.from({ length: 509 }, (_, i) => (i * 97) & 255)),
  );
  const plain = Buffer.concat([1, 2, 3, 4].map((number) => file(number, `${number}`, noise)));
  let sent = 0;
  const { astral } = await peer((request, response) => {
    request.resume();
    response.writeHead(200);
    const step = (): void => {
      while (sent < plain.length) {
        const chunk = plain.subarray(sent, sent + 65_536);
        sent += chunk.length;
        if (!response.write(chunk)) {
          response.once('drain', step);
          return;
        }
      }
      response.end(END);
    };
    step();
  });

  const download = await astral.packets.download(PACKET);
  const iterator = download[Symbol.asyncIterator]();
  await iterator.next();
  // As much as fits between the two is sent; then the server waits for the reader.
  let before = -1;
  while (before !== sent) {
    before = sent;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
  await download.close();

  expect(sent).toBeLessThan(plain.length / 2);
});

it("reads the sandbox's archives in all their shapes", async () => {
  const sandbox = createSandbox();
  const server = await sandbox.listen();
  onTestFinished(() => server.close());
  const astral = new AstralClient({ ...server.credentials.astral, baseUrl: server.urls.astral });
  onTestFinished(() => astral.close());
  const packet = await astral.packets.upload([
    { name: 'Договор.pdf', data: 'один' },
    { name: '2021', data: 'два' },
  ]);
  const ids = packet.files.map((item) => item.id);

  const shapes = [
    {},
    { names: 'dashed', nameRecord: 'lower' },
    { names: 'prefixed', nameRecord: 'upper', directory: true, globalHeader: true },
    { contentEncoding: true },
    { contentLength: true, compression: 9 },
    { compression: 0 },
  ] as const;
  for (const shape of shapes) {
    sandbox.astral.archive = shape;
    const seen = [];
    for await (const item of await astral.packets.download(packet.id, { verify: true })) {
      seen.push([item.fileId, item.name, await item.text()]);
    }
    expect(seen, JSON.stringify(shape)).toEqual([
      [ids[0], 'Договор.pdf', 'один'],
      [ids[1], '2021', 'два'],
    ]);
  }

  sandbox.astral.archive = { nameRecord: 'missing' };
  const names = [];
  for await (const item of await astral.packets.download(packet.id)) names.push(item.name);
  expect(names).toEqual(ids);
});
