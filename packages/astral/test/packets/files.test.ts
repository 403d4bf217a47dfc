import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import {
  AstralClient,
  fetchTransport,
  isAbortedError,
  isFileSystemError,
  undiciTransport,
} from '@partner-apis/astral';
import { createSandbox } from '@partner-apis/sandbox';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rejection } from '@partner-apis/test-kit';
import { folder, listing } from './support/folder.ts';
import { bytes, envelope, peer } from './support/http-server.ts';
import { id } from './support/raw-tar.ts';

const REF = { packetId: id(1), fileId: id(2) };
const content = Buffer.from('Текст договора');

describe('download', () => {
  it('gives the contents in each way, with the announced size', async () => {
    const { astral, asked } = await peer(bytes(content));

    const file = await astral.files.download(`${id(1)}/${id(2)}`);
    expect(file.size).toBe(content.length);
    expect(await file.text()).toBe('Текст договора');
    expect(await (await astral.files.download(REF)).bytes()).toEqual(content);
    expect(await text((await astral.files.download(REF)).stream())).toBe('Текст договора');
    expect(new Set(asked)).toEqual(new Set([`GET /packet/${id(1)}/${id(2)}`]));
  });

  it('knows no size when none was announced', async () => {
    const { astral } = await peer((_, response) => {
      response.write(content);
      response.end();
    });

    const file = await astral.files.download(REF);

    expect(file.size).toBeUndefined();
    expect(await file.text()).toBe('Текст договора');
  });

  it('a JSON file is a file, even one that looks like an error', async () => {
    const looksBad = envelope({ status: 500 });
    const { astral } = await peer(bytes(Buffer.from(looksBad), { 'content-type': 'application/json' }));

    expect(await (await astral.files.download(REF)).text()).toBe(looksBad);
  });

  it('contents are taken once', async () => {
    const { astral } = await peer(bytes(content));
    const file = await astral.files.download(REF);
    await file.bytes();

    expect(await rejection(file.text())).toBeInstanceOf(TypeError);
  });

  it('close() lets the connection go, before and in the middle of reading', async () => {
    const { astral, allClosed, sockets } = await peer((_, response) => {
      response.writeHead(200, { 'content-length': 1_000_000 });
      response.write(Buffer.alloc(1000));
    });

    await (await astral.files.download(REF)).close();
    await allClosed();
    {
      await using file = await astral.files.download(REF);
      const stream = file.stream();
      stream.on('error', () => undefined);
      await new Promise((resolve) => {
        stream.once('data', resolve);
      });
    }
    await allClosed();
    (await astral.files.download(REF)).stream().destroy();
    await allClosed();
    expect(sockets.size).toBe(0);
  });

  describe.each([
    ['undici', undiciTransport],
    ['fetch', fetchTransport],
  ])('a reader who leaves, through %s', (_name, make) => {
    const mine = new Error('the browser has gone');

    async function download(lasting: number): Promise<{ stream: Readable; allClosed: () => Promise<void> }> {
      const { astral, allClosed } = await peer(
        (_, response) => {
          response.writeHead(200, { 'content-length': 10_000_000 });
          response.write(Buffer.alloc(lasting));
        },
        { transport: make() },
      );
      return { stream: (await astral.files.download(REF)).stream(), allClosed };
    }

    it.each([
      ['while a chunk is awaited', 1_000],
      ['while chunks wait for him', 5_000_000],
    ])('%s, gets his own reason', async (_, lasting) => {
      const { stream, allClosed } = await download(lasting);
      const failed = once(stream, 'error').catch((error: unknown) => [error]);
      stream.once('data', () => {
        stream.pause();
        setImmediate(() => stream.destroy(mine));
      });
      expect((await failed)[0]).toBe(mine);
      await allClosed();
    });

    it('without a reason, is told of no failure', async () => {
      const { stream, allClosed } = await download(1_000);
      const failures: unknown[] = [];
      stream.on('error', (error) => failures.push(error));
      await once(stream, 'data');
      stream.destroy();
      await once(stream, 'close');
      await allClosed();
      expect(failures).toEqual([]);
    });

    it.each([1_000, 5_000_000])(
      'in a pipeline of %i bytes, hears why the other end closed',
      async (lasting) => {
        const { stream, allClosed } = await download(lasting);
        const browser = new Writable({
          write(_chunk, _encoding, done) {
            browser.destroy(lasting > 1_000 ? mine : undefined);
            done();
          },
        });
        const error = await rejection(pipeline(stream, browser));
        if (lasting > 1_000) expect(error).toBe(mine);
        else expect(error).toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
        await allClosed();
      },
    );
  });

  it('an abort in the middle ends the stream with it', async () => {
    const { astral } = await peer((_, response) => {
      response.writeHead(200, { 'content-length': 1_000_000 });
      response.write(Buffer.alloc(1000));
    });
    const controller = new AbortController();
    const file = await astral.files.download(REF, { signal: controller.signal });

    const error = await rejection(
      (async () => {
        for await (const _ of file.stream()) controller.abort();
      })(),
    );

    expect(isAbortedError(error)).toBe(true);
  });

  it('tells how the answer arrived', async () => {
    const { astral } = await peer(bytes(content, { 'x-request-id': 'r-7' }));

    const { data, response } = await astral.files.download(REF).withResponse();

    expect([response.requestId, await data.text()]).toEqual(['r-7', 'Текст договора']);
  });
});

describe('a body that is cut', () => {
  async function raw(answer: string, metadata?: string): Promise<AstralClient> {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (request) => {
        const json = request.toString('latin1').startsWith(`GET /packet/${id(1)}/${id(2)}.json`);
        const found = `HTTP/1.1 200 OK\r\ncontent-length: ${metadata?.length}\r\n\r\n${metadata}`;
        socket.end(
          json ? (metadata === undefined ? 'HTTP/1.1 404 No\r\ncontent-length: 0\r\n\r\n' : found) : answer,
        );
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const astral = new AstralClient({
      apiKey: 'key',
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    });
    onTestFinished(async () => {
      server.close();
      await astral.close();
    });
    return astral;
  }
  const sized = (size: number): string =>
    JSON.stringify({ status: 200, file: { id: id(2), name: 'a', size } });
  const unframed = 'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nabcdef';
  const cuts: [string, string, string | undefined][] = [
    ['before its announced length', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabcdef', undefined],
    [
      'before its last chunk',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n6\r\nabcdef\r\n',
      undefined,
    ],
    ['where only the metadata can tell', unframed, sized(10)],
  ];

  it.each(cuts)('%s is an error in every way of reading', async (_, answer, metadata) => {
    const astral = await raw(answer, metadata);

    for (const take of ['bytes', 'text'] as const) {
      const error = await rejection((async () => (await astral.files.download(REF))[take]())());
      expect(error).toMatchObject({ code: 'CONNECTION', operation: 'files.download' });
    }
    expect(await rejection((async () => text((await astral.files.download(REF)).stream()))())).toMatchObject({
      code: 'CONNECTION',
    });
  });

  it.each(cuts)('%s leaves nothing of a save', async (_, answer, metadata) => {
    const astral = await raw(answer, metadata);
    const target = folder();

    const error = await rejection(astral.files.save(REF, join(target, 'a')));

    expect(error).toMatchObject({ code: 'CONNECTION' });
    expect(listing(target)).toEqual({});
  });

  it('a body without any length is whole when the metadata says so', async () => {
    const astral = await raw(unframed, sized(6));

    const file = await astral.files.download(REF);

    expect(file.size).toBe(6);
    expect(await file.text()).toBe('abcdef');
  });

  it('a body without any length is taken as it is when there is no metadata either', async () => {
    const astral = await raw(unframed);

    expect(await (await astral.files.download(REF)).text()).toBe('abcdef');
  });
});

describe('save', () => {
  it('writes the file, makes its folder, and tells where', async () => {
    const { astral } = await peer(bytes(content));
    const path = join(folder(), 'new', 'договор.txt');
    const steps: object[] = [];

    const saved = await astral.files.save(REF, path, { onProgress: (step) => steps.push(step) });

    expect(saved).toEqual({ path, size: content.length });
    expect(readFileSync(path)).toEqual(content);
    expect(steps).toEqual([
      { file: 'договор.txt', transferredBytes: content.length, totalBytes: content.length },
    ]);
  });

  it('writes an empty file, and says so once', async () => {
    const { astral } = await peer(bytes(Buffer.alloc(0)));
    const path = join(folder(), 'empty');
    const steps: object[] = [];

    await astral.files.save(REF, path, { onProgress: (step) => steps.push(step) });

    expect(readFileSync(path)).toHaveLength(0);
    expect(steps).toEqual([{ file: 'empty', transferredBytes: 0, totalBytes: 0 }]);
  });

  it('overwrite: error by default, replace, rename', async () => {
    const { astral } = await peer(bytes(Buffer.from('new')));
    const target = folder();
    const path = join(target, 'a.txt');
    writeFileSync(path, 'old');

    expect(await rejection(astral.files.save(REF, path))).toMatchObject({
      code: 'FILE_SYSTEM',
      reason: 'EEXIST',
    });
    expect(listing(target)).toEqual({ 'a.txt': 'old' });
    expect(await astral.files.save(REF, path, { overwrite: 'rename' })).toMatchObject({
      path: join(target, 'a (2).txt'),
    });
    expect(listing(target)).toEqual({ 'a.txt': 'old', 'a (2).txt': 'new' });
    expect(await astral.files.save(REF, path, { overwrite: 'replace' })).toMatchObject({ path });
    expect(listing(target)).toEqual({ 'a.txt': 'new', 'a (2).txt': 'new' });
  });

  it('a folder in the way is an error, whatever the mode', async () => {
    const { astral } = await peer(bytes(content));
    const target = folder();
    mkdirSync(join(target, 'a'));

    const error = await rejection(astral.files.save(REF, join(target, 'a'), { overwrite: 'replace' }));

    expect(isFileSystemError(error)).toBe(true);
    expect(listing(target)).toEqual({ a: 'no file' });
  });

  it('an abort in the middle leaves nothing', async () => {
    const { astral } = await peer((_, response) => {
      response.writeHead(200, { 'content-length': 1_000_000 });
      response.write(Buffer.alloc(1000));
    });
    const target = folder();
    const controller = new AbortController();

    const error = await rejection(
      astral.files.save(REF, join(target, 'a'), {
        signal: controller.signal,
        onProgress: () => controller.abort(),
      }),
    );

    expect(isAbortedError(error)).toBe(true);
    expect(listing(target)).toEqual({});
  });

  it('refuses bad arguments before anything is sent', async () => {
    const { astral, asked } = await peer(bytes(content));

    expect(await rejection(astral.files.save(REF, ''))).toMatchObject({ code: 'REQUEST_VALIDATION' });
    expect(await rejection(astral.files.save('x', '/tmp/never'))).toMatchObject({
      code: 'REQUEST_VALIDATION',
    });
    expect(asked).toEqual([]);
  });
});

it('goes up, down and away through the sandbox', async () => {
  const sandbox = createSandbox();
  const server = await sandbox.listen();
  const astral = new AstralClient({ ...server.credentials.astral, baseUrl: server.urls.astral });
  onTestFinished(async () => {
    await astral.close();
    await server.close();
  });
  const packet = await astral.packets.upload([{ name: 'Акт "7".txt', data: content }]);
  const [only] = packet.files;
  const ref = `${packet.id}/${only?.id}`;

  expect(only).toMatchObject({ name: 'Акт "7".txt', size: content.length });
  expect(await (await astral.files.download(ref)).bytes()).toEqual(content);
  const saved = await astral.files.save(ref, join(folder(), 'a'));
  expect(readFileSync(saved.path)).toEqual(content);
  await astral.files.delete(ref);
  expect(await rejection(astral.files.download(ref))).toMatchObject({ code: 'NOT_FOUND' });
});

describe('delete', () => {
  it('a second call rejects: the file is gone', async () => {
    const sandbox = createSandbox();
    const server = await sandbox.listen();
    const astral = new AstralClient({ ...server.credentials.astral, baseUrl: server.urls.astral });
    onTestFinished(async () => {
      await astral.close();
      await server.close();
    });
    const packet = await astral.packets.upload([
      { name: 'a', data: content },
      { name: 'b', data: content },
    ]);
    const ref = `${packet.id}/${packet.files[0]?.id}`;

    expect(await astral.files.delete(ref)).toBeUndefined();
    expect(await rejection(astral.files.delete(ref))).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('a 404 to our own repetition counts as done: the try before it did it', async () => {
    const { astral, asked } = await peer((_, response) => {
      if (asked.length === 1) response.destroy();
      else response.writeHead(404).end(envelope({ status: 404 }));
    });

    expect(await astral.files.delete(REF)).toBeUndefined();
    expect(asked).toHaveLength(2);
  });
});
