import { AstralClient } from '@partner-apis/astral';
import { test } from '@partner-apis/sandbox/vitest';
import { expect, vi } from 'vitest';
import { Signatures } from './signatures.ts';

test('a poll of ten minutes that brings nothing, in milliseconds', async ({ sandbox, clients }) => {
  await using astral = new AstralClient(clients.astral);
  const collected = new Signatures(astral).collect();

  await vi.waitUntil(() => sandbox.requests({ outcome: 'open' }).length === 1);
  sandbox.clock.advance(600_000);

  expect(await collected).toBe(0);
});
