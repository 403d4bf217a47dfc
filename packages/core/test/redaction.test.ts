import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Redactor } from '../src/secrets/redactor.ts';
import { Acme, type AcmeOptions, operations } from './support/acme.ts';
import { answer, Log, rejection, sendJson, serve } from '@partner-apis/test-kit';

const SECRET = `s3cr&t/"<key>'+=\\${'x'.repeat(6)}`;
const { get, create } = operations;
const one = { params: { id: 'a' } };

/** Everything that a program may print of an error. */
function printed(error: unknown): string {
  const texts = [inspect(error, { depth: 12, showHidden: true }), JSON.stringify(error), String(error)];
  if (error instanceof Error) {
    texts.push(error.message, error.stack ?? '', inspect(error.cause, { depth: 12 }));
    texts.push(JSON.stringify(Object.getOwnPropertyDescriptors(error)));
  }
  return texts.join('\n');
}

/** The spellings in which a server or a library may repeat a secret. */
const spellings: Record<string, string> = {
  plain: SECRET,
  'url-encoded': encodeURIComponent(SECRET),
  'url-encoded twice': encodeURIComponent(encodeURIComponent(SECRET)),
  'url-encoded in lower case': encodeURIComponent(SECRET).replaceAll(/%../g, (it) => it.toLowerCase()),
  json: JSON.stringify(SECRET).slice(1, -1),
  html: SECRET.replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;'),
  base64: Buffer.from(SECRET).toString('base64'),
  base64url: Buffer.from(SECRET).toString('base64url'),
  'base64 of something longer': Buffer.from(`user:${SECRET}:more`).toString('base64').slice(7, -6),
  hex: Buffer.from(SECRET).toString('hex'),
};

function client(baseUrl: string, more: AcmeOptions = {}): Acme {
  return new Acme({ key: SECRET, baseUrl, retry: false, ...more });
}

describe.each(Object.entries(spellings))('a secret that is repeated %s', (_, spelling) => {
  test('by a failing answer: body, text, headers, request id, hint', async () => {
    const echo = Buffer.from(spelling, 'latin1').toString('latin1');
    const server = await serve(
      answer(
        400,
        { error: `no ${spelling}!`, hint: `not ${spelling}`, deep: [{ [spelling]: { a: spelling } }] },
        { 'x-echo': echo, 'x-request-id': echo, server: echo, 'content-type': `text/x; k="${echo}"` },
      ),
    );
    const logger = new Log();
    const error = await rejection(client(server.url, { logger }).do.call(get, one));
    expect(printed(error)).not.toContain(spelling);
    expect(error.message).toContain('[redacted]');
    expect(inspect(logger.lines, { depth: 9 })).not.toContain(spelling);
  });

  test('by an answer of the wrong shape, or one that is not JSON', async () => {
    const logger = new Log();
    const server = await serve(answer(200, { name: [spelling] }));
    const acme = client(server.url, { logger });
    expect(printed(await rejection(acme.do.call(get, one)))).not.toContain(spelling);
    await acme.do.call(get, one, { validation: 'warn' });
    expect(inspect(logger.lines, { depth: 9 })).not.toContain(spelling);
    const html = await serve((_request, response) => response.end(`<p>${'-'.repeat(1_980)}${spelling}</p>`));
    const error = await rejection(client(html.url).do.call(get, one));
    expect(error).toMatchObject({ code: 'RESPONSE_DECODE' });
    expect(printed(error)).not.toContain(spelling.slice(0, 12));
  });

  test('by what lies under a broken connection', async () => {
    const cause = Object.assign(new Error(`cannot send ${spelling}`), {
      code: 'E_OWN',
      config: { headers: { key: spelling } },
      cause: new AggregateError([new Error(spelling), { note: new Map([[spelling, spelling]]) }], spelling),
    });
    const transport = { name: 'own', send: () => Promise.reject(cause), close: async () => {} };
    const error = await rejection(client('http://a.invalid', { transport }).do.call(get, one));
    expect(error).toMatchObject({ code: 'CONNECTION', reason: 'E_OWN' });
    expect(printed(error)).not.toContain(spelling);
    const { TransportFailure } = await import('@partner-apis/core');
    const failing = {
      ...transport,
      send: () => Promise.reject(new TransportFailure(`E_${spelling}`, { cause })),
    };
    const ours = await rejection(client('http://a.invalid', { transport: failing }).do.call(get, one));
    expect(ours).toMatchObject({
      code: 'CONNECTION',
      cause: { code: 'E_OWN', cause: { errors: [expect.any(Error), expect.anything()] } },
    });
    expect(printed(ours)).not.toContain(spelling);
  });

  test("by the caller's own reason, or by a supplier's error", async () => {
    const reason = new Error(`stop ${spelling}`);
    const acme = client('http://a.invalid');
    const aborted = await rejection(acme.do.call(get, one, { signal: AbortSignal.abort(reason) }));
    expect(printed(aborted)).not.toContain(spelling);
    let first = true;
    const rotating = new Acme({
      baseUrl: (await serve(answer(401))).url,
      key: () => {
        if (!first) throw new Error(`vault said ${spelling}`);
        first = false;
        return SECRET;
      },
    });
    expect(printed(await rejection(rotating.do.call(get, one)))).not.toContain(spelling);
  });

  test('by bad arguments', async () => {
    const error = await rejection(
      client('http://a.invalid').do.call(create, { body: { name: 'a', [spelling]: 1 } }),
    );
    expect(error).toMatchObject({ code: 'REQUEST_VALIDATION' });
    expect(printed(error)).not.toContain(spelling);
  });
});

describe('which values are secrets', () => {
  const echo = (header: string): Promise<{ readonly url: string }> =>
    serve((_, response, { headers }) => sendJson(response, { error: `got ${String(headers[header])}` }, 400));

  test.each([
    ['a bearer token', { token: 'tok-0123456789' }, 'authorization', 'got Bearer [redacted]'],
    ['a cookie', { cookie: 'tok-0123456789' }, 'cookie', 'got acme_token=[redacted]'],
    [
      'parameters',
      { sid: 'sid-0123456789', orgId: 'org-0123456789' },
      'authorization',
      'got Acme sid=[redacted]&orgId=[redacted]',
    ],
    [
      "a program's own header",
      { headers: { 'Proxy-Authorization': 'Basic dXNlcjpwYXNz' } },
      'proxy-authorization',
      'got [redacted]',
    ],
    ['a short one, as a whole word', { key: 'abc' }, 'x-acme-key', 'got [redacted]'],
  ])('%s', async (_, options, header, message) => {
    const server = await echo(header);
    const error = await rejection(new Acme({ ...options, baseUrl: server.url }).do.call(get, one));
    expect(error.message).toBe(`Acme things.get (id a) failed with status 400: ${message}.`);
  });

  test('headers of one call', async () => {
    const server = await echo('x-gateway-token');
    const error = await rejection(
      new Acme({ baseUrl: server.url }).do.call(get, one, {
        headers: { 'X-Gateway-Token': 'gw-0123456789', 'x-plain': 'got' },
      }),
    );
    expect(error.message).toBe('Acme things.get (id a) failed with status 400: got [redacted].');
  });

  test('the parts of a cookie or scheme', async () => {
    const server = await serve(answer(400, { error: 'bad session: zzz-session-1' }));
    const acme = new Acme({ baseUrl: server.url, headers: { cookie: 'lang=ru; session=zzz-session-1' } });
    expect((await rejection(acme.do.call(get, one))).message).toContain('bad session: [redacted]');
  });

  test('values that a supplier gave before', async () => {
    const server = await serve(answer(400, { error: 'old-key-1, old-key-2' }));
    let n = 0;
    const acme = new Acme({ baseUrl: server.url, key: () => `old-key-${(n += 1)}` });
    await rejection(acme.do.call(get, one));
    expect((await rejection(acme.do.call(get, one))).message).toContain('[redacted], [redacted]');
  });

  test('a header that the server sets a session with is not kept at all', async () => {
    const server = await serve(answer(400, {}, { 'set-cookie': 'session=new-secret' }));
    expect(printed(await rejection(new Acme({ baseUrl: server.url }).do.call(get, one)))).not.toContain(
      'new-secret',
    );
  });
});

test('a call that succeeds costs no scrubbing', async () => {
  const server = await serve(answer(200));
  let asked = 0;
  const secrets = (): string[] => {
    asked += 1;
    return [SECRET];
  };
  const acme = new Acme({
    baseUrl: server.url,
    logger: new Log(),
    auth: { name: 'own', authorize() {}, secrets },
  });
  await acme.do.call(get, one);
  expect(asked).toBe(0);
  await rejection(acme.do.call(create, { body: { name: 5 as unknown as string } }));
  expect(asked).toBeGreaterThan(0);
});

describe('what holds no secret stays as it is', () => {
  test("a caller's reason keeps its identity", async () => {
    const reasons = [
      new Error('user left', { cause: new Error('tab closed') }),
      { why: ['closed'] },
      new URL('http://a.example/'),
    ];
    for (const reason of reasons) {
      const error = await rejection(new Acme().do.call(get, one, { signal: AbortSignal.abort(reason) }));
      expect(error.cause).toBe(reason);
    }
  });

  test('a short secret does not blank out words that hold it', () => {
    expect(new Redactor(() => ['ab']).text('ab abc cab a-ab "ab" ab.')).toBe(
      '[redacted] abc cab a-ab "[redacted]" [redacted].',
    );
  });

  test('no secrets, nothing to do', () => {
    const redactor = new Redactor(() => ['']);
    expect(redactor.text('any text')).toBe('any text');
  });
});

describe('data of any make', () => {
  const redactor = new Redactor(() => ['top-secret']);

  test('shared, circular and very deep data', () => {
    const shared = { key: 'top-secret' };
    const loop: Record<string, unknown> = { a: shared, b: shared };
    loop['self'] = loop;
    expect(redactor.value(loop)).toEqual({
      a: { key: '[redacted]' },
      b: { key: '[redacted]' },
      self: '[circular]',
    });
    let deep: unknown = 'top-secret';
    for (let i = 0; i < 50_000; i += 1) deep = [deep];
    const clean = redactor.value(deep);
    let levels = 0;
    for (let at = clean; Array.isArray(at); at = at[0]) levels += 1;
    expect(levels).toBeLessThan(200);
  });

  test('instances of classes', () => {
    class Odd {
      token = 'top-secret';
    }
    class Hostile {
      [inspect.custom](): never {
        throw new Error('no');
      }
    }
    const date = new Date(0);
    expect(redactor.value({ odd: new Odd(), date, hostile: new Hostile() })).toEqual({
      odd: "Odd { token: '[redacted]' }",
      date,
      hostile: '[cannot be shown]',
    });
    expect(redactor.cause(new URL('http://u:top-secret@a.example/'))).not.toContain('top-secret');
    expect(redactor.cause('top-secret')).toBe('[redacted]');
    expect(redactor.cause(42)).toBe(42);
  });

  test('a chain of causes without end', () => {
    const error = new Error('top-secret');
    error.cause = error;
    expect(inspect(redactor.cause(error), { depth: 30 })).not.toContain('top-secret');
  });

  test('an error without a stack', () => {
    const error = new Error('top-secret');
    delete error.stack;
    expect(redactor.cause(error)).toMatchObject({ message: '[redacted]', stack: '' });
  });

  test('one secret that contains another is masked whole, the longer first', () => {
    expect(new Redactor(() => ['abcd', 'abcd-efgh']).text('abcd-efgh')).toBe('[redacted]');
  });

  test('adversarial text takes no longer than its length warrants', () => {
    const many = new Redactor(() => Array.from({ length: 5 }, (_, i) => `${'a'.repeat(40)}${i}`));
    const text = 'a'.repeat(1_000_000);
    expect(many.text(text)).toBe(text);
  });
});
