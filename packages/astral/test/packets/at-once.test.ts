import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { AstralClient } from '@partner-apis/astral';
import { describe, expect, it } from 'vitest';
import { rejection } from '@partner-apis/test-kit';
import { folder } from './support/folder.ts';
import { envelope, peer } from './support/http-server.ts';
import { bodyOf, partsOf } from './support/multipart.ts';
import { id } from './support/raw-tar.ts';

// What moves files is loaded with the first that is moved; what a call was given counts as it was when it was called.

describe('what a program changes after a call is for the next call', () => {
  it('upload', async () => {
    const sent: string[][] = [];
    const { astral } = await peer((request, response) => {
      void bodyOf(request).then((body) => {
        const parts = partsOf(body, request.headers['content-type'] ?? '');
        sent.push(parts.map(({ content }) => content.toString()));
        response.end(envelope({ packet: { id: id(9), files: [] } }));
      });
    });
    const file = { name: 'a.txt', data: 'one' };
    const files = [file];
    const first = astral.packets.upload(files);
    file.data = 'two';
    files.push({ name: 'b.txt', data: 'three' });
    const second = astral.packets.upload(files);
    files.length = 0;
    await Promise.all([first, second]);
    expect(sent.map((texts) => texts.join('+')).toSorted()).toEqual(['one', 'two+three']);
  });

  it('download and save', async () => {
    const { astral } = await peer((request, response) => response.end(request.url?.slice(-1)));
    const ref = { packetId: id(1), fileId: id(2) };
    const target = folder();
    const calls = [
      astral.files.download(ref).then((file) => file.text()),
      astral.files.save(ref, join(target, 'saved')),
    ] as const;
    ref.fileId = id(3);
    const [text] = await Promise.all(calls);
    expect([text, readFileSync(join(target, 'saved'), 'utf8')]).toEqual(['2', '2']);
  });
});

describe('an error of bad arguments names the line that called', () => {
  const astral = new AstralClient({ apiKey: 'key' });
  const calls: [string, () => PromiseLike<unknown>][] = [
    ['upload', () => astral.packets.upload([])],
    ['download', () => astral.packets.download('no id')],
    ['extract', () => astral.packets.extract('no id', '')],
    ['files.download', () => astral.files.download('no reference')],
    ['files.save', () => astral.files.save('no reference', '')],
  ];
  it.each(calls)('%s', async (_, call) => {
    const nightlyJob = async (): Promise<void> => {
      await call();
    };
    expect(await rejection(nightlyJob())).toMatchObject({
      code: 'REQUEST_VALIDATION',
      stack: expect.stringContaining('nightlyJob'),
    });
  });
});
