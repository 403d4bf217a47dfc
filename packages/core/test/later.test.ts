import { ConfigurationError } from '@partner-apis/core';
import { later } from '@partner-apis/core/vendor';
import { expect, test } from 'vitest';
import { rejection } from '@partner-apis/test-kit';

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
