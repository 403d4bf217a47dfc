import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run } from './support/run.ts';

async function explain(...lines: string[]) {
  const directory = await mkdtemp(join(tmpdir(), 'partner-apis-cli-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const file = join(directory, 'stunnel.log');
  await writeFile(file, lines.join('\n'));
  return run({}, 'stunnel', 'explain', file);
}

describe('stunnel explain', () => {
  it('names each cause once, with what to do', async () => {
    const { code, out } = await explain(
      'LOG3[0]: s_connect: connect 127.0.0.1:9443: Connection refused (111)',
      'LOG3[1]: s_connect: connect 127.0.0.1:9443: Connection refused (111)',
      'LOG3[2]: Error resolving "platfrom.invalid": Neither nodename nor servname known (EAI_NONAME)',
      'LOG3[3]: SSL_connect: error:0A000418:SSL routines::tlsv1 alert unknown ca',
      'LOG3[4]: SSL_connect: error:0A000410:SSL routines::sslv3 alert handshake failure',
      'LOG4[5]: CERT: Certificate not found in local repository',
      'LOG3[6]: SSL_connect: error:0A00010B:SSL routines::wrong version number',
      'LOG5[7]: Connection reset: 120 byte(s) sent to TLS, 0 byte(s) sent to socket',
      'Error 0x800b0109 returned by CertVerifyCertificateChainPolicy',
      'LOG3[8]: transfer: s_poll_wait: TIMEOUTclose exceeded: closing',
    );
    expect(code).toBe(1);
    const lines = out.trimEnd().split('\n');
    expect(lines).toHaveLength(8);
    expect(lines[0]).toMatch(/^Nothing listens .* \(lines: 2\)$/);
    expect(lines[7]).toContain('install it in mroot');
  });

  it('says when nothing known is there, also of standard input', async () => {
    const nothing = { code: 0, out: 'The log holds no failure that is known here.\n' };
    expect(
      await explain('LOG5[0]: Connection closed: 9 byte(s) sent to TLS, 9 byte(s) sent to socket'),
    ).toMatchObject(nothing);
    expect(await run({}, 'stunnel', 'explain')).toMatchObject(nothing);
  });

  it.each([
    [['explain', '/nowhere/stunnel.log'], '/nowhere/stunnel.log cannot be read (ENOENT).'],
    [['explian'], 'stunnel takes'],
  ])('refuses %j', async (args, sentence) => {
    const { code, err } = await run({}, 'stunnel', ...args);
    expect(code).toBe(2);
    expect(err).toContain(sentence);
  });
});

describe('logs of a real stunnel 5.68, level 5, with GOST certificates but for those that TLS 1.3 changes', () => {
  it.each([
    ['far-side-down', /^Nothing listens/],
    ['no-such-host', /has no address/],
    ['our-certificate-refused', /^The server refused the certificate of this client/],
    ['our-certificate-refused-tls-1.3', /^The server refused the certificate of this client/],
    ['no-client-certificate', /certificate|cipher/],
    ['no-common-cipher', /certificate|cipher/],
    ['their-certificate-untrusted', /is not trusted|CAfile|mroot/],
    ['another-name', /another name/],
    ['not-tls', /TLS/],
    ['idle-cut', /idle/],
    ['no-common-version', /version of TLS/],
    ['platform-down', /what is behind it is down/],
    ['platform-down-later', /what is behind the far side is down/],
  ])('%s has one cause', async (name, words) => {
    const { code, out } = await run(
      {},
      'stunnel',
      'explain',
      join(import.meta.dirname, `stunnel-5.68/${name}.log`),
    );
    expect(code).toBe(1);
    expect(out.trimEnd().split('\n'), out).toHaveLength(1);
    expect(out).toMatch(words);
  });

  it('a tunnel that works has none', async () => {
    const { code } = await run({}, 'stunnel', 'explain', join(import.meta.dirname, 'stunnel-5.68/fine.log'));
    expect(code).toBe(0);
  });
});
