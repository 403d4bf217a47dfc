import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run } from './support/run.ts';

async function folder(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'partner-apis-init-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return join(directory, 'stunnel');
}

/** The settings of a configuration, without its comments. */
async function settings(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8');
  return text.split('\n').filter((line) => line !== '' && !/^[;#]/.test(line));
}

describe('stunnel init', () => {
  it('writes what the manual has, for CryptoPro, and says what comes next', async () => {
    const out = await folder();
    const { code, out: said } = await run(
      {},
      'stunnel',
      'init',
      '--cert',
      '/keys/client.cer',
      '--connect',
      'production',
      '--out',
      out,
    );
    expect(code).toBe(0);
    expect(await settings(join(out, 'client.conf'))).toEqual([
      'cert = /keys/client.cer',
      `pid = ${out}/stunnel.pid`,
      'socket = l:TCP_NODELAY=1',
      'socket = r:TCP_NODELAY=1',
      'debug = 5',
      `output = ${out}/stunnel.log`,
      'client = yes',
      'foreground = yes',
      '[https]',
      'accept = 127.0.0.1:8000',
      'connect = platform.astral.ru:9443',
      'verify = 3',
      'TIMEOUTclose = 0',
      'TIMEOUTidle = 1260',
      'socket = r:SO_KEEPALIVE=1',
      'socket = r:TCP_KEEPIDLE=30',
      'socket = r:TCP_KEEPINTVL=10',
      'socket = r:TCP_KEEPCNT=3',
    ]);
    const unit = await settings(join(out, 'tls_client.service'));
    expect(unit).toContain(`ExecStart=/opt/cprocsp/sbin/amd64/stunnel_thread ${out}/client.conf`);
    expect(said).toContain('mroot');
    expect(said).toContain('partner-apis doctor astral');
  });

  it('writes what stunnel with the GOST engine of OpenSSL takes', async () => {
    const out = await folder();
    const args = [
      '--cert',
      '/keys/client.pem',
      '--connect',
      'gost.example:443',
      '--accept',
      '[::1]:9000',
      '--flavour',
      'openssl-gost',
    ];
    expect((await run({}, 'stunnel', 'init', ...args, '--out', out)).code).toBe(0);
    const conf = await settings(join(out, 'client.conf'));
    expect(conf).toEqual(
      expect.arrayContaining([
        'engine = gost',
        'engineDefault = ALL',
        'key = /keys/client.key',
        'verifyChain = yes',
        'checkHost = gost.example',
        'sslVersionMax = TLSv1.2',
        'accept = [::1]:9000',
      ]),
    );
    expect(conf).not.toContain('verify = 3');
  });

  it('comments every line, in Russian where that is asked for', async () => {
    for (const [lang, words] of [
      ['en', /^[;#] [A-Z`]/],
      ['ru', /^[;#] [А-Я`]/],
    ] as const) {
      const out = await folder();
      const { out: said } = await run(
        {},
        'stunnel',
        'init',
        '--cert',
        'c',
        '--connect',
        'demo',
        '--out',
        out,
        '--lang',
        lang,
      );
      const lines = (await readFile(join(out, 'client.conf'), 'utf8')).split('\n');
      for (const [index, line] of lines.entries())
        if (/^\w+ = /.test(line) && !line.startsWith('socket = r:TCP'))
          expect(lines[index - 1], line).toMatch(words);
      expect(said).toMatch(lang === 'ru' ? /Передайте сертификат/ : /Give the certificate/);
    }
  });

  it('overwrites nothing', async () => {
    const out = await folder();
    const args = ['stunnel', 'init', '--cert', 'c', '--connect', 'demo', '--out', out];
    await run({}, ...args);
    const before = await readFile(join(out, 'client.conf'), 'utf8');
    const again = await run({}, ...args, '--accept', '127.0.0.1:9000');
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('nothing was overwritten') });
    expect(await readFile(join(out, 'client.conf'), 'utf8')).toBe(before);
  });

  it.each([
    ['no certificate', ['--connect', 'demo'], '--cert'],
    ['nowhere to connect', ['--cert', 'c'], '--connect'],
    ['a server without a port', ['--cert', 'c', '--connect', 'host'], 'HOST:PORT'],
    ['a name to listen at', ['--cert', 'c', '--connect', 'demo', '--accept', 'localhost:8000'], '--accept'],
    ['another kind of stunnel', ['--cert', 'c', '--connect', 'demo', '--flavour', 'x'], '--flavour'],
    ['another language', ['--cert', 'c', '--connect', 'demo', '--lang', 'de'], '--lang'],
  ])('refuses %s', async (_, args, words) => {
    const out = await folder();
    const { code, err } = await run({}, 'stunnel', 'init', ...args, '--out', out);
    expect(code).toBe(2);
    expect(err).toContain(words);
    await expect(readdir(out)).rejects.toThrow('ENOENT');
  });
});
