import { AsnaClient, ConfigurationError, fetchTransport } from '@partner-apis/asna';
import { handlers, sandbox as emulator } from '@partner-apis/sandbox/msw';
import { setupServer } from 'msw/node';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { sandboxed } from './support/sandboxed.ts';
import { json, stubServer, thrown } from '@partner-apis/test-kit';

afterEach(() => void vi.unstubAllEnvs());

function environment(variables: Record<string, string>): void {
  for (const name of ['BASE_URL', 'TOKEN', 'CLIENT_ID', 'CLIENT_SECRET', 'TOKEN_URL'])
    vi.stubEnv(`ASNA_${name}`, variables[`ASNA_${name}`]);
}

describe('fromEnv', () => {
  test('takes client credentials as the sandbox prints them', async () => {
    const { sandbox, server } = await sandboxed();
    environment(sandbox.environment(server.urls));
    await using asna = AsnaClient.fromEnv();
    expect(await asna.webhooks.getKey()).toEqual({ secret: sandbox.asna.client().webhookSecret });
  });

  test('takes a token, and options given in code over it', async () => {
    await using server = await stubServer(json({ secret: 'k' }));
    environment({ ASNA_TOKEN: 'from-env', ASNA_BASE_URL: 'http://127.0.0.1:9' });
    await using asna = AsnaClient.fromEnv({ baseUrl: server.url });
    await using other = AsnaClient.fromEnv({ baseUrl: server.url, token: 'given' });
    await asna.webhooks.getKey();
    await other.webhooks.getKey();
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer from-env',
      'Bearer given',
    ]);
  });

  test.each([
    [{}, /ASNA_CLIENT_ID and ASNA_CLIENT_SECRET/],
    [{ ASNA_CLIENT_ID: 'c' }, /missing ASNA_CLIENT_SECRET/],
    [{ ASNA_CLIENT_SECRET: 'hush' }, /missing ASNA_CLIENT_ID/],
    [{ ASNA_TOKEN: 't', ASNA_CLIENT_ID: 'c', ASNA_CLIENT_SECRET: 'hush' }, /not both/],
  ])('%j is a ConfigurationError that names what to set', (variables: Record<string, string>, message) => {
    environment(variables);
    expect(() => AsnaClient.fromEnv()).toThrow(ConfigurationError);
    expect(() => AsnaClient.fromEnv()).toThrow(message);
    expect(() => AsnaClient.fromEnv()).not.toThrow(/hush/);
  });

  test('a misspelt option and a misspelt variable are named', () => {
    environment({ ASNA_CLIENT_SECRET: 'hush' });
    vi.stubEnv('ASNA_CLIENTID', 'c');
    expect(() => AsnaClient.fromEnv()).toThrow('ASNA_CLIENTID is not read; did you mean ASNA_CLIENT_ID?');
    // Wrong on purpose, past the compiler.
    const options: object = { tokn: 'hush' };
    expect(() => AsnaClient.fromEnv(options)).toThrow('tokn is not an option here; these are: ');
  });
});

test.each([
  [{ token: '' }, 'token is empty; is ASNA_TOKEN set?'],
  [{ auth: { clientId: '', clientSecret: 's' } }, 'auth.clientId is empty; is ASNA_CLIENT_ID set?'],
  [{ auth: { clientId: 'c', clientSecret: '' } }, 'auth.clientSecret is empty; is ASNA_CLIENT_SECRET set?'],
])('%j is refused with the variable that may not be set', (options, words) => {
  expect(thrown(() => new AsnaClient(options))).toMatchObject({ vendor: 'asna', message: `ASNA: ${words}` });
});

test('request() reaches any other endpoint with the same token and errors', async () => {
  await using server = await stubServer(json([{ nnt: 1 }]));
  await using asna = new AsnaClient({ baseUrl: server.url, token: 't' });
  expect(await asna.request({ method: 'GET', path: '/v5/stores/1/stocks', query: { nnt: 1 } })).toEqual([
    { nnt: 1 },
  ]);
  expect(server.requests[0]).toMatchObject({
    url: '/v5/stores/1/stocks?nnt=1',
    headers: { authorization: 'Bearer t' },
  });
});

test("with msw the sandbox answers at the vendor's own addresses, tokens included", async () => {
  const server = setupServer(...handlers);
  server.listen();
  onTestFinished(() => server.close());
  const { clientId, clientSecret } = emulator.asna.client();
  await using asna = new AsnaClient({ auth: { clientId, clientSecret }, transport: fetchTransport() });
  expect(await asna.webhooks.getKey()).toEqual({ secret: emulator.asna.client().webhookSecret });
  expect(emulator.requests({ vendor: 'asna' }).map(({ operation }) => operation)).toEqual([
    'auth.token',
    'webhooks.getKey',
  ]);
});

test('a closed client takes no call; its token serves others', async () => {
  const { asna, client, sandbox } = await sandboxed();
  await asna.webhooks.getKey();
  await asna.close();
  await expect(asna.webhooks.getKey()).rejects.toMatchObject({ code: 'ABORTED' });
  await client().webhooks.getKey();
  expect(sandbox.requests({ operation: 'auth.token' })).toHaveLength(1);
});
