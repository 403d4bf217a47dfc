import { AstralClient } from '@partner-apis/astral';
import { handlers, sandbox } from '@partner-apis/sandbox/msw';
import { HttpRequestInterceptor } from '@mswjs/interceptors/http';
import { defineNetwork, InterceptorSource } from 'msw/experimental';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Signatures } from './signatures.ts';

const network = defineNetwork({
  sources: [new InterceptorSource({ interceptors: [new HttpRequestInterceptor()] })],
  handlers,
  context: { quiet: true },
});
beforeAll(() => network.enable());
afterEach(() => sandbox.reset());
afterAll(() => network.disable());

test("keeps the verdict, through the client's own transport", async () => {
  await using astral = new AstralClient({ apiKey: sandbox.astral.participant().apiKey });
  const service = new Signatures(astral);
  sandbox.astral.publish({ code: 'signature.verified', data: { packet: 'p1', valid: true } });
  expect(await service.collect()).toBe(1);
});
