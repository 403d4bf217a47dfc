import { isCursorStoreError, keyvCursorStore, testCursorStore } from '@partner-apis/reestro';
import { Keyv } from 'keyv';
import { expect, test } from 'vitest';
import { rejection } from '@partner-apis/test-kit';

// The core tests its adapter with Keyv 5, for which the databases' own adapters are made; this is Keyv 6.

test('a Keyv 6 keeps the contract of a cursor store', async () => {
  await expect(testCursorStore(() => keyvCursorStore(new Keyv()))).resolves.toBeUndefined();
});

test('what fails behind a Keyv 6 is an error', async () => {
  const down = (): Promise<never> => Promise.reject(new Error('down'));
  const store = { get: down, set: down, delete: down, clear: down, has: down };
  // Boundary: a Keyv takes anything with these methods.
  const keyv = new Keyv({ store: store as unknown as Map<string, string> });
  const error = await rejection(keyvCursorStore(keyv).load('k'));
  expect(isCursorStoreError(error)).toBe(true);
  expect(error).toMatchObject({ cause: { message: 'down' } });
});
