import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  isContentMismatchError,
  isFileSystemError,
  isNotFoundError,
  isRequestValidationError,
} from '@partner-apis/reestro';
import { describe, expect, onTestFinished, test } from 'vitest';
import { rejection, stubServer } from '@partner-apis/test-kit';
import { clientFor, withSandbox } from './support/reestro.ts';

const ID = 'cb351abb-36fb-43be-9194-639be38b5617';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'reestro-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

describe('save', () => {
  test.each(['upper', 'lower'] as const)(
    'compares the MD5 in %s case as the file arrives',
    async (spelling) => {
      const { sandbox, reestro } = await withSandbox();
      const bytes = Buffer.alloc(3_000_000, 'x');
      const { contentId, md5 } = sandbox.reestro.addContent(bytes, { contentType: 'cer' });
      const path = join(folder(), 'new', 'a.cer');
      const seen: number[] = [];
      const saved = await reestro.contents.save(contentId, path, {
        md5: spelling === 'upper' ? md5 : md5.toLowerCase(),
        onProgress: ({ transferredBytes }) => seen.push(transferredBytes),
      });
      expect(saved).toMatchObject({ size: bytes.byteLength, md5: md5.toLowerCase() });
      expect(readFileSync(path).equals(bytes)).toBe(true);
      expect(seen.at(-1)).toBe(bytes.byteLength);
    },
  );

  test('leaves nothing of a file that is another one, not even its folder', async () => {
    const { sandbox, reestro } = await withSandbox();
    const { contentId, md5 } = sandbox.reestro.addContent('not what was announced');
    const target = folder();
    const error = await rejection(
      reestro.contents.save(contentId, join(target, 'new', 'a.pdf'), { md5: '0'.repeat(32) }),
    );
    expect(isContentMismatchError(error)).toBe(true);
    expect(error).toMatchObject({
      code: 'CONTENT_MISMATCH',
      vendor: 'reestro',
      operation: 'contents.save',
      contentId,
      expected: '0'.repeat(32),
      actual: md5.toLowerCase(),
    });
    expect(readdirSync(target)).toEqual([]);
  });

  test('keeps what was there when the new file is another one', async () => {
    const { sandbox, reestro } = await withSandbox();
    const { contentId } = sandbox.reestro.addContent('new');
    const path = join(folder(), 'a.pdf');
    writeFileSync(path, 'old');
    const call = reestro.contents.save(contentId, path, { md5: '0'.repeat(32), overwrite: 'replace' });
    expect(isContentMismatchError(await rejection(call))).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe('old');
    const taken = await rejection(reestro.contents.save(contentId, path));
    expect(isFileSystemError(taken)).toBe(true);
    expect(taken).toMatchObject({ reason: 'EEXIST', vendor: 'reestro' });
    expect(String(taken)).toContain('Kontur.Reestro contents.save');
  });

  test('leaves nothing of a file that was cut', async () => {
    await using server = await stubServer((_, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('12345', () => response.destroy());
    });
    const target = folder();
    const call = clientFor(server.url, { retry: false }).contents.save(ID, join(target, 'a.pdf'));
    expect(await rejection(call)).toMatchObject({ code: 'CONNECTION' });
    expect(readdirSync(target)).toEqual([]);
  });

  // Boundary: what a program without types can do.
  const wrong: [string, object, string][] = [
    ['', {}, 'path'],
    ['a\0b', {}, 'path'],
    ['a', { md5: 'F7415E33' }, 'md5'],
    ['a', { overwrite: 'no' }, 'overwrite'],
    ['a', { onProgress: 1 }, 'onProgress'],
  ];
  test.each(wrong)('refuses the path %j with %j before anything is sent', async (path, options, field) => {
    await using server = await stubServer(() => undefined);
    const call = clientFor(server.url).contents.save(ID, path, options);
    const error = await rejection(call);
    if (!isRequestValidationError(error)) throw error;
    expect(error.issues[0]?.path).toEqual([field]);
    expect(server.requests).toHaveLength(0);
  });
});

describe('download', () => {
  test('gives bytes, text, size and type; a file nobody has is not found', async () => {
    const { sandbox, reestro } = await withSandbox();
    const { contentId } = sandbox.reestro.addContent('Договор');
    const file = await reestro.contents.download(contentId);
    expect(file).toMatchObject({ size: 14, contentType: 'application/pdf' });
    expect(await file.text()).toBe('Договор');
    const again = await reestro.contents.download(contentId);
    await expect(again.bytes()).resolves.toEqual(Buffer.from('Договор'));
    expect(isNotFoundError(await rejection(reestro.contents.download(ID)))).toBe(true);
  });
});
