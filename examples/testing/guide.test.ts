// Every snippet of docs/testing-your-integration.md stands in a file here, which runs as a test; every command is run.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SOURCE = '--conditions=@partner-apis/source';
const guide = readFileSync(`${ROOT}docs/testing-your-integration.md`, 'utf8');
const files = readdirSync(`${ROOT}examples/testing`).map((name) =>
  readFileSync(`${ROOT}examples/testing/${name}`, 'utf8'),
);

function blocks(language: string): string[] {
  return [...guide.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(
    ([, code = '']) => code,
  );
}

test.each([...blocks('ts'), ...blocks('yaml')])('stands in a file that is run: %s', (code) => {
  expect(
    files.some((file) => flat(file).includes(flat(code))),
    code,
  ).toBe(true);
});

test('node:test runs its own', { timeout: 30_000 }, async () => {
  const child = spawn(process.execPath, ['--test', SOURCE, 'examples/testing/with-node-test.ts'], {
    cwd: ROOT,
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const [out] = await Promise.all([text(child.stdout), once(child, 'close')]);
  expect(child.exitCode, out).toBe(0);
  expect(out).toMatch(/pass 1/);
});

/** Without indentation: a snippet starts at the margin. */
const flat = (code: string): string => code.replaceAll(/^ +/gm, '');

const commands = blocks('sh').flatMap((block) => block.split('\n').filter((line) => line.startsWith('npx ')));

test.each(commands)('%s', { timeout: 30_000 }, async (command) => {
  const args = command.split(' ').slice(2);
  expect(await serves([...args, '--port', '0'])).toEqual([0, null]);
});

test('the container starts with what its image says', { timeout: 30_000 }, async () => {
  const image = readFileSync(`${ROOT}packages/sandbox/Dockerfile`, 'utf8');
  const [, entry = '[]'] = /^ENTRYPOINT (.*)$/m.exec(image) ?? [];
  const compose: unknown = parse(readFileSync(`${ROOT}examples/testing/compose.yaml`, 'utf8'));
  expect(compose).toMatchObject({
    services: { partners: { command: ['--scenario', '/scenarios/morning.yaml'] } },
  });
  const [program, ...args] = JSON.parse(entry) as string[];
  expect(program).toBe('partner-apis-sandbox');
  expect(await serves([...args, '--scenario', 'examples/testing/morning.yaml', '--port', '0'])).toEqual([
    0,
    null,
  ]);
});

/** Starts the command line, waits for its first line, and ends it: its exit code and signal. */
async function serves(args: readonly string[]): Promise<unknown[]> {
  const child = spawn(process.execPath, [SOURCE, 'packages/sandbox/src/cli.ts', ...args], { cwd: ROOT });
  onTestFinished(() => void child.kill('SIGKILL'));
  const errors = text(child.stderr);
  const first = await createInterface(child.stdout)[Symbol.asyncIterator]().next();
  expect(first.done, first.done === true ? await errors : '').toBe(false);
  child.kill('SIGTERM');
  return once(child, 'exit');
}
