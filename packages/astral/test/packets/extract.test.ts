import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type ExtractOptions,
  FileSystemError,
  isAbortedError,
  isFileSystemError,
  type Overwrite,
} from '@partner-apis/astral';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rejection } from '@partner-apis/test-kit';
import { folder, listing } from './support/folder.ts';
import { bytes, envelope, peer } from './support/http-server.ts';
import { archive, file, id } from './support/raw-tar.ts';

const PACKET = id(0xabc);
const two = archive(file(1, 'Акт.txt', 'один'), file(2, 'Опись.txt', 'два'));

/** A client of a platform whose packet is this. */
async function client(body: Uint8Array) {
  return (await peer(bytes(body))).astral;
}

/** Extracts files of these names and gives the names they got. */
async function namesFor(...names: string[]): Promise<string[]> {
  const astral = await client(archive(...names.map((name, index) => file(index + 1, name, `${index}`))));
  const target = folder();
  const files = await astral.packets.extract(PACKET, target);
  expect(files.map(({ name }) => name)).toEqual(names);
  for (const [index, { path }] of files.entries()) {
    expect(dirname(path)).toBe(target);
    expect(readFileSync(path, 'utf8')).toBe(`${index}`);
  }
  expect(readdirSync(target)).toHaveLength(names.length);
  return files.map(({ path }) => basename(path));
}

describe('extract', () => {
  it('writes all files and tells of each', async () => {
    const astral = await client(two);
    const target = join(folder(), 'new', 'folder');

    const files = await astral.packets.extract(PACKET, target);

    expect(files).toEqual([
      { fileId: id(1), name: 'Акт.txt', path: join(target, 'Акт.txt'), size: 8 },
      { fileId: id(2), name: 'Опись.txt', path: join(target, 'Опись.txt'), size: 6 },
    ]);
    expect(listing(target)).toEqual({ 'Акт.txt': 'один', 'Опись.txt': 'два' });
  });

  it('takes a file: URL', async () => {
    const astral = await client(two);
    const target = folder();

    await astral.packets.extract(PACKET, pathToFileURL(target));

    expect(Object.keys(listing(target))).toHaveLength(2);
  });

  it('writes files of all sizes whole', async () => {
    const sizes = [0, 1, 512, 65_537, 1_048_576, 9_000_001];
    const astral = await client(
      archive(...sizes.map((size, index) => file(index, `${size}`, Buffer.alloc(size, index)))),
    );
    const target = folder();

    await astral.packets.extract(PACKET, target);

    for (const [index, size] of sizes.entries()) {
      expect(readFileSync(join(target, `${size}`)).equals(Buffer.alloc(size, index)), `${size}`).toBe(true);
    }
  });

  it('writes every byte where headers and contents cross the borders of what zlib hands over', async () => {
    // 15 MB that hardly shrink, in files of every kind of length.
    const contents = Array.from({ length: 60 }, (_, index) => randomBytes((index * 7919 + 13) % 500_000));
    const astral = await client(
      archive(...contents.map((bytes, index) => file(index, `имя ${index}`, bytes))),
    );
    const target = folder();

    const files = await astral.packets.extract(PACKET, target);

    expect(files).toHaveLength(60);
    for (const [index, { path }] of files.entries()) {
      expect(readFileSync(path).equals(contents[index] ?? Buffer.alloc(0)), path).toBe(true);
    }
  });

  it('writes more files than are flushed together', async () => {
    const names = Array.from({ length: 700 }, (_, index) => `${index}`);
    const astral = await client(archive(...names.map((name, index) => file(index, name, name))));
    const target = folder();

    await astral.packets.extract(PACKET, target);

    expect(listing(target)).toEqual(Object.fromEntries(names.map((name) => [name, name])));
  });

  it('reports progress, with a total once the metadata has been asked for', async () => {
    const packet = {
      id: PACKET,
      files: [
        { id: id(1), name: 'a', size: 8 },
        { id: id(2), name: 'b', size: 6 },
      ],
    };
    const { astral } = await peer((request, response) => {
      request.resume();
      response.end(request.url?.endsWith('.json') ? envelope({ packet }) : two);
    });
    const plain: object[] = [];
    const verified: object[] = [];

    await astral.packets.extract(PACKET, folder(), { onProgress: (step) => plain.push(step) });
    await astral.packets.extract(PACKET, folder(), {
      verify: true,
      onProgress: (step) => verified.push(step),
    });

    expect(plain).toEqual([
      { file: 'Акт.txt', transferredBytes: 8 },
      { file: 'Опись.txt', transferredBytes: 14 },
    ]);
    expect(verified.at(-1)).toEqual({ file: 'Опись.txt', transferredBytes: 14, totalBytes: 14 });
  });

  it.each([
    ['an empty directory', '', {}, 'directory'],
    ['a number for a directory', 5, {}, 'directory'],
    ['a web address', new URL('https://example.com/'), {}, 'directory'],
    ['an unknown overwrite', '/tmp/x', { overwrite: 'always' }, 'overwrite'],
    ['a word for a callback', '/tmp/x', { onProgress: 'yes' }, 'onProgress'],
    ['an unknown option', '/tmp/x', { overwrit: 'error' }, ''],
  ])('%s is refused before anything is sent', async (_, directory, options, path) => {
    const { astral, asked } = await peer(bytes(two));

    const error = await rejection(
      astral.packets.extract(PACKET, directory as string, options as ExtractOptions),
    );

    expect(error).toMatchObject({
      code: 'REQUEST_VALIDATION',
      issues: [{ path: path === '' ? [] : [path] }],
    });
    expect(asked).toEqual([]);
  });

  it('a packet that does not exist makes no folder', async () => {
    const { astral } = await peer((_, response) => {
      response.writeHead(404).end(envelope({ status: 404 }));
    });
    const target = join(folder(), 'new');

    const error = await rejection(astral.packets.extract(PACKET, target));

    expect(error).toMatchObject({ code: 'NOT_FOUND' });
    expect(existsSync(target)).toBe(false);
  });
});

describe('names from the wire', () => {
  it.each([
    ['separators', ['a/b', 'c\\d', '/etc/passwd'], ['a_b', 'c_d', '_etc_passwd']],
    ['ways out', ['..', '../../x', '.'], [id(1), '.._.._x', id(3)]],
    ['drives and streams', ['C:', 'C:\\x', 'a:b'], ['C_', 'C__x', 'a_b']],
    ['control characters', ['a\0b', 'a\nb', 'a\u009fb'], ['a_b', 'a_b (2)', 'a_b (3)']],
    ['direction marks', ['invoice\u202egpj.exe', 'a\u200eb'], ['invoice_gpj.exe', 'a_b']],
    ['what cannot be seen', ['a\u200bb', '\ufeffa'], ['a_b', '_a']],
    [
      'devices of Windows',
      ['CON', 'nul.txt', 'com1', 'LPT9.tar.gz', 'console'],
      ['_CON', '_nul.txt', '_com1', '_LPT9.tar.gz', 'console'],
    ],
    ['dots and spaces at the end', ['a.', 'b ', 'c. .', ' d'], ['a', 'b', 'c', 'd']],
    ['nothing left', [' ', '...'], [id(1), id(2)]],
    ['wildcards and quotes', ['a*b?', 'ООО "Х" <1>|2'], ['a_b_', 'ООО _Х_ _1__2']],
    ['equal names', ['a.pdf', 'a.pdf', 'a.pdf'], ['a.pdf', 'a (2).pdf', 'a (3).pdf']],
    ['names equal but for case', ['Акт.PDF', 'акт.pdf'], ['Акт.PDF', 'акт (2).pdf']],
    [
      'names equal but for their encoding',
      ['й.txt', 'й.txt'.normalize('NFD')],
      ['й.txt', `${'й'.normalize('NFD')} (2).txt`],
    ],
    ['a number that is taken', ['a.txt', 'a (2).txt', 'a.txt'], ['a.txt', 'a (2).txt', 'a (3).txt']],
    ['hidden ones and double endings', ['.profile', 'a.tar.gz'], ['.profile', 'a.tar.gz']],
  ])('%s', async (_, names, wanted) => {
    expect(await namesFor(...names)).toEqual(wanted);
  });

  it('too long ones are cut between characters and keep their ending', async () => {
    const family = '👨‍👩‍👧'.repeat(20);
    const [long = '', same = '', whole = ''] = await namesFor(
      `${'ж'.repeat(300)}.docx`,
      `${'ж'.repeat(301)}.docx`,
      `${family}.txt`,
    );

    expect(long).toBe(`${'ж'.repeat(125)}.docx`);
    expect(same).toBe(`${'ж'.repeat(123)} (2).docx`);
    expect(whole.replaceAll('👨‍👩‍👧', '')).toBe('.txt');
  });

  it('any names at all: one safe file each, right under the folder', async () => {
    const nasty = fc.constantFrom(
      '/',
      '\\',
      '..',
      '.',
      ':',
      '\0',
      '\u202e',
      'CON',
      ' ',
      'a',
      'А',
      'é',
      '💾',
      '\ud800',
      '%',
      '"',
    );
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.array(nasty, { maxLength: 12 }).map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: 1, maxLength: 12 }), async (names) => {
        const astral = await client(
          archive(...names.map((item, index) => file(index + 1, item, `${index}`))),
        );
        const target = folder();
        const files = await astral.packets.extract(PACKET, target);
        const written = readdirSync(target);
        expect(written).toHaveLength(names.length);
        for (const [index, { path }] of files.entries()) {
          const own = basename(path);
          expect(dirname(path)).toBe(target);
          expect(readFileSync(path, 'utf8')).toBe(`${index}`);
          expect(Buffer.byteLength(own)).toBeLessThanOrEqual(255);
          expect(own).not.toMatch(/[/\\:*?"<>|\p{Cc}\u202a-\u202e]|[. ]$|^(con|nul|aux|prn)(\.|$)/iu);
        }
        expect(new Set(written.map((item) => item.toLowerCase())).size).toBe(names.length);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});

describe('what is there already', () => {
  const outcomes: [Overwrite, Record<string, string>][] = [
    ['error', { 'Опись.txt': 'mine' }],
    ['replace', { 'Акт.txt': 'один', 'Опись.txt': 'два' }],
    ['rename', { 'Акт.txt': 'один', 'Опись.txt': 'mine', 'Опись (2).txt': 'два' }],
  ];

  it.each(outcomes)('overwrite: %s', async (overwrite, wanted) => {
    const astral = await client(two);
    const target = folder();
    writeFileSync(join(target, 'Опись.txt'), 'mine');

    const outcome = await astral.packets
      .extract(PACKET, target, { overwrite })
      .catch((error: unknown) => error);

    expect(isFileSystemError(outcome)).toBe(overwrite === 'error');
    expect(listing(target)).toEqual(wanted);
  });

  it('is an error by default, which names the file and says what to do', async () => {
    const astral = await client(two);
    const target = folder();
    writeFileSync(join(target, 'Акт.txt'), 'mine');

    const error = await rejection(astral.packets.extract(PACKET, target));

    expect(error).toBeInstanceOf(FileSystemError);
    expect(error).toMatchObject({
      code: 'FILE_SYSTEM',
      reason: 'EEXIST',
      path: join(target, 'Акт.txt'),
      operation: 'packets.extract',
    });
    expect(String(error)).toContain("overwrite: 'replace'");
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({
      reason: 'EEXIST',
      path: join(target, 'Акт.txt'),
    });
  });

  it('a link is not followed: replaced, numbered beside, or refused', async () => {
    const astral = await client(archive(file(1, 'a', 'new')));
    const outside = join(folder(), 'precious');
    writeFileSync(outside, 'old');
    const outcomes: unknown[] = [];
    for (const overwrite of ['error', 'rename', 'replace'] as const) {
      const target = folder();
      symlinkSync(outside, join(target, 'a'));
      await astral.packets.extract(PACKET, target, { overwrite }).catch(() => undefined);
      outcomes.push(listing(target));
    }

    expect(outcomes).toEqual([{ a: 'no file' }, { a: 'no file', 'a (2)': 'new' }, { a: 'new' }]);
    expect(readFileSync(outside, 'utf8')).toBe('old');
  });

  it('a folder is never replaced', async () => {
    const astral = await client(two);
    const target = folder();
    mkdirSync(join(target, 'Опись.txt'));

    const error = await rejection(astral.packets.extract(PACKET, target, { overwrite: 'replace' }));

    expect(error).toMatchObject({ code: 'FILE_SYSTEM', reason: 'EISDIR' });
    expect(listing(target)).toEqual({ 'Опись.txt': 'no file' });
  });

  it('appears while the download runs: it stays, and nothing else does', async () => {
    const astral = await client(two);
    const target = folder();

    const error = await rejection(
      astral.packets.extract(PACKET, target, {
        onProgress: ({ transferredBytes }) => {
          if (transferredBytes === 14) writeFileSync(join(target, 'Опись.txt'), 'mine');
        },
      }),
    );

    expect(error).toMatchObject({ reason: 'EEXIST' });
    expect(listing(target)).toEqual({ 'Опись.txt': 'mine' });
  });

  it('appears while the download runs, with rename: gets a number', async () => {
    const astral = await client(two);
    const target = folder();

    await astral.packets.extract(PACKET, target, {
      overwrite: 'rename',
      onProgress: ({ transferredBytes }) => {
        if (transferredBytes === 14) writeFileSync(join(target, 'Опись.txt'), 'mine');
      },
    });

    expect(listing(target)).toEqual({ 'Акт.txt': 'один', 'Опись.txt': 'mine', 'Опись (2).txt': 'два' });
  });

  it('turns into a folder while the download runs: what was replaced before is put back', async () => {
    const astral = await client(two);
    const target = folder();
    writeFileSync(join(target, 'Акт.txt'), 'mine');

    const error = await rejection(
      astral.packets.extract(PACKET, target, {
        overwrite: 'replace',
        onProgress: ({ transferredBytes }) => {
          if (transferredBytes === 14) mkdirSync(join(target, 'Опись.txt', 'full'), { recursive: true });
        },
      }),
    );

    expect(isFileSystemError(error)).toBe(true);
    expect(listing(target)).toEqual({ 'Акт.txt': 'mine', 'Опись.txt': 'no file' });
    expect(readdirSync(join(target, 'Опись.txt'))).toEqual(['full']);
  });
});

describe('nothing is left', () => {
  const long = archive(file(1, 'a', Buffer.alloc(3_000_000, 1)), file(2, 'b', Buffer.alloc(3_000_000, 2)));

  it('after an abort in the middle, a folder made for it included', async () => {
    const astral = await client(long);
    const parent = folder();
    const controller = new AbortController();

    const error = await rejection(
      astral.packets.extract(PACKET, join(parent, 'deep', 'er'), {
        signal: controller.signal,
        onProgress: ({ file: name }) => {
          if (name === 'b') controller.abort();
        },
      }),
    );

    expect(isAbortedError(error)).toBe(true);
    expect(listing(parent)).toEqual({});
  });

  it('after a callback that throws, and its error is the one that counts', async () => {
    const astral = await client(long);
    const target = folder();
    const own = new Error('no terminal');

    const error = await rejection(
      astral.packets.extract(PACKET, target, {
        onProgress() {
          throw own;
        },
      }),
    );

    expect(error).toBe(own);
    expect(listing(target)).toEqual({});
  });

  it('after damage in the last byte', async () => {
    const broken = Buffer.from(two);
    broken.writeUInt8(broken.readUInt8(broken.length - 1) ^ 1, broken.length - 1);
    const astral = await client(broken);
    const target = folder();
    writeFileSync(join(target, 'Акт.txt'), 'mine');

    const error = await rejection(astral.packets.extract(PACKET, target, { overwrite: 'replace' }));

    expect(error).toMatchObject({ code: 'ARCHIVE', reason: 'corrupt' });
    expect(listing(target)).toEqual({ 'Акт.txt': 'mine' });
  });

  it('but what was there', async () => {
    const astral = await client(two.subarray(0, -20));
    const parent = folder();
    mkdirSync(join(parent, 'target'));
    writeFileSync(join(parent, 'target', 'mine'), 'mine');

    await rejection(astral.packets.extract(PACKET, join(parent, 'target')));

    expect(listing(join(parent, 'target'))).toEqual({ mine: 'mine' });
  });
});

describe('the folder', () => {
  it('that is a link is resolved, and the paths show where the files really are', async () => {
    const astral = await client(two);
    const real = folder();
    const link = join(folder(), 'link');
    symlinkSync(real, link);

    const [first] = await astral.packets.extract(PACKET, link);

    expect(first?.path).toBe(join(realpathSync(real), 'Акт.txt'));
    expect(Object.keys(listing(real))).toHaveLength(2);
  });

  it('that is a link which is turned elsewhere in the middle: the files stay together', async () => {
    const astral = await client(two);
    const [real, other] = [folder(), folder()];
    const link = join(folder(), 'link');
    symlinkSync(real, link);

    await astral.packets.extract(PACKET, link, {
      onProgress: ({ transferredBytes }) => {
        if (transferredBytes !== 8) return;
        rmSync(link);
        symlinkSync(other, link);
      },
    });

    expect(Object.keys(listing(real))).toHaveLength(2);
    expect(listing(other)).toEqual({});
  });

  it('that is a file is an error', async () => {
    const astral = await client(two);
    const path = join(folder(), 'file');
    writeFileSync(path, 'x');

    const error = await rejection(astral.packets.extract(PACKET, path));

    expect(error).toMatchObject({ code: 'FILE_SYSTEM', reason: 'EEXIST', path });
    expect(readFileSync(path, 'utf8')).toBe('x');
  });

  it('shows no file under its final name before all of them are whole', async () => {
    const body = archive(file(1, 'a', Buffer.alloc(2_000_000, 1)), file(2, 'b', Buffer.alloc(2_000_000, 2)));
    const astral = await client(body);
    const target = folder();
    const seen = new Set<string>();

    await astral.packets.extract(PACKET, target, {
      onProgress: () => {
        for (const name of readdirSync(target)) seen.add(name);
      },
    });

    expect([...seen].filter((name) => !/^\.[0-9a-f]{24}\.part$/.test(name))).toEqual([]);
    expect(statSync(join(target, 'b')).size).toBe(2_000_000);
  });
});
