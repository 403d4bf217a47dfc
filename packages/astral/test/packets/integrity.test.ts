import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { gunzipSync, gzipSync } from 'node:zlib';
import { AstralClient, ArchiveError, isArchiveError, isPartnerApiError } from '@partner-apis/astral';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rejection } from '@partner-apis/test-kit';
import { folder, listing } from './support/folder.ts';
import { bytes, envelope, peer } from './support/http-server.ts';
import { archive, END, entry, extended, file, id } from './support/raw-tar.ts';

const PACKET = id(0xabc);
const first = file(1, 'Акт', 'a'.repeat(700));
const second = file(2, 'Опись', 'b'.repeat(90));
const tar = Buffer.concat([first, second, END]);
const whole = gzipSync(tar);

/** Reads everything, and gives the error that this must end with. */
async function readAll(body: Uint8Array, options: Parameters<AstralClient['packets']['download']>[1] = {}) {
  const { astral } = await peer(bytes(body));
  return rejection(
    (async () => {
      for await (const item of await astral.packets.download(PACKET, options)) await item.bytes();
    })(),
  );
}

function flipped(buffer: Buffer, at: number): Buffer {
  const copy = Buffer.from(buffer);
  copy.writeUInt8(copy.readUInt8(at) ^ 0x01, at);
  return copy;
}

/** A record whose length is not its own. */
function badRecords(content: string): Buffer {
  return Buffer.concat([
    entry({ name: 'PaxHeader', type: 'x', content }),
    entry({ name: id(1), content: 'x' }),
    END,
  ]);
}

it('a file that is cut is an error of its own, not a shorter file', async () => {
  const { astral } = await peer(bytes(gzipSync(tar.subarray(0, 1_800))));
  const read: unknown[] = [];
  const error = await rejection(
    (async () => {
      for await (const item of await astral.packets.download(PACKET)) read.push(await item.bytes());
    })(),
  );
  expect(error).toMatchObject({ reason: 'truncated' });
  expect(read).toEqual([]);
});

it('an empty file behind a single block of zeros is not lost without a word', async () => {
  const hidden = entry({ name: id(3) });
  const error = await readAll(gzipSync(Buffer.concat([first, Buffer.alloc(512), hidden, END])));
  expect(error).toMatchObject({ reason: 'corrupt' });
});

it('nothing of a file is handed out once the signal has aborted, though all of it is there', async () => {
  const { astral } = await peer(bytes(whole));
  const controller = new AbortController();
  const { signal } = controller;
  for await (const item of await astral.packets.download(PACKET, { signal })) {
    controller.abort();
    expect(await rejection(item.bytes())).toMatchObject({ code: 'ABORTED' });
    break;
  }
  expect(signal.aborted).toBe(true);
});

type Reason = ArchiveError['reason'];

const damages: [string, Buffer, Reason][] = [
  ['no bytes at all', Buffer.alloc(0), 'truncated'],
  ['gzip cut in its header', whole.subarray(0, 5), 'truncated'],
  ['gzip cut in the middle', whole.subarray(0, whole.length / 2), 'truncated'],
  ['gzip cut in its checksum', whole.subarray(0, -3), 'truncated'],
  ['gzip with a wrong checksum', flipped(whole, whole.length - 6), 'corrupt'],
  ['gzip with a wrong length', flipped(whole, whole.length - 2), 'corrupt'],
  ['gzip followed by text', Buffer.concat([whole, Buffer.from('and more')]), 'corrupt'],
  [
    'gzip followed by zeros and text',
    Buffer.concat([whole, Buffer.alloc(64), Buffer.from('more')]),
    'corrupt',
  ],
  ['gzip followed by zeros without end', Buffer.concat([whole, Buffer.alloc(2_000_000)]), 'corrupt'],
  ['gzip of nothing', gzipSync(''), 'truncated'],
  ['gzip of text', gzipSync('x'.repeat(2000)), 'not-an-archive'],
  ['a tar cut in a header', gzipSync(tar.subarray(0, 300)), 'truncated'],
  ['a tar cut in a file', gzipSync(tar.subarray(0, first.length - 300)), 'truncated'],
  ['a tar cut in the padding of a file', gzipSync(tar.subarray(0, first.length - 10)), 'truncated'],
  ['a tar cut in an extended header', gzipSync(tar.subarray(0, first.length + 600)), 'truncated'],
  ['a tar cut between two files', gzipSync(first), 'truncated'],
  ['a tar cut after its last file', gzipSync(Buffer.concat([first, second])), 'truncated'],
  ['a tar cut between its last two blocks', gzipSync(tar.subarray(0, -512)), 'truncated'],
  ['a tar, not packed, cut between two files', first, 'truncated'],
  [
    'an extended header and then the end',
    gzipSync(Buffer.concat([first, extended({ path: 'x' }), END])),
    'corrupt',
  ],
  ['bytes after the end', gzipSync(Buffer.concat([tar, Buffer.from('more')])), 'corrupt'],
  ['a file after the end', gzipSync(Buffer.concat([tar, second, END])), 'corrupt'],
  [
    'one block of zeros between files',
    gzipSync(Buffer.concat([first, Buffer.alloc(512), second, END])),
    'corrupt',
  ],
  ['a wrong checksum in the first header', gzipSync(flipped(tar, 3)), 'corrupt'],
  ['a wrong checksum in a later header', gzipSync(flipped(tar, first.length + 130)), 'corrupt'],
  ['a checksum that is no number', gzipSync(flipped(tar, 149)), 'corrupt'],
  ['a size that is no number', archive(entry({ name: id(1), size: '0000000zzzz\0' })), 'corrupt'],
  ['a negative size', archive(entry({ name: id(1), size: '\xff'.repeat(12) })), 'corrupt'],
  ['a size beyond all numbers', archive(entry({ name: id(1), size: `\x80${'\xff'.repeat(11)}` })), 'corrupt'],
  [
    'a size in a record that is no number',
    archive(extended({ size: '-5' }), entry({ name: id(1) })),
    'corrupt',
  ],
  ['a record longer than its header', gzipSync(badRecords('99 path=x\n')), 'corrupt'],
  ['a record without a length', gzipSync(badRecords('path=x\n')), 'corrupt'],
  ['a record without an end', gzipSync(badRecords('9 path=xy')), 'corrupt'],
  ['a record without a key', gzipSync(badRecords('6 =ab\n')), 'corrupt'],
  ['a record without a value', gzipSync(badRecords('8 path \n')), 'corrupt'],
  ['a record of no length', gzipSync(badRecords('0 path=x\n')), 'corrupt'],
  ['a file without a name', archive(entry({ name: '' })), 'corrupt'],
  ['no files', gzipSync(END), 'mismatch'],
  ['nothing but a directory', archive(entry({ name: 'd/', type: '5' })), 'mismatch'],
  ['a JSON error', Buffer.from(envelope({ status: 500, title: 'Пакет не найден' })), 'not-an-archive'],
  ['a page of a proxy', Buffer.from(`<html>${'x'.repeat(3000)}</html>`), 'not-an-archive'],
  ['noise', Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 7919) & 255)), 'not-an-archive'],
  ['a symbolic link', archive(first, entry({ name: id(3), type: '2' })), 'unsafe-entry'],
  ['a hard link', archive(first, entry({ name: id(3), type: '1' })), 'unsafe-entry'],
  ['a character device', archive(first, entry({ name: id(3), type: '3' })), 'unsafe-entry'],
  ['a block device', archive(first, entry({ name: id(3), type: '4' })), 'unsafe-entry'],
  ['a named pipe', archive(first, entry({ name: id(3), type: '6' })), 'unsafe-entry'],
  ["GNU's sparse file", archive(first, entry({ name: id(3), type: 'S' })), 'unsafe-entry'],
  [
    'a sparse file in records',
    archive(extended({ 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0' }), entry({ name: id(3) })),
    'unsafe-entry',
  ],
  ['an unknown kind of entry', archive(first, entry({ name: id(3), type: 'Z' })), 'unsafe-entry'],
];

describe('read in a loop', () => {
  it.each(damages)('%s', async (_, body, reason) => {
    const error = await readAll(body);

    expect(isArchiveError(error), String(error)).toBe(true);
    expect(error).toMatchObject({ code: 'ARCHIVE', reason, vendor: 'astral', operation: 'packets.download' });
  });
});

describe('extracted, and nothing is left', () => {
  it.each(damages)('%s', async (_, body, reason) => {
    const { astral } = await peer(bytes(body));
    const target = folder();

    const error = await rejection(astral.packets.extract(PACKET, target));

    expect(error).toMatchObject({ code: 'ARCHIVE', reason });
    expect(listing(target)).toEqual({});
  });
});

describe('the connection', () => {
  /** Sends this, byte for byte, and closes. */
  async function raw(answer: Buffer): Promise<AstralClient> {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(answer));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const astral = new AstralClient({ apiKey: 'key', baseUrl: `http://127.0.0.1:${port}` });
    onTestFinished(async () => {
      server.close();
      await astral.close();
    });
    return astral;
  }
  const head = (...lines: string[]): Buffer =>
    Buffer.from(`HTTP/1.1 200 OK\r\n${lines.join('\r\n')}\r\n\r\n`);
  const chunk = (data: Buffer): Buffer =>
    Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), data, Buffer.from('\r\n')]);
  const border = gzipSync(tar, { level: 0 });
  const cuts: [string, Buffer][] = [
    [
      'before the announced length',
      Buffer.concat([head(`content-length: ${whole.length}`), whole.subarray(0, -20)]),
    ],
    ['before the last chunk', Buffer.concat([head('transfer-encoding: chunked'), chunk(whole)])],
    ['in a chunk', Buffer.concat([head('transfer-encoding: chunked'), chunk(whole).subarray(0, -20)])],
    ['with no length to tell', Buffer.concat([head('connection: close'), whole.subarray(0, -20)])],
    [
      'at a border between files, before the announced length',
      Buffer.concat([head(`content-length: ${tar.length}`), first]),
    ],
    ['at a border between files, with no length to tell', Buffer.concat([head('connection: close'), first])],
    [
      'at a border between files, in a gzip stream',
      Buffer.concat([head('connection: close'), border.subarray(0, 15 + first.length)]),
    ],
  ];

  it.each(cuts)('cut %s', async (_, answer) => {
    const astral = await raw(answer);

    const error = await rejection(
      (async () => {
        for await (const item of await astral.packets.download(PACKET)) await item.bytes();
      })(),
    );

    expect(error).toMatchObject({ code: 'ARCHIVE', reason: 'truncated' });
  });

  it('keeps what the connection died of', async () => {
    const astral = await raw(
      Buffer.concat([head(`content-length: ${whole.length}`), whole.subarray(0, -20)]),
    );

    const error = await rejection(astral.packets.extract(PACKET, folder()));

    if (!isArchiveError(error)) throw error;
    expect(isPartnerApiError(error.cause)).toBe(true);
    expect(error.cause).toMatchObject({ code: 'CONNECTION' });
  });

  it('a body that stands still is a time-out, not a broken archive', async () => {
    const { astral } = await peer((request, response) => {
      request.resume();
      response.writeHead(200);
      response.write(whole.subarray(0, 50));
    });

    const error = await rejection(astral.packets.extract(PACKET, folder(), { timeouts: { idleMs: 600 } }));

    expect(error).toMatchObject({ code: 'TIMEOUT', phase: 'idle' });
  });
});

describe('verify: true', () => {
  const listed = (files: { id: string; size: number }[]) =>
    envelope({ packet: { id: PACKET, files: files.map((item) => ({ name: 'n', ...item })) } });
  const true1 = { id: id(1), size: 700 };
  const true2 = { id: id(2), size: 90 };
  const dashed = { id: '00000000-0000-0000-0000-000000000002', size: 90 };

  async function checked(metadata: string, body: Buffer = whole) {
    const { astral, asked } = await peer((request, response) => {
      request.resume();
      response.end(request.url?.endsWith('.json') ? metadata : body);
    });
    const target = folder();
    const outcome = await astral.packets.extract(PACKET, target, { verify: true }).then(
      (files) => files.length,
      (error: unknown) => error,
    );
    return { outcome, target, asked };
  }

  it.each([
    ['the same', [true1, true2]],
    ['the same in another order', [true2, true1]],
    ['the same with dashed ids', [true1, dashed]],
  ])('passes when the metadata lists %s', async (_, files) => {
    const { outcome, asked } = await checked(listed(files));

    expect(outcome).toBe(2);
    expect(asked).toEqual([`GET /packet/${PACKET}.json`, `GET /packet/${PACKET}.tar.gz`]);
  });

  it.each([
    ['one more', [true1, true2, { id: id(3), size: 1 }]],
    ['one less', [true1]],
    ['another id', [true1, { id: id(4), size: 90 }]],
    ['another size', [true1, { id: id(2), size: 91 }]],
  ])('fails when the metadata lists %s', async (_, files) => {
    const { outcome, target } = await checked(listed(files));

    expect(outcome).toMatchObject({ code: 'ARCHIVE', reason: 'mismatch' });
    expect(listing(target)).toEqual({});
  });

  it('fails when the archive holds a file twice', async () => {
    const { outcome } = await checked(listed([true1]), archive(first, first));

    expect(outcome).toMatchObject({ code: 'ARCHIVE', reason: 'mismatch' });
  });
});

it('shows the beginning of what came in place of an archive, without the key in it', async () => {
  const secret = 'key-that-nobody-may-see';
  const { astral } = await peer(bytes(Buffer.from(`{"title":"Нет доступа","key":"${secret}"}`)), {
    apiKey: secret,
  });

  const error = await rejection(astral.packets.extract(PACKET, folder()));

  expect(String(error)).toContain('Нет доступа');
  expect(String(error)).not.toContain(secret);
});

it('is told apart by class and by guard, and goes into a log', async () => {
  const error = await readAll(whole.subarray(0, 30));

  expect(error).toBeInstanceOf(ArchiveError);
  expect(isPartnerApiError(error)).toBe(true);
  expect(isArchiveError(new Error('x'))).toBe(false);
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({ name: 'ArchiveError', reason: 'truncated' });
});

it('says what to do where the connection broke in the middle', async () => {
  const { astral } = await peer((_, response) => {
    response.writeHead(200, { 'content-length': whole.length });
    response.write(whole.subarray(0, 60), () => response.destroy());
  });

  const error = await rejection(astral.packets.extract(PACKET, folder()));

  expect(error).toMatchObject({ code: 'ARCHIVE', reason: 'truncated', cause: { code: 'CONNECTION' } });
  expect(error).toMatchObject({ hint: expect.stringMatching(/tunnel|idle limit|on the way/) });
});

it('the intact archive that the damaged ones were made of reads well', async () => {
  const { astral } = await peer(bytes(whole));
  const sizes = [];
  for await (const item of await astral.packets.download(PACKET)) sizes.push((await item.bytes()).length);

  expect(sizes).toEqual([700, 90]);
  expect(gunzipSync(whole)).toEqual(tar);
});
