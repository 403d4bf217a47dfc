import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('a program that has frozen Error gets the errors of the SDK all the same', () => {
  const program = `
    Object.freeze(Error);
    Object.freeze(Error.prototype);
    const { fetchTransport, isConfigurationError, undiciTransport } = await import('@partner-apis/core');
    for (const make of [() => fetchTransport({ fetch: 5 }), () => undiciTransport({ dispatcher: {} })]) {
      try {
        make();
      } catch (error) {
        console.log(error.name, isConfigurationError(error), error.message.length > 20, error.stack.includes('at '));
      }
    }
  `;
  const args = ['--conditions=@partner-apis/source', '--input-type=module', '--eval', program];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const line = 'ConfigurationError true true true\n';
  expect(stdout).toBe(line + line);
});
