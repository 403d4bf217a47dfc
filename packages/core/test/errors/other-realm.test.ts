import { mkdtempSync, rmSync } from 'node:fs';
import type * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { fileCursorStore, isPartnerApiError, type Transport } from '@partner-apis/core';
import { rejection } from '@partner-apis/test-kit';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Acme, operations } from '../support/acme.ts';

// As under jest, which loads programs into a realm of their own: there what Node.js itself throws is no instance of `Error`.

const foreign = (code: string, syscall: string): Error => {
  const error = runInNewContext('Object.assign(new Error(text), { code, syscall })', {
    text: `${code}: ${syscall}`,
    code,
    syscall,
  }) as Error;
  expect(error).not.toBeInstanceOf(Error);
  return error;
};

test('a connection that failed has its reason, and its cause keeps code and text', async () => {
  const send = () => Promise.reject(foreign('ECONNRESET', 'read'));
  const transport: Transport = { name: 'own', send, close: async () => {} };
  const acme = new Acme({ transport, retry: false });
  const error = await rejection(acme.do.call(operations.get, { params: { id: 'a' } }));
  expect(error).toMatchObject({ code: 'CONNECTION', reason: 'ECONNRESET', cause: { code: 'ECONNRESET' } });
  expect(isPartnerApiError(error) && error.toJSON()).toMatchObject({
    cause: { code: 'ECONNRESET', message: 'ECONNRESET: read' },
  });
});

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fs>();
  const failing = { readFile: (...args: Parameters<typeof real.readFile>) => readFile(real, args) };
  return { ...real, ...failing };
});

/** Fails as Node.js does, with an error that is none here. */
async function readFile(real: typeof fs, args: Parameters<typeof fs.readFile>): Promise<unknown> {
  try {
    return await real.readFile(...args);
  } catch {
    throw foreign('ENOENT', 'open');
  }
}

test('a cursor file that does not exist yet is none, and no failure', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'realm-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const store = fileCursorStore(join(directory, 'cursors.json'));
  expect(await store.load('key')).toBeUndefined();
});
