import { mkdir, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import type { Output } from '../output.ts';
import { UsageError } from '../usage-error.ts';
import { clientConf, type Language, nextSteps, serviceUnit, type Tunnel } from './files.ts';

/** The vendor's servers. Manual, section 2, connection to the server. */
const SERVERS: Readonly<Record<string, string>> = {
  production: 'platform.astral.ru:9443',
  demo: 'demo.platform.astral.ru:9443',
};

/** What the command line has said. */
export interface InitOptions {
  readonly cert?: string | undefined;
  readonly connect?: string | undefined;
  readonly accept?: string | undefined;
  readonly flavour?: string | undefined;
  readonly out?: string | undefined;
  readonly lang?: string | undefined;
}

/** Writes `client.conf` and `tls_client.service` into a folder, and says what comes next. What is there already stays as it is. */
export async function initTunnel(options: InitOptions, { stdout }: Output): Promise<number> {
  const { lang = 'en', flavour = 'cryptopro' } = options;
  if (lang !== 'en' && lang !== 'ru') throw new UsageError('--lang takes en or ru.');
  if (flavour !== 'cryptopro' && flavour !== 'openssl-gost')
    throw new UsageError('--flavour takes cryptopro or openssl-gost.');
  const folder = resolve(needed(options.out, '--out DIR'));
  const tunnel: Tunnel = {
    cert: resolve(needed(options.cert, '--cert FILE')),
    connect: serverOf(needed(options.connect, '--connect production|demo|HOST:PORT')),
    accept: addressOf(options.accept ?? '127.0.0.1:8000'),
    flavour,
    folder,
  };
  for (const path of [tunnel.cert, folder])
    if (/[\r\n]/.test(path)) throw new UsageError('A path with a line break cannot stand in client.conf.');
  await mkdir(folder, { recursive: true });
  const files = [
    [join(folder, 'client.conf'), clientConf(tunnel, lang)],
    [join(folder, 'tls_client.service'), serviceUnit(tunnel, lang)],
  ] as const;
  const written: string[] = [];
  for (const [path, text] of files) {
    await create(path, text);
    written.push(path);
  }
  const language: Language = lang;
  stdout.write(
    `${written.map((path) => (language === 'ru' ? `Записан ${path}\n` : `Wrote ${path}\n`)).join('')}\n`,
  );
  stdout.write(nextSteps(tunnel, language));
  return 0;
}

function needed(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw new UsageError(`stunnel init needs ${name}.`);
  return value;
}

function serverOf(text: string): string {
  const known = Object.hasOwn(SERVERS, text) ? SERVERS[text] : undefined;
  if (known !== undefined) return known;
  if (!/^[\w.-]+:\d{1,5}$/.test(text)) throw new UsageError('--connect takes production, demo or HOST:PORT.');
  return text;
}

function addressOf(text: string): string {
  const [, host = '', port = ''] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (isIP(host.replace(/^\[|\]$/g, '')) === 0 || Number(port) > 65_535)
    throw new UsageError('--accept takes an IP address and a port, such as 127.0.0.1:8000.');
  return text;
}

async function create(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    if (code === 'EEXIST')
      throw new UsageError(
        `${path} is there already, and nothing was overwritten: move it, or name another --out.`,
      );
    throw new UsageError(`${path} cannot be written (${code}).`);
  }
}
