import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';
import { readArguments, UsageError } from '../src/arguments.ts';
import { DEPENDENCIES, LOADED_LATER } from '../src/scenarios/import.ts';
import { scenarios } from '../src/scenarios.ts';

const known = ['get', 'feed'];

/** Runs the command; its exit code and what it printed. */
function bench(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

test('without a name everything is run, with names only those, in the order of the page', () => {
  expect(readArguments([], known).names).toEqual(['get', 'feed']);
  expect(readArguments(['feed', '--check'], known)).toEqual({
    names: ['feed'],
    check: true,
    short: false,
    help: false,
  });
  expect(readArguments(['feed', 'get', '--short'], known).names).toEqual(['get', 'feed']);
});

test('a name that there is not is refused with those that there are', () => {
  expect(() => readArguments(['gett'], known)).toThrow(
    new UsageError('There is no benchmark named gett; there are get, feed.'),
  );
});

test('a call that cannot be meant ends with 2, and says how to call', async () => {
  const stranger = await bench('gett');
  expect(stranger.code).toBe(2);
  expect(stranger.stderr).toMatch(/no benchmark named gett; there are get, publish/);
  const option = await bench('--chek');
  expect(option.code).toBe(2);
  expect(option.stderr).toMatch(/'--chek'[\s\S]*Usage: pnpm bench/);
});

test('--help names every scenario and ends with 0', async () => {
  const { code, stdout } = await bench('--help');
  expect(code).toBe(0);
  for (const name of Object.keys(scenarios)) expect(stdout).toContain(name);
});

test('the import is compared with every dependency that the package and what it is made of load with it', () => {
  const dependenciesOf = (directory: string): string[] => {
    const manifest = readFileSync(new URL(`../../${directory}/package.json`, import.meta.url), 'utf8');
    // Boundary: a manifest of the workspace.
    const { dependencies } = JSON.parse(manifest) as { dependencies: Record<string, string> };
    return Object.keys(dependencies).filter((name) => !name.startsWith('@partner-apis/'));
  };
  const all = new Set([...dependenciesOf('core'), ...dependenciesOf('astral')]);
  expect([...DEPENDENCIES, ...LOADED_LATER].sort()).toEqual([...all].sort());
});
