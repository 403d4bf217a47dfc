import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '@partner-apis/cli';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run, served } from './support/run.ts';

async function envFile(lines: Readonly<Record<string, string>>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'partner-apis-cli-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const file = join(directory, '.env');
  const text = Object.entries(lines).map(([name, value]) => `${name}="${value}"\n`);
  await writeFile(file, `# settings\n${text.join('')}`);
  return file;
}

describe('variables', () => {
  it('come from a file, and the environment wins', async () => {
    const { env } = await served();
    const file = await envFile({ ...env, STORMWALL_TOKEN: 'wrong' });
    const token = { STORMWALL_TOKEN: env['STORMWALL_TOKEN'] ?? '' };
    expect(await run(token, 'doctor', '--env-file', file)).toMatchObject({ code: 0, err: '' });
    expect(await run({}, 'doctor', '--env-file', file)).toMatchObject({ code: 1, err: '' });
  });

  it('of a file that is not there are refused before anything is looked at', async () => {
    let err = '';
    const stderr = { write: (piece: string | Uint8Array) => (err += String(piece)) !== '' };
    const code = await runCli(['doctor', '--env-file', '/nowhere/.env'], { stdout: stderr, stderr });
    expect({ code, err }).toEqual({
      code: 2,
      err: 'partner-apis: --env-file: /nowhere/.env cannot be read (ENOENT).\nTry --help.\n',
    });
    // As a process it is Node.js that reads the option first, wherever it stands, and exits with 9.
    const outcome = await run({}, 'doctor', '--env-file', '/nowhere/.env');
    expect([2, 9]).toContain(outcome.code);
    expect(outcome.err).toContain('/nowhere/.env');
  });

  it.each(['ASTRAL_APIKEY', 'ASTRAL_API_KYE', 'astral_api_key', 'ASTRAL-API-KEY'])(
    'that are misspelt are pointed out: %s',
    async (name) => {
      const { code, out } = await run({ [name]: 'very-secret' }, 'doctor');
      expect(code).toBe(1);
      expect(out).toContain(`? variable  ${name} is not read; did you mean ASTRAL_API_KEY?`);
      expect(out).toContain('✗ settings');
      expect(out).not.toContain('very-secret');
    },
  );

  it('that begin like ours and are like none of ours are pointed out, and configure nothing', async () => {
    const { code, err } = await run({ ASNA_PHARMACY: '1', ASNALIKE: '2' }, 'doctor');
    expect(code).toBe(2);
    expect(err).toContain('ASNA_PHARMACY is not read.');
    expect(err).not.toContain('ASNALIKE');
  });

  it('with proxies are named without what they hold, for a vendor that is not on this machine', async () => {
    const proxy = { HTTPS_PROXY: 'http://user:pass@127.0.0.1:1' };
    const away = { STORMWALL_TOKEN: 't', STORMWALL_BASE_URL: 'https://stormwall.invalid' };
    const { out } = await run({ ...away, ...proxy }, 'doctor');
    expect(out).toContain('HTTPS_PROXY is set, and the SDK connects directly.');
    expect(out).not.toContain('user:pass');
  });
});

describe('partner-apis', () => {
  it.each([
    [['--help'], 0, /^Usage: partner-apis <command>/, /^$/],
    [['doctor', '--help'], 0, /^Usage: partner-apis doctor/, /^$/],
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/, /^$/],
    [[], 2, /^$/, /^partner-apis: Give a command\.\nTry --help\.\n$/],
    [['toString'], 2, /^$/, /There is no command 'toString'/],
  ])('%j', async (args, code, out, err) => {
    const outcome = await run({}, ...args);
    expect(outcome.code).toBe(code);
    expect(outcome.out).toMatch(out);
    expect(outcome.err).toMatch(err);
  });
});
