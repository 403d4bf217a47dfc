import { AstralClient } from '@partner-apis/astral';
import { test } from '@partner-apis/sandbox/vitest';
import { expect } from 'vitest';
import { Signatures } from './signatures.ts';

test('keeps the verdict, then confirms', async ({ sandbox, clients }) => {
  await using astral = new AstralClient(clients.astral);
  const service = new Signatures(astral);

  // As the platform would.
  const event = sandbox.astral.publish({ code: 'signature.verified', data: { packet: 'p1', valid: true } });
  await service.collect();

  expect(service.verdicts).toEqual(new Map([['p1', true]]));
  expect(sandbox.astral.confirmed()).toEqual([event.id]);
});
