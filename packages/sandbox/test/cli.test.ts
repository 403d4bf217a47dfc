import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSandbox } from '@partner-apis/sandbox';
import { sendTo, start } from './support.ts';

const CLI = fileURLToPath(new URL('../src/cli.ts', import.meta.url));

function run(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, ['--conditions=@partner-apis/source', CLI, ...args], {
    stdio: 'pipe',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function outcome(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const child = run(...args);
  if (child.stdout === null || child.stderr === null) throw new Error('no pipes');
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code: Number(code), out, err };
}

function scenarioFile(content: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'scenario-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, 'demo.yaml');
  writeFileSync(file, content);
  return file;
}

/** Reads line after line. */
function linesOf(stream: Readable | null): () => Promise<string> {
  if (stream === null) throw new Error('no pipe');
  const lines = createInterface(stream)[Symbol.asyncIterator]();
  return async () => String((await lines.next()).value);
}

// Each test starts a process, which takes its time on a busy machine.
describe('partner-apis-sandbox', { timeout: 20_000 }, () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('serves what it prints, until %s', async (signal) => {
    const child = run('--port', '0');
    if (child.stdout === null) throw new Error('no pipe');
    let printed = '';
    for await (const piece of child.stdout.iterator({ destroyOnReturn: false })) {
      printed += String(piece);
      if (printed.includes('Ctrl+C')) break;
    }
    const url = /^ASTRAL_BASE_URL=(.+)$/m.exec(printed)?.[1] ?? '';
    const apiKey = /^ASTRAL_API_KEY=(.+)$/m.exec(printed)?.[1] ?? '';
    expect(printed).toContain(`astral  ${url}\n`);
    expect(printed).toMatch(/^inspector  http:\/\/127\.0\.0\.1:\d+\/$/m);
    const answer = await fetch(`${url}/events?unconfirmed=true`, { headers: { 'x-api-key': apiKey } });
    expect(answer.status).toBe(200);
    const held = fetch(`${url}/events?timeout=600`, { headers: { 'x-api-key': apiKey } });
    held.catch(() => {});
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
    await expect(held).rejects.toThrow('fetch failed');
  });

  it('prints one JSON object on one line, and a line for each request on standard error', async () => {
    const child = run('--port', '0', '--json', '--fault', 'astral.events.poll:status,status=429,times=1');
    const out = linesOf(child.stdout);
    const printed = JSON.parse(await out()) as {
      urls: { astral: string };
      credentials: { astral: { apiKey: string } };
      env: object;
    };
    expect(printed.env).toMatchObject({
      ASTRAL_BASE_URL: printed.urls.astral,
      ASTRAL_API_KEY: printed.credentials.astral.apiKey,
    });
    const { status } = await sendTo(`${printed.urls.astral}/events`, printed.credentials.astral.apiKey, {});
    expect(status).toBe(429);
    expect(await linesOf(child.stderr)()).toMatch(
      /^\d{4}-\d\d-\d\dT[\d:.]+Z astral GET \/events 429 \d+ms status$/,
    );
  });

  it('has an inspector, unless it is told not to', async () => {
    const printed = async (...args: string[]): Promise<{ inspector?: { url: string; token: string } }> =>
      JSON.parse(await linesOf(run('--port', '0', '--json', '--host', '0.0.0.0', ...args).stdout)());
    const { inspector } = await printed();
    expect(inspector?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    expect((await fetch(`${inspector?.url}api/state`)).status).toBe(200);
    expect(await printed('--no-inspector')).not.toHaveProperty('inspector');
  });

  it('prints nothing but NAME=value lines with --env, and serves there', async () => {
    const child = run('--port', '0', '--env');
    const out = linesOf(child.stdout);
    const name = /^[A-Z_]+=\S+$/;
    const lines = [await out(), await out(), await out()];
    for (const line of lines) expect(line).toMatch(name);
    expect((await fetch(`${lines[0]?.split('=')[1]}/events`)).status).toBe(401);
  });

  it('starts with a scenario: its seed, its content', async () => {
    const child = run(
      '--port',
      '0',
      '--json',
      '--scenario',
      scenarioFile('seed: x\nreestro: { events: [released] }'),
    );
    const printed = JSON.parse(await linesOf(child.stdout)()) as { credentials: object };
    expect(printed.credentials).toMatchObject({
      astral: { apiKey: createSandbox({ seed: 'x' }).astral.participant().apiKey },
    });
  });

  it.each([
    ['astral:\n  events:\n    - cod: x\n', ':3:7 astral.events[0].code: '],
    [
      'asna:\n  subscriptions:\n    - { event: x, url: http://x/, owner: y }\n',
      ':3:42 asna.subscriptions[0].owner: ',
    ],
  ])('says what is wrong with a scenario, and where: %j', async (content, message) => {
    const file = scenarioFile(content);
    const { code, out, err } = await outcome('--scenario', file);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^[^\n]+\n$/);
    expect(err).toContain(`--scenario ${file}${message}`);
  });

  it('explains itself', async () => {
    const { code, out } = await outcome('--help');
    expect(code).toBe(0);
    expect(out).toMatch(/^Usage: partner-apis-sandbox/);
    for (const option of ['--port', '--host', '--seed', '--second-ms', '--fault', '--env', '--json'])
      expect(out).toContain(option);
  });

  it('says its version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(await outcome('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it('says when its port is in use', async () => {
    const { url } = await start();
    const { port } = new URL(url);
    expect(await outcome('--port', port)).toEqual({
      code: 1,
      out: '',
      err: `partner-apis-sandbox: Port ${port} is in use. Choose another one with --port, or --port 0 for any free one.\n`,
    });
  });

  it.each([
    [['--port', 'x'], "--port takes a whole number from 0 to 65531, not 'x'."],
    [['--port', '65536'], "not '65536'."],
    [['--env', '--json'], '--env and --json exclude each other.'],
    [['--fault', 'astral'], '--fault takes vendor[.operation]:kind'],
    [['--fault', 'astral:reset,tines=1'], "--fault astral:reset,tines=1: 'tines=1' is none of times=N"],
    [['--fault', 'astral.nothing:reset'], "--fault astral.nothing:reset: astral has no operation 'nothing'"],
    [['--fault', 'nobody:reset'], '--fault nobody:reset: Invalid option: expected one of "astral"'],
    [['--second-ms', '0'], '--second-ms takes'],
    [['--prot', '1'], "Unknown option '--prot'"],
    [['--scenario', '/nowhere.yaml'], '--scenario /nowhere.yaml: ENOENT'],
    [['4010'], "Unexpected argument '4010'"],
  ])('refuses %j', async (args, message) => {
    const { code, out, err } = await outcome(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(err).toMatch(/^partner-apis-sandbox: [^\n]+ Try --help\.\n$/);
  });
});
