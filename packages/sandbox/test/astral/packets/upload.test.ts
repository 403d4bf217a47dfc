import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { form, start, upload, type FormPart, type WirePacket } from '../../support.ts';

const names = (packet: WirePacket): string[] => packet.files.map(({ name }) => name);

const MIB = 1 << 20;

/** A form with one file of this many bytes, made while it is sent. */
async function* large(size: number): AsyncGenerator<Uint8Array> {
  const [head = '', tail = ''] = form([{ filename: 'large.bin', content: '|' }])
    .body.toString()
    .split('|');
  yield Buffer.from(head);
  const piece = Buffer.alloc(MIB, 'x');
  for (let left = size; left > 0; left -= piece.length) yield piece.subarray(0, Math.min(left, piece.length));
  yield Buffer.from(tail);
}

describe('POST /packet', () => {
  it('makes a packet of every file, with day-only dates and the detail of the manual', async () => {
    const { sandbox, send } = await start();
    const parts: FormPart[] = [
      { filename: 'Договор № 1.pdf', type: 'application/pdf', content: 'one' },
      { filename: 'b', content: '' },
    ];
    const answer = await send('/packet', { method: 'POST', ...form(parts) });
    expect(answer.status).toBe(200);
    const { packet } = answer.json();
    const acl = { owner: sandbox.astral.participant().id, access: {} };
    const dates = { created: '2026-01-01', updated: '2026-01-01' };
    expect(answer.json()).toEqual({
      status: 200,
      type: 'about:blank',
      title: 'Пакет создан',
      detail: 'Загружено файлов: 2',
      packet: {
        id: expect.stringMatching(/^[a-f0-9]{32}$/),
        ...dates,
        acl,
        files: [
          {
            id: packet.files[0].id,
            name: 'Договор № 1.pdf',
            size: 3,
            mime: 'application/pdf',
            ...dates,
            acl,
          },
          { id: packet.files[1].id, name: 'b', size: 0, mime: 'application/octet-stream', ...dates, acl },
        ],
      },
    });
  });

  it('keeps the order of files whose fields have equal names', async () => {
    const running = await start();
    const packet = await upload(
      running,
      ['a', 'b', 'c', 'd'].map((filename) => ({ field: 'file', filename })),
    );
    expect(names(packet)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('does not keep the order of different field names', async () => {
    const running = await start();
    const packet = await upload(running, [
      { field: 'file1', filename: 'a' },
      { field: 'file2', filename: 'b' },
      { field: 'file1', filename: 'c' },
    ]);
    expect(names(packet)).toEqual(['b', 'a', 'c']);
  });

  it.each([
    ['raw UTF-8', '; filename="Счёт.xml"', 'Счёт.xml'],
    ['RFC 5987', "; filename*=UTF-8''%D0%A1%D1%87%D1%91%D1%82.xml", 'Счёт.xml'],
    ['both, the extended one first', `; filename="x"; filename*=UTF-8''%D0%A1.xml`, 'С.xml'],
    ['a broken extended one beside a plain one', `; filename="x.xml"; filename*=UTF-8''%zz`, 'x.xml'],
    ['escaped quotes', String.raw`; filename="a\"b\\c.txt"`, String.raw`a"b\c.txt`],
    ['a semicolon and an equals sign', '; filename="a;b=c.txt"', 'a;b=c.txt'],
    ['a path', '; filename="../../etc/passwd"', '../../etc/passwd'],
    ['a token', '; filename=plain.txt', 'plain.txt'],
    ['percent signs', '; filename="a%22b.txt"', 'a%22b.txt'],
  ])('reads a file name in %s', async (_name, disposition, expected) => {
    const running = await start();
    expect(names(await upload(running, [{ disposition }]))).toEqual([expected]);
  });

  it('ignores fields that are no files', async () => {
    const running = await start();
    const packet = await upload(running, [{ field: 'comment', content: 'x' }, { filename: 'a' }]);
    expect(names(packet)).toEqual(['a']);
  });

  it('takes two files of the same name', async () => {
    const running = await start();
    expect(names(await upload(running, [{ filename: 'a' }, { filename: 'a' }]))).toEqual(['a', 'a']);
  });

  it('keeps content that looks like a boundary', async () => {
    const running = await start();
    const content = '\r\n--b0undar\r\n--b0undarz\r\n\r\n--';
    const packet = await upload(running, [{ filename: 'a', content }]);
    expect((await running.send(`/packet/${packet.id}/${packet.files[0].id}`)).text).toBe(content);
  });

  it('reads a form that arrives byte by byte, with a preamble and an epilogue', async () => {
    const { send } = await start();
    const { headers, body } = form([{ filename: 'Ж', type: 'text/plain', content: 'один\r\n' }]);
    async function* slowly(): AsyncGenerator<Uint8Array> {
      for (const byte of Buffer.concat([Buffer.from('preamble\r\n'), body, Buffer.from('epilogue')]))
        yield Buffer.of(byte);
    }
    const answer = await send('/packet', { method: 'POST', headers, body: slowly() });
    expect(answer.json().packet.files).toMatchObject([{ name: 'Ж', size: 10, mime: 'text/plain' }]);
  });

  it.each([
    ['no part', form([]), 'api4008'],
    ['no file', form([{ field: 'comment', content: 'x' }]), 'api4008'],
    ['a file without a name', form([{ type: 'application/pdf', content: 'x' }]), 'api4007'],
    ['a file with an empty name', form([{ filename: '', type: 'application/pdf' }]), 'api4007'],
    [
      'a part that is no form data',
      form([{ disposition: '' }])
        .body.toString()
        .replace('form-data', 'inline'),
      'api4007',
    ],
    ['a body cut in a part', form([{ filename: 'a', content: 'xxx' }]).body.subarray(0, 70), 'api4007'],
    ['a body without its last boundary', form([{ filename: 'a' }]).body.subarray(0, -6), 'api4007'],
    ['another boundary', form([{ filename: 'a' }], 'other').body, 'api4007'],
    ['an empty body', '', 'api4007'],
    ['endless headers', `--b0undary\r\n${'x: y\r\n'.repeat(10_000)}`, 'api4007'],
    ['a header without a colon', '--b0undary\r\nnonsense\r\n\r\n\r\n--b0undary--', 'api4007'],
  ])('refuses a form with %s, and keeps nothing of it', async (_name, sent, code) => {
    const { sandbox, send } = await start();
    const { body } = typeof sent === 'object' && 'body' in sent ? sent : { body: sent };
    const answer = await send('/packet', { method: 'POST', headers: form([]).headers, body });
    expect([answer.status, answer.json().code]).toEqual([400, code]);
    expect(sandbox.astral.packets()).toEqual([]);
  });

  it.each(['application/json', 'multipart/form-data', 'multipart/mixed; boundary=b0undary', ''])(
    'refuses the content type %j',
    async (type) => {
      const { send } = await start();
      const { body } = form([{ filename: 'a' }]);
      const answer = await send('/packet', { method: 'POST', headers: { 'content-type': type }, body });
      expect([answer.status, answer.json().code]).toEqual([415, 'api4151']);
    },
  );

  it('takes a file of exactly 128 MiB without holding it in memory, and refuses one byte more', async () => {
    const { sandbox, send } = await start();
    const { headers } = form([]);
    const before = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
    const fits = await send('/packet', { method: 'POST', headers, body: large(128 * MIB) });
    expect(fits.json().packet.files[0].size).toBe(134_217_728);
    expect(process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed - before).toBeLessThan(
      100 * MIB,
    );
    const over = await send('/packet', { method: 'POST', headers, body: large(128 * MIB + 1) });
    expect([over.status, over.json().code]).toEqual([413, 'api4131']);
    expect(sandbox.astral.packets()).toHaveLength(1);
  });

  it('reads a refused form to its end, so that a client that is busy sending it sees the answer', async () => {
    const { send } = await start();
    const { headers } = form([]);
    for (const [first, status] of [
      [Buffer.from('--b0undary\r\nnonsense\r\n\r\n'), 400],
      [Buffer.alloc(0), 413],
    ] as const) {
      let sent = 0;
      async function* refused(): AsyncGenerator<Uint8Array> {
        yield first;
        for await (const piece of large(136 * MIB)) {
          yield piece;
          sent += piece.length;
        }
      }
      const answer = await send('/packet', { method: 'POST', headers, body: refused() });
      expect(answer.status).toBe(status);
      expect(sent).toBeGreaterThan(136 * MIB);
    }
  });

  it('leaves no temporary file behind when the sandbox closes', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'sandbox-test-'));
    onTestFinished(() => rm(directory, { recursive: true }));
    vi.stubEnv('TMPDIR', directory);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { sandbox, send } = await start();
    await send('/packet', { method: 'POST', headers: form([]).headers, body: large(2 * MIB) });
    expect(await readdir(directory)).toHaveLength(1);
    await sandbox.close();
    expect(await readdir(directory)).toEqual([]);
  });

  it('forgets an upload whose client left', async () => {
    const { sandbox, send, waiting } = await start();
    const client = new AbortController();
    async function* half(): AsyncGenerator<Uint8Array> {
      yield form([{ filename: 'a', content: 'x' }]).body.subarray(0, 90);
      await waiting(1);
      client.abort();
    }
    await expect(
      send('/packet', { method: 'POST', headers: form([]).headers, body: half(), signal: client.signal }),
    ).rejects.toThrow('abort');
    await waiting(0);
    expect(sandbox.requests()[0]?.outcome).toBe('aborted');
    expect(sandbox.astral.packets()).toEqual([]);
  });
});
