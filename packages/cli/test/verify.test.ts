import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCli } from '@partner-apis/cli';
import type { Sandbox } from '@partner-apis/sandbox';
import { json, stubServer } from '@partner-apis/test-kit';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { scratch } from './support/scratch.ts';
import { verify } from './support/verify.ts';

const WRITE = ['--write'];

describe('without --write', () => {
  it.each(['astral', 'stormwall', 'asna', 'reestro'])(
    '%s: changes nothing, and says what was not asked',
    async (vendor) => {
      let sandbox: Sandbox | undefined;
      let before = 0;
      const { out, code } = await verify(vendor, {
        set: (one) => {
          sandbox = one;
          before = one.requests().length;
        },
      });
      const asked = sandbox?.requests().slice(before) ?? [];
      const changing = asked.filter(({ method, path }) => method !== 'GET' && !path.includes('token'));
      expect(changing).toEqual([]);
      expect(asked.filter(({ operation }) => operation === 'events.poll')).toEqual([]);
      expect(out).toContain('Not asked: --write');
      expect(out).toMatch(/^1\. /);
      expect(code).toBe(0);
    },
  );

  it('asks of Stormwall only the version whose credential is set', async () => {
    const { out, settings, code } = await verify('stormwall', { without: ['STORMWALL_V3_API_KEY'] });
    expect(settings).toMatchObject({ v1: { paging: 'taken' } });
    expect(out).toContain('Not asked: it takes STORMWALL_V3_API_KEY.');
    expect(code).toBe(0);
  });

  it('asks nothing that needs an address where none is given', async () => {
    const { out, code } = await verify('asna', { args: WRITE });
    expect(out).toContain('Not asked: it takes --webhook-url');
    expect(code).toBe(0);
  });
});

it('says where the vendor does otherwise', async () => {
  const { out } = await verify('reestro', { set: ({ reestro }) => void (reestro.refusalBody = 'html') });
  expect(out).toContain('html; assumed was empty');
  expect(out).toContain('as assumed: refuse');
});

describe('what could not be told', () => {
  it('asna: a 202 without Location leaves a package of which nothing is known', async () => {
    const { out, settings, code } = await verify('asna', {
      args: WRITE,
      set: ({ asna }) => asna.configure({ location: 'missing' }),
    });
    expect(settings).toMatchObject({ location: 'missing' });
    expect(settings).not.toHaveProperty('changes');
    expect(out).toContain('the 202 names no package');
    expect(code).toBe(1);
  });

  it('asna: a package that ends in an error is told, with its id', async () => {
    const { out, settings, code } = await verify('asna', {
      args: WRITE,
      set: ({ asna }) => asna.configure({ outcome: 3 }),
    });
    expect(settings).toMatchObject({ location: 'absolute', knownAtOnce: true });
    expect(out).toMatch(/sent again as the package [0-9a-f-]{36}: /);
    expect(out).toContain('partner-apis call asna GET /v5/messages/');
    expect(code).toBe(1);
  });

  it('asna: where PUT replaces the stock, the stock has to be sent again', async () => {
    const { out, settings, code } = await verify('asna', {
      args: WRITE,
      set: ({ asna }) => asna.configure({ changes: 'replace' }),
    });
    expect(settings).toMatchObject({ changes: 'replace' });
    expect(out).toContain(
      'PUT replaced the stock: of 2 rows 1 are left. Send the whole stock of the store now.',
    );
    expect(code).toBe(1);
  });

  it('asna: null and {} are no lists', async () => {
    for (const body of ['null', '{}']) {
      const { settings, out } = await verify('asna', {
        instead: ({ path }) => (path.includes('since=2999') ? { status: 200, body } : undefined),
      });
      expect(settings, out).not.toHaveProperty('nothing');
    }
  });

  it('reestro: a page of events without lastEventId', async () => {
    const { settings, out } = await verify('reestro', {
      instead: ({ path }) =>
        path.includes('count=100') ? { status: 200, body: '{"events":[{"eventId":"x"}]}' } : undefined,
    });
    expect(settings).not.toHaveProperty('emptyPage');
    expect(out).toContain('a page with events has no lastEventId');
  });

  it('reestro: a lastEventId that is another one', async () => {
    const { settings, out } = await verify('reestro', {
      instead: ({ path }) =>
        path.includes('count=100') && path.includes('afterEventId')
          ? { status: 200, body: '{"events":[],"lastEventId":"7d1b5a5e-0000-4000-8000-000000000000"}' }
          : undefined,
    });
    expect(settings).not.toHaveProperty('emptyPage');
    expect(out).toContain('neither the cursor that was asked with');
  });

  it('reestro: an answer to an unknown cursor that begins elsewhere', async () => {
    const { settings, out } = await verify('reestro', {
      instead: ({ path }) =>
        path.includes('afterEventId=00000000')
          ? { status: 200, body: '{"events":[{"eventId":"x"}],"lastEventId":"x"}' }
          : undefined,
    });
    expect(settings).not.toHaveProperty('unknownCursor');
    expect(out).toContain('begins elsewhere');
  });

  it.each(['crypto.events.list', 'addresses.parse'])('reestro: a fault of %s', async (operation) => {
    const { out, code } = await verify('reestro', {
      args: WRITE,
      set: ({ faults }) => void faults.inject({ vendor: 'reestro', kind: 'reset', operation }),
    });
    expect(out).toContain('It could not be told: ');
    expect(code).toBe(1);
  });
});

describe('what stays at the vendor', () => {
  it('astral: a file that cannot be deleted is named, beside what was found out', async () => {
    const { out, settings, code } = await verify('astral', {
      args: WRITE,
      instead: ({ method }) =>
        method === 'DELETE' ? { status: 403, body: '{"status":403,"title":"Нет"}' } : undefined,
    });
    expect(settings).toHaveProperty('archive');
    expect(out).toMatch(/Left at the vendor: the file [0-9a-f]{32} of the packet [0-9a-f]{32}\./);
    expect(out).toContain('the vendor answered 403 with a JSON object (status, title)');
    expect(settings).not.toHaveProperty('deleteAnswer');
    expect(code).toBe(1);
  });

  it('stormwall: a domain that cannot be deleted is named, beside what was found out', async () => {
    const { out, settings, code } = await verify('stormwall', {
      args: WRITE,
      instead: ({ method, path }) =>
        method === 'DELETE' && path.startsWith('/v3') ? { status: 500, body: '{}' } : undefined,
    });
    expect(settings).toMatchObject({ v3: { created: 'id' } });
    expect(out).toMatch(/Left at the vendor: the domain partner-apis-verify-\d+\.example of the service 1\./);
    expect(code).toBe(1);
  });
});

it('does not ask where the report cannot be written', async () => {
  const server = await stubServer(json({}));
  onTestFinished(() => server[Symbol.asyncDispose]());
  vi.stubEnv('REESTRO_BASE_URL', server.url);
  vi.stubEnv('REESTRO_API_KEY', 'key');
  vi.stubEnv('REESTRO_ORG_ID', 'org');
  onTestFinished(() => void vi.unstubAllEnvs());
  const path = join(await scratch(), 'report.json');
  await writeFile(path, 'mine');
  let err = '';
  const stderr = { write: (text: string | Uint8Array) => ((err += String(text)), true) };
  const code = await runCli(['verify', 'reestro', '--write', '--out', path], { stdout: stderr, stderr });
  expect([code, server.requests.length]).toEqual([2, 0]);
  expect(err).toContain('EEXIST');
  expect(await readFile(path, 'utf8')).toBe('mine');
});

it.each([
  ['no vendor', ['verify']],
  ['two', ['verify', 'asna', 'astral']],
  ['an option nobody knows', ['verify', 'asna', '--all']],
  ['an address that is none', ['verify', 'asna', '--webhook-url', 'shop.example']],
])('refuses %s', async (_, args) => {
  let err = '';
  const stderr = { write: (text: string | Uint8Array) => ((err += String(text)), true) };
  expect(await runCli(args, { stdout: stderr, stderr })).toBe(2);
  expect(err).toContain('--help');
});
