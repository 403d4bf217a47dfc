import { execFileSync, spawnSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { start, upload, type Received, type Running } from '../../support.ts';

interface Entry {
  readonly header: Header;
  readonly text: string;
}

/** Reads an archive with the library that made it; what others make of one is seen with the system's tar, and where the client is tested. */
async function entriesOf(tar: Buffer): Promise<Entry[]> {
  const entries: Entry[] = [];
  const reader = extract();
  reader.end(tar);
  for await (const entry of reader) {
    let text = '';
    for await (const piece of entry) text += String(piece);
    entries.push({ header: entry.header, text });
  }
  return entries;
}

/** GNU tar, whose listing the test reads. */
const systemTar = String(spawnSync('tar', ['--version']).stdout).includes('GNU tar');

const FILES = [
  {
    filename: 'Акт сверки за 2021 год, очень длинное имя, длиннее ста байтов в кодировке UTF-8.txt',
    content: 'один',
  },
  { filename: '2021', content: 'x'.repeat(1024) },
  { filename: '../../a=b', content: '' },
];

async function download(running: Running): Promise<{ answer: Received; ids: string[] }> {
  const packet = await upload(running, FILES);
  const answer = await running.send(`/packet/${packet.id}.tar.gz`);
  return { answer, ids: packet.files.map(({ id }) => id) };
}

describe('GET /packet/{packet_uuid}.tar.gz', () => {
  it('is a gzip of a tar whose entries are named by file id, with the original name in a PAX record', async () => {
    const { answer, ids } = await download(await start());
    expect(answer.headers).toMatchObject({
      'content-type': 'application/gzip',
      'transfer-encoding': 'chunked',
    });
    const entries = await entriesOf(gunzipSync(answer.bytes));
    expect(entries.map(({ header }) => header.name)).toEqual(ids);
    expect(entries.map(({ text }) => text)).toEqual(FILES.map(({ content }) => content));
    for (const [place, { header }] of entries.entries()) {
      expect(header).toMatchObject({
        type: 'file',
        size: Buffer.byteLength(FILES[place]?.content ?? ''),
        mode: 0o644,
      });
      expect(header.pax).toEqual({ path: ids[place], 'ASTRAL.platform.file.name': FILES[place]?.filename });
      expect(header.mtime).toEqual(new Date('2026-01-01T00:00:00Z'));
    }
  });

  it.each([0, 9])('can be compressed at level %d', async (compression) => {
    const running = await start();
    running.sandbox.astral.archive = { compression };
    const { answer } = await download(running);
    expect(await entriesOf(gunzipSync(answer.bytes))).toHaveLength(3);
    expect(answer.bytes.length > 2000).toBe(compression === 0);
  });

  it('can name its entries by dashed ids or after ./', async () => {
    const running = await start();
    running.sandbox.astral.archive = { names: 'dashed' };
    const dashed = await download(running);
    const [name] = (await entriesOf(gunzipSync(dashed.answer.bytes))).map(({ header }) => header.name);
    expect(name).toMatch(/^\w{8}-\w{4}-\w{4}-\w{4}-\w{12}$/);
    expect(name?.replaceAll('-', '')).toBe(dashed.ids[0]);
    running.sandbox.astral.archive = { names: 'prefixed' };
    const prefixed = await download(running);
    const names = (await entriesOf(gunzipSync(prefixed.answer.bytes))).map(({ header }) => header.name);
    expect(names).toEqual(prefixed.ids.map((id) => `./${id}`));
  });

  it.each([
    ['lower', 'astral.platform.file.name'],
    ['upper', 'ASTRAL.PLATFORM.FILE.NAME'],
    ['missing', undefined],
  ] as const)('can have the record with the name %s', async (nameRecord, key) => {
    const running = await start();
    running.sandbox.astral.archive = { nameRecord };
    const { answer } = await download(running);
    const [first] = await entriesOf(gunzipSync(answer.bytes));
    expect(Object.keys(first?.header.pax ?? {})).toEqual(key === undefined ? [] : ['path', key]);
  });

  it('can begin with a global header and a directory', async () => {
    const running = await start();
    running.sandbox.astral.archive = { globalHeader: true, directory: true };
    const { answer } = await download(running);
    const tar = gunzipSync(answer.bytes);
    expect(tar.toString('latin1', 156, 157)).toBe('g');
    expect((await entriesOf(tar)).map(({ header }) => header.type)).toEqual([
      'directory',
      'file',
      'file',
      'file',
    ]);
  });

  it.skipIf(!systemTar)(
    'is a tar to the tar of the system as well, with everything that can be in it',
    async () => {
      const running = await start();
      running.sandbox.astral.archive = { globalHeader: true, directory: true };
      const { answer, ids } = await download(running);
      const listed = execFileSync('tar', ['-tzvf', '-', '--full-time', '--utc'], { input: answer.bytes });
      const lines = listed.toString().trim().split('\n');
      expect(lines.map((line) => line.split(/\s+/).at(-1))).toEqual(['./', ...ids]);
      expect(lines.map((line) => line.split(/\s+/)[2])).toEqual(['0', '8', '1024', '0']);
      expect(lines.filter((line) => !line.includes('2026-01-01 00:00:00'))).toEqual([]);
    },
  );

  it('can be labelled so that clients unpack it', async () => {
    const running = await start();
    running.sandbox.astral.archive = { contentEncoding: true };
    const packet = await upload(running, FILES);
    const answer = await fetch(`${running.url}/packet/${packet.id}.tar.gz`, {
      headers: { 'x-api-key': running.apiKey },
    });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(await entriesOf(Buffer.from(await answer.arrayBuffer()))).toHaveLength(3);
  });

  it('can say how long it is', async () => {
    const running = await start();
    running.sandbox.astral.archive = { contentLength: true };
    const { answer } = await download(running);
    expect(answer.headers['content-length']).toBe(String(answer.bytes.length));
    expect(answer.headers).not.toHaveProperty('transfer-encoding');
  });

  it('goes back to the default for what a setting does not name', async () => {
    const { sandbox } = await start();
    sandbox.astral.archive = { directory: true };
    sandbox.astral.archive = { names: 'dashed' };
    expect(sandbox.astral.archive).toMatchObject({ directory: false, names: 'dashed' });
    expect(() => Object.assign(sandbox.astral, { archive: { name: 'dashed' } })).toThrow(/archive/);
  });
});
