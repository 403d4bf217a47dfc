import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saveDownload } from '@partner-apis/core/disk';
import { type FileSystemError, isFileSystemError } from '@partner-apis/core/vendor';
import { expect, onTestFinished, test } from 'vitest';
import { rejection } from '@partner-apis/test-kit';

const TASK = { vendor: 'acme', title: 'Acme', operation: 'files.save', writes: 'file' } as const;

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'save-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A download of some chunks; tells whether it was let go of. */
function download(...chunks: readonly (string | Error)[]) {
  const body = {
    size: undefined,
    discarded: 0,
    async *stream() {
      for (const chunk of chunks) {
        if (chunk instanceof Error) throw chunk;
        yield Buffer.from(chunk);
      }
    },
    discard: () => void (body.discarded += 1),
  };
  return body;
}

test('writes a download whole, and shows every chunk as it passes', async () => {
  const path = join(folder(), 'new', 'a.txt');
  const body = download('ab', '', 'cd');
  const seen: string[] = [];
  const saved = await saveDownload(TASK, body, path, { onChunk: (chunk) => seen.push(String(chunk)) });
  expect(saved.size).toBe(4);
  expect(readFileSync(saved.path, 'utf8')).toBe('abcd');
  expect(seen.join('')).toBe('abcd');
  expect(body.discarded).toBe(1);
});

test.each([
  ['the download breaks', [new Error('broken')], {}],
  [
    'it is not accepted',
    ['x'],
    {
      accept: () => {
        throw new Error('broken');
      },
    },
  ],
  [
    'a look at a chunk fails',
    ['x'],
    {
      onChunk: () => {
        throw new Error('broken');
      },
    },
  ],
  ['the caller has left', ['x'], { signal: AbortSignal.abort(new Error('broken')) }],
])('leaves everything as it was when %s', async (_, chunks, settings) => {
  const target = folder();
  const kept = join(target, 'a.txt');
  writeFileSync(kept, 'old');
  const body = download(...chunks);
  const options = { ...settings, overwrite: 'replace' } as const;
  await rejection(saveDownload(TASK, body, kept, options));
  await rejection(saveDownload(TASK, download(...chunks), join(target, 'new', 'b.txt'), options));
  expect(readdirSync(target)).toEqual(['a.txt']);
  expect(readFileSync(kept, 'utf8')).toBe('old');
  expect(body.discarded).toBe(1);
});

test('names vendor and operation in trouble on the disk, with advice for the kind of task', async () => {
  const target = folder();
  mkdirSync(join(target, 'inbox'));
  const trouble = async (writes: 'file' | 'folder'): Promise<FileSystemError> => {
    const error = await rejection(saveDownload({ ...TASK, writes }, download('x'), join(target, 'inbox')));
    if (!isFileSystemError(error)) throw error;
    return error;
  };
  const error = await trouble('file');
  expect(error).toMatchObject({ reason: 'EISDIR', vendor: 'acme', operation: 'files.save' });
  expect(error.message).toContain('Acme files.save could not write');
  expect((await trouble('folder')).hint).not.toBe(error.hint);
});

test('a folder that a link has taken the place of gets no file under its name, and neither does what the link leads to', async () => {
  const place = folder();
  const [target, moved, outside] = [join(place, 'inbox'), join(place, 'moved'), join(place, 'outside')];
  mkdirSync(target);
  mkdirSync(outside);
  const onChunk = (): void => {
    renameSync(target, moved);
    symlinkSync(outside, target);
  };
  const error = await rejection(saveDownload(TASK, download('ab'), join(target, 'a.txt'), { onChunk }));
  expect(error).toMatchObject({ code: 'FILE_SYSTEM' });
  expect(readdirSync(outside)).toEqual([]);
});
