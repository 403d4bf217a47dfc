import { AstralClient } from '@partner-apis/astral';
import { readScenarioFile } from '@partner-apis/sandbox';
import { test } from '@partner-apis/sandbox/vitest';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { Signatures } from './signatures.ts';

const MORNING = fileURLToPath(new URL('morning.yaml', import.meta.url));

test('starts in the middle of the morning', async ({ sandbox, server }) => {
  await sandbox.load(await readScenarioFile(MORNING));
  // The scenario has a seed of its own, so the credentials are read after it was loaded.
  await using astral = new AstralClient({ baseUrl: server.urls.astral, ...server.credentials.astral });
  const service = new Signatures(astral);
  await service.collect();
  expect(service.verdicts).toEqual(
    new Map([
      ['p1', true],
      ['p2', false],
    ]),
  );

  // What there is now, to start from another time: an object that can be written to a file as JSON.
  const saved = sandbox.snapshot();
  await sandbox.reset();
  await sandbox.load(saved);
  expect(sandbox.astral.confirmed()).toHaveLength(2);
});
