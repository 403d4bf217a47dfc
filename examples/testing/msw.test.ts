import { AstralClient, fetchTransport } from '@partner-apis/astral';
import { handlers, sandbox } from '@partner-apis/sandbox/msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Signatures } from './signatures.ts';

const server = setupServer(...handlers);
beforeAll(() => server.listen());
afterEach(() => sandbox.reset());
afterAll(() => server.close());

test('keeps the verdict, without a port', async () => {
  const { apiKey } = sandbox.astral.participant();
  await using astral = new AstralClient({ apiKey, transport: fetchTransport() });
  const service = new Signatures(astral);
  sandbox.astral.publish({ code: 'signature.verified', data: { packet: 'p1', valid: true } });
  expect(await service.collect()).toBe(1);
});
