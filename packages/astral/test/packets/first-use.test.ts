import { execFileSync } from 'node:child_process';
import { lstatSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { AstralClient } from '@partner-apis/astral';
import { describe, expect, it, onTestFinished } from 'vitest';
import { closedPort, rejection } from '@partner-apis/test-kit';
import { folder, listing } from './support/folder.ts';
import { bytes, envelope, peer } from './support/http-server.ts';
import { archive, file, id } from './support/raw-tar.ts';

// What people ran into who used packets for the first time.

const PACKET = id(9);
const REF = { packetId: id(1), fileId: id(2) };
const packed = archive(file(1, 'a.txt', 'one'));

describe('nothing listens on the port of the tunnel', () => {
  const calls: [string, (astral: AstralClient, path: string) => Promise<unknown>][] = [
    ['upload', (astral) => astral.packets.upload([{ name: 'a', data: 'text' }])],
    ['download', async (astral) => astral.packets.download(PACKET)],
    ['extract', (astral, path) => astral.packets.extract(PACKET, path)],
    ['files.download', async (astral) => astral.files.download(REF)],
    ['files.save', (astral, path) => astral.files.save(REF, path)],
  ];
  it.each(calls)('%s rejects with what to do about it', async (_, call) => {
    const baseUrl = `http://127.0.0.1:${await closedPort()}`;
    await using astral = new AstralClient({ apiKey: 'key', baseUrl, retry: false });
    expect(await rejection(call(astral, join(folder(), 'x')))).toMatchObject({
      code: 'CONNECTION',
      reason: 'ECONNREFUSED',
      hint: expect.stringContaining('stunnel'),
    });
  });
});

describe("overwrite: 'replace' is for files", () => {
  it.each(['save', 'extract'])('%s leaves a pipe and a socket alone', async (how) => {
    const { astral } = await peer(bytes(how === 'save' ? Buffer.from('text') : packed));
    const target = folder();
    execFileSync('mkfifo', [join(target, 'a.txt')]);
    const run = (path: string): Promise<unknown> =>
      how === 'save'
        ? astral.files.save(REF, join(path, 'a.txt'), { overwrite: 'replace' })
        : astral.packets.extract(PACKET, path, { overwrite: 'replace' });

    expect(await rejection(run(target))).toMatchObject({
      code: 'FILE_SYSTEM',
      reason: 'ENOTSUP',
      message: expect.stringContaining('neither a file nor a link'),
    });
    expect(lstatSync(join(target, 'a.txt')).isFIFO()).toBe(true);
    expect(readdirSync(target)).toEqual(['a.txt']);

    const other = folder();
    const socket = createServer().listen(join(other, 'a.txt'));
    onTestFinished(() => void socket.close());
    await new Promise((resolve) => {
      socket.once('listening', resolve);
    });
    expect(await rejection(run(other))).toMatchObject({ reason: 'ENOTSUP' });
    expect(lstatSync(join(other, 'a.txt')).isSocket()).toBe(true);
  });
});

describe('verify for a single file', () => {
  const metadata = (size: number): string =>
    envelope({ file: { id: REF.fileId, name: 'a', size, mime_type: 'text/plain' } });
  const platform = (body: string | Buffer, size: number) =>
    peer((request, response) => {
      response.end(request.url?.endsWith('.json') === true ? metadata(size) : body);
    });

  it('takes a body as long as the metadata say', async () => {
    const { astral, asked } = await platform('twelve bytes', 12);
    const file = await astral.files.download(REF, { verify: true });
    expect(file.size).toBe(12);
    expect(await file.text()).toBe('twelve bytes');
    const target = folder();
    await astral.files.save(REF, join(target, 'a'), { verify: true });
    expect(listing(target)).toEqual({ a: 'twelve bytes' });
    expect(asked.filter((path) => path.endsWith('.json'))).toHaveLength(2);
  });

  it.each([
    ['an error in JSON that came with 200', '{"status":404,"title":"Не найдено"}'],
    ['a page of a proxy', '<html>please log in</html>'],
    ['nothing', ''],
    ['too much', 'x'.repeat(1001)],
  ])('%s in place of the file is an error, and leaves nothing', async (_, body) => {
    const { astral } = await platform(body, 1000);
    const target = folder();
    const wrong = {
      code: 'RESPONSE_VALIDATION',
      operation: 'files.save',
      message: expect.stringContaining(
        body.length > 1000 ? 'more than 1000 bytes' : `is ${Buffer.byteLength(body)} bytes`,
      ),
    };
    expect(await rejection(astral.files.save(REF, join(target, 'a'), { verify: true }))).toMatchObject(wrong);
    expect(readdirSync(target)).toEqual([]);
    const file = await astral.files.download(REF, { verify: true });
    expect(await rejection(file.bytes())).toMatchObject({ code: 'RESPONSE_VALIDATION' });
  });
});

describe('whose call it was', () => {
  it('extract and save are named as such, with what they were for', async () => {
    const { astral } = await peer((_, response) => response.writeHead(404).end());
    const target = folder();
    expect(await rejection(astral.packets.extract(PACKET, target))).toMatchObject({
      operation: 'packets.extract',
      params: { packetId: PACKET },
      message: expect.stringContaining(`packets.extract (packetId ${PACKET})`),
    });
    expect(await rejection(astral.files.save(REF, join(target, 'x')))).toMatchObject({
      operation: 'files.save',
      params: REF,
    });
    expect(await rejection(astral.packets.extract('no id', target))).toMatchObject({
      operation: 'packets.extract',
    });
  });
});

describe('options', () => {
  const ours = 'onProgress, overwrite, limits, verify';
  const common = 'signal, timeouts, headers, retries, validation';
  // Programs without types pass such things.
  type Loose = (astral: AstralClient, options: never) => Promise<unknown>;
  const calls: [string, string, Loose][] = [
    ['extract', ours, (astral, options) => astral.packets.extract(PACKET, folder(), options)],
    [
      'save',
      'onProgress, overwrite, verify',
      (astral, options) => astral.files.save(REF, join(folder(), 'x'), options),
    ],
    [
      'upload',
      'onProgress, maxFileBytes',
      (astral, options) => astral.packets.upload([{ name: 'a', data: 'b' }], options),
    ],
    ['download', 'limits, verify', async (astral, options) => astral.packets.download(PACKET, options)],
    ['files.download', 'verify', async (astral, options) => astral.files.download(REF, options)],
  ];

  it.each(calls)('%s: a name that is none is answered with those that there are', async (_, own, call) => {
    const { astral, asked } = await peer(bytes(packed));
    const error = await rejection(call(astral, { overWrite: 'replace' } as never));
    expect(String(error)).toContain(`overWrite is not an option here; these are: ${common}, ${own}`);
    expect(asked).toEqual([]);
  });

  it.each(calls)('%s: what is no options is said to be none', async (_, __, call) => {
    const { astral, asked } = await peer(bytes(packed));
    for (const options of [null, 'replace', 5]) {
      expect(await rejection(call(astral, options as never))).toMatchObject({
        code: 'REQUEST_VALIDATION',
        message: expect.stringContaining('must be an object of options'),
      });
    }
    expect(asked).toEqual([]);
  });

  it('limits: names and values', async () => {
    const { astral, asked } = await peer(bytes(packed));
    const limits = (value: unknown) =>
      rejection(astral.packets.extract(PACKET, folder(), { limits: value } as never)).then(String);
    expect(await limits(5)).toContain('limits: must be an object of limits');
    expect(await limits({ fileByte: 5 })).toContain(
      'fileByte is not an option here; these are: totalBytes, fileBytes, files, headerBytes, ratio',
    );
    expect(await limits({ files: '5' })).toContain('limits.files: must be a positive number');
    expect(asked).toEqual([]);
  });

  it('a file: URL of another machine is no path here', async () => {
    const { astral, asked } = await peer(bytes(packed));
    expect(await rejection(astral.packets.extract(PACKET, new URL('file://host/x')))).toMatchObject({
      code: 'REQUEST_VALIDATION',
    });
    expect(asked).toEqual([]);
  });

  it.each([Number.NaN, -1, '10'])('bytes(%j) is refused', async (limit) => {
    const { astral } = await peer(bytes(packed));
    for await (const item of await astral.packets.download(PACKET)) {
      expect(await rejection(item.bytes(limit as never))).toMatchObject({ code: 'REQUEST_VALIDATION' });
    }
  });
});

describe('an upload', () => {
  it('of a file with a member that is none says which there are', async () => {
    const { astral, asked } = await peer(bytes(packed));
    const files = [{ name: 'a', data: 'b', contentType: 'text/plain' }];
    expect(await rejection(astral.packets.upload(files))).toMatchObject({
      code: 'REQUEST_VALIDATION',
      issues: [
        { path: ['files', 0, 'contentType'], message: 'is not known; there are: name, data, type, size' },
      ],
    });
    expect(asked).toEqual([]);
  });

  it('of a file that is too large says how large it is', async () => {
    const { astral } = await peer(bytes(packed));
    const error = await rejection(
      astral.packets.upload([{ name: 'a', data: 'b'.repeat(20) }], { maxFileBytes: 10 }),
    );
    expect(String(error)).toContain('holds 20 bytes, which is more than 10 (maxFileBytes)');
  });

  it('that was cut short made no packet, and says so', async () => {
    const { astral } = await peer((request) => request.resume());
    const stop = new AbortController();
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (let piece = 0; ; piece++) {
        if (piece === 20) stop.abort();
        yield Buffer.alloc(65_536);
      }
    }
    const error = await rejection(
      astral.packets.upload([{ name: 'a', data: endless }], { signal: stop.signal, maxFileBytes: Infinity }),
    );
    expect(error).toMatchObject({
      code: 'ABORTED',
      message: expect.stringContaining('It was not sent to its end, so it was not carried out.'),
    });
  });

  it('whose answer is lost says what that leaves', async () => {
    const { astral } = await peer((request, response) => {
      request.resume();
      request.on('end', () => response.destroy());
    });
    const error = await rejection(astral.packets.upload([{ name: 'a', data: 'b' }]));
    expect(String(error)).toContain('a packet that nothing refers to');
    expect(String(error)).not.toContain('find out');
  });
});
