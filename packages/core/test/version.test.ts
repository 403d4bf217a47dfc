import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { userAgent } from '../src/runtime/user-agent.ts';
import { VERSION } from '../src/version.ts';

const packageJson = new URL('../package.json', import.meta.url);

test('the version in the user agent is that of the package', async () => {
  expect(JSON.parse(await readFile(packageJson, 'utf8'))).toHaveProperty('version', VERSION);
});

describe('where there is no Node.js', () => {
  afterEach(() => vi.unstubAllGlobals());

  test('the user agent leaves it out', () => {
    vi.stubGlobal('process', undefined);
    expect(userAgent('acme', undefined)).toBe(`partner-apis-acme/${VERSION}`);
  });
});

describe('Node.js version', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  /** What importing the check does on that version. */
  async function importedOn(node: string | undefined): Promise<string> {
    vi.resetModules();
    vi.stubGlobal('process', {
      ...process,
      versions: node === undefined ? undefined : { ...process.versions, node },
    });
    try {
      await import('../src/node-version.ts');
      return 'fine';
    } catch (error) {
      return error instanceof Error ? error.message : 'no error';
    }
  }

  test.each(['20.20.2', '22.18.0', '18.0.0'])('%s is refused with what to do', async (node) => {
    expect(await importedOn(node)).toBe(
      `@partner-apis needs Node.js 22.19 or newer, found ${node}. Upgrade Node.js and start the program again.`,
    );
  });

  test.each(['22.19.0', '24.0.0', '26.1.0', undefined])('%s is fine', async (node) => {
    expect(await importedOn(node)).toBe('fine');
  });
});
