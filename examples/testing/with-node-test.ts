// With node:test, without any library: node --test examples/testing/with-node-test.ts
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AstralClient } from '@partner-apis/astral';
import { createSandbox } from '@partner-apis/sandbox';
import { Signatures } from './signatures.ts';

void test('keeps the verdict, then confirms', async () => {
  await using sandbox = createSandbox();
  await using server = await sandbox.listen();
  await using astral = new AstralClient({ baseUrl: server.urls.astral, ...server.credentials.astral });
  sandbox.astral.publish({ code: 'signature.verified', data: { packet: 'p1', valid: true } });
  assert.equal(await new Signatures(astral).collect(), 1);
});
