import { ConfigurationError } from '@partner-apis/core';
import { ahead, later, loadedFor } from '@partner-apis/core/vendor';
import { expect, test } from 'vitest';
import { rejection, settle } from '@partner-apis/test-kit';

test('code is loaded when it is first asked for, once for all who ask', async () => {
  let loads = 0;
  const code = later('The code', async () => ({ load: (loads += 1) }));
  expect(loads).toBe(0);
  expect(await Promise.all([code(), code()])).toEqual([{ load: 1 }, { load: 1 }]);
  expect(await code()).toEqual({ load: 1 });
});

test('code that is no longer there is a ConfigurationError that says what to do, and is looked for again', async () => {
  const gone = Object.assign(new Error("Cannot find module '/service/loop.js'"), {
    code: 'ERR_MODULE_NOT_FOUND',
  });
  let there = false;
  const code = later('The consumer', async () => {
    if (!there) throw gone;
    return 'code';
  });
  const error = await rejection(code());
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(error).toMatchObject({
    code: 'CONFIGURATION',
    message: expect.stringMatching(/^The consumer could not be loaded/),
    hint: expect.stringContaining('docs/bundles.md'),
    cause: gone,
  });
  there = true;
  expect(await code()).toBe('code');
});

test('whoever asked is told by an error of its own, with its line', async () => {
  const code = later('The code', () => Promise.reject(new Error('gone')));
  const nightlyJob = async (): Promise<unknown> => await code();
  const [one, other] = await Promise.all([rejection(nightlyJob()), rejection(code())]);
  expect(one).not.toBe(other);
  expect(one).toMatchObject({ stack: expect.stringContaining('nightlyJob') });
});

test('what the process had too little of is said', async () => {
  const cause = Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' });
  const error = await rejection(later('The consumer', () => Promise.reject(cause))());
  expect(error).toMatchObject({
    code: 'CONFIGURATION',
    message: expect.stringMatching(
      /^The consumer could not be loaded: .*too few file descriptors.*\(EMFILE\)/,
    ),
    hint: expect.stringContaining('start it again'),
    cause,
  });
});

test('code of another version of the core, which an update put there under a running program, is not used', async () => {
  const { coreVersion } = await import('@partner-apis/core/disk');
  expect(await later('The reader', async () => ({ coreVersion }))()).toEqual({ coreVersion });
  const error = await rejection(later('The reader', async () => ({ coreVersion: '0.0.1' }))());
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(error).toMatchObject({
    message: expect.stringContaining(
      `The reader could not be loaded: the program was started with version ${coreVersion} of @partner-apis/core, and its files are now of 0.0.1.`,
    ),
    hint: expect.stringContaining('Start the program again'),
  });
});

test('code that was asked for ahead and is not waited for may be missing', async () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  process.on('unhandledRejection', note);
  ahead(later('The consumer', () => Promise.reject(new Error('gone'))));
  await settle();
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

test('an answer whose reader cannot be loaded is ended', async () => {
  let discarded = 0;
  const body = { discard: () => void (discarded += 1) };
  expect(await loadedFor(body, async () => 'code')).toBe('code');
  expect(discarded).toBe(0);
  const gone = new Error('gone');
  expect(await rejection(loadedFor(body, () => Promise.reject(gone)))).toBe(gone);
  expect(discarded).toBe(1);
});
