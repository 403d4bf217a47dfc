import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox } from '@partner-apis/sandbox';
import { json, stubServer } from '@partner-apis/test-kit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run } from './support/run.ts';

async function served(): Promise<Record<string, string>> {
  const sandbox = createSandbox();
  const server = await sandbox.listen({ port: 0 });
  onTestFinished(() => sandbox.close());
  return sandbox.environment(server.urls);
}

async function folder(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'partner-apis-call-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

describe('call', () => {
  it.each([
    ['asna', '/v5/references/stores', 'stocksExist'],
    ['stormwall', '/user/service-list', 'service_id'],
    ['stormwall', '/v3/services', 'serviceId'],
    ['reestro', '/realty/crypto/v2/events', 'lastEventId'],
  ])('%s GET %s: the answer to standard output, the status to standard error', async (vendor, path, word) => {
    const { code, out, err } = await run(await served(), 'call', vendor, 'GET', path);
    expect([code, err]).toEqual([0, '200\n']);
    expect(JSON.stringify(JSON.parse(out))).toContain(word);
  });

  it('sends nothing where its answer cannot be kept', async () => {
    await using server = await stubServer(json({ ok: true }, 201));
    const file = join(await folder(), 'answer.json');
    await writeFile(file, 'mine');
    const env = { ...(await served()), STORMWALL_V3_BASE_URL: server.url };
    const { code, err } = await run(env, 'call', 'stormwall', 'POST', '/v3/x', '--out', file);
    expect([code, server.requests.length]).toEqual([2, 0]);
    expect(err).toContain('EEXIST');
    expect(await readFile(file, 'utf8')).toBe('mine');
  });

  it('leaves no file where there is no answer', async () => {
    await using server = await stubServer(json({ message: 'no' }, 404));
    const file = join(await folder(), 'answer.json');
    const env = { ...(await served()), STORMWALL_V3_BASE_URL: server.url };
    expect(await run(env, 'call', 'stormwall', 'POST', '/v3/x', '--out', file)).toMatchObject({ code: 1 });
    await expect(readFile(file)).rejects.toThrow('ENOENT');
  });

  it.each(['call', 'verify'])(
    '%s says which variable is missing, and which was misspelt',
    async (command) => {
      const args = command === 'call' ? ['astral', 'GET', '/x'] : ['astral'];
      const env = { ASTRAL_BASE_URL: 'http://127.0.0.1:9', ASTRAL_APIKEY: 'k' };
      const { code, err } = await run(env, command, ...args);
      expect(code).toBe(2);
      expect(err).toContain('missing ASTRAL_API_KEY');
      expect(err).toContain('--env-file');
      expect(err.split('ASTRAL_APIKEY is not read; did you mean ASTRAL_API_KEY?')).toHaveLength(2);
    },
  );

  it('sends query and body, of a file too', async () => {
    const env = await served();
    await using server = await stubServer(json({ ok: true }, 201));
    const file = join(await folder(), 'body.json');
    await writeFile(file, '{"a":[1,"два"]}');
    const to = { ...env, STORMWALL_V3_BASE_URL: server.url };
    const args = [
      'call',
      'stormwall',
      'POST',
      '/v3/x',
      '--query',
      'a=1',
      '--query',
      'a=2=3',
      '--query',
      'б=',
      '--data',
      `@${file}`,
    ];
    expect(await run(to, ...args)).toMatchObject({ code: 0, err: '201\n' });
    expect(server.requests[0]).toMatchObject({ method: 'POST', body: '{"a":[1,"два"]}' });
    expect([...new URL(server.requests[0]?.url ?? '', 'http://x').searchParams]).toEqual([
      ['a', '1'],
      ['a', '2=3'],
      ['б', ''],
    ]);
  });

  it('writes to a file, and over none', async () => {
    const env = await served();
    const file = join(await folder(), 'answer.json');
    const args = ['call', 'asna', 'GET', '/v5/references/stores', '--out', file];
    expect(await run(env, ...args)).toMatchObject({ code: 0, out: '' });
    expect(JSON.parse(await readFile(file, 'utf8'))).toHaveLength(1);
    expect(await run(env, ...args)).toMatchObject({ code: 2, err: expect.stringContaining('EEXIST') });
  });

  it('says what failed and what to do, and nothing secret', async () => {
    const env = await served();
    const { code, out, err } = await run(
      { ...env, STORMWALL_V3_API_KEY: 'a-wrong-key-0123' },
      'call',
      'stormwall',
      'GET',
      '/v3/services',
    );
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('Invalid API token');
    expect(err.split('Users, API Tokens')).toHaveLength(2);
    expect(err).not.toContain('a-wrong-key');
  });

  it.each([
    ['no vendor', ['call', 'nobody', 'GET', '/x'], 'takes a vendor'],
    ['no method', ['call', 'asna', 'FETCH', '/x'], 'takes a method'],
    ['no path', ['call', 'asna', 'GET', 'x'], 'begins with a slash'],
    ['a query without a value', ['call', 'asna', 'GET', '/x', '--query', 'a'], 'name=value'],
    ['no JSON', ['call', 'asna', 'POST', '/x', '--data', '{'], 'not JSON'],
    ['no file', ['call', 'asna', 'POST', '/x', '--data', '@/nowhere'], 'ENOENT'],
  ])('refuses %s', async (_, args, words) => {
    const { code, err } = await run({}, ...args);
    expect(code).toBe(2);
    expect(err).toContain(words);
  });
});

describe('stormwall types', () => {
  const document = {
    openapi: '3.0.3',
    info: { title: 'x', version: '3' },
    paths: {
      '/v3/domains/{domainId}/dns': {
        get: {
          parameters: [{ name: 'domainId', in: 'path', required: true, schema: { type: 'integer' } }],
          responses: {
            200: { description: 'ok', content: { 'application/json': { schema: { type: 'object' } } } },
          },
        },
      },
    },
  };

  it("writes the types of the vendor's document", async () => {
    await using server = await stubServer(json(document));
    const file = join(await folder(), 'stormwall.d.ts');
    const env = { STORMWALL_V3_BASE_URL: server.url, STORMWALL_V3_API_KEY: 'key-of-a-test' };
    expect(await run(env, 'stormwall', 'types', '--out', file)).toMatchObject({ code: 0 });
    const types = await readFile(file, 'utf8');
    expect(types).toContain('export interface paths');
    expect(types).toContain('"/v3/domains/{domainId}/dns"');
    expect(server.requests[0]).toMatchObject({ url: '/v3/api/swagger.json' });
    expect((await run(env, 'stormwall', 'types')).out).toBe(types);
  });

  it('says when what comes is no document', async () => {
    await using server = await stubServer(json({ hello: 'world' }));
    const env = { STORMWALL_V3_BASE_URL: server.url, STORMWALL_V3_API_KEY: 'key-of-a-test' };
    expect(await run(env, 'stormwall', 'types')).toMatchObject({
      code: 2,
      err: expect.stringContaining('no OpenAPI document'),
    });
    expect(await run(env, 'stormwall', 'list')).toMatchObject({ code: 2 });
  });
});
