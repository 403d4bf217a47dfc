import { AstralClient } from '@partner-apis/astral';
import { json, rejection, type Respond, stubServer } from '@partner-apis/test-kit';
import { describe, expect, test } from 'vitest';

/** The page of something between the client and the platform. */
function page(status: number, title: string, more = ''): Respond {
  return (_, response) => {
    response
      .writeHead(status, { 'content-type': 'text/html', server: 'nginx/1.22.1' })
      .end(`<html><head><title>${title}</title></head><body>${more}</body></html>`);
  };
}

const clientOf = (baseUrl: string) => new AstralClient({ apiKey: 'secret-key', baseUrl, retry: false });

describe('a page of HTML is not taken for the answer of the platform', () => {
  test.each([
    [502, '502 Bad Gateway', /could not reach what is behind it/],
    [503, '503 Service Temporarily Unavailable', /out of service or overloaded/],
    [504, '504 Gateway Time-out', /did not wait long enough/],
    [413, '413 Request Entity Too Large', /client_max_body_size/],
    [400, '400 No required SSL certificate was sent', /wants a client certificate/],
    [401, '401 Authorization Required', /says nothing about yours/],
    [403, '403 Forbidden', /says nothing about your credential/],
    [418, 'I am a teapot', /Check baseUrl/],
  ])('%i %s', async (status, title, advice) => {
    await using server = await stubServer(page(status, title, 'x'.repeat(16_000)));
    const error = await rejection(clientOf(server.url).events.get('0'.repeat(32)));
    expect(error).toMatchObject({ status, hint: expect.stringMatching(advice) });
    expect(error.message).toContain(
      `Not Astral.Platform answered ${status} but something in between (Server: nginx/1.22.1, title: ${title})`,
    );
    expect(error.message).not.toMatch(/apiKey/);
    expect(error.message.length).toBeLessThan(500);
  });

  test('a page for signing in that comes with status 200', async () => {
    await using server = await stubServer(page(200, 'Sign in'));
    const error = await rejection(clientOf(server.url).events.get('0'.repeat(32)));
    expect(error).toMatchObject({ code: 'RESPONSE_DECODE', hint: expect.stringMatching(/signing in/) });
    expect(error.message).not.toContain('has most likely done what was asked');
  });

  test('in place of an archive', async () => {
    await using server = await stubServer(page(200, 'Corporate login'));
    const read = async (): Promise<void> => {
      for await (const { name } of await clientOf(server.url).packets.download('a'.repeat(32)))
        expect(name).toBe('');
    };
    expect(await rejection(read())).toMatchObject({
      code: 'ARCHIVE',
      reason: 'not-an-archive',
      hint: expect.stringMatching(/title: Corporate login.*signing in/),
    });
  });

  test('a secret that it repeats is not shown', async () => {
    await using server = await stubServer(page(502, 'no route for secret-key'));
    const error = await rejection(clientOf(server.url).events.get('0'.repeat(32)));
    expect(error.message).toContain('title: no route for [redacted]');
  });

  test('the platform’s own refusal keeps its own hint', async () => {
    await using server = await stubServer(json({ status: 401, title: 'Нет доступа' }, 401));
    const error = await rejection(clientOf(server.url).events.get('0'.repeat(32)));
    expect(error).toMatchObject({ hint: expect.stringMatching(/Check apiKey/) });
  });

  test('ping() does not take the page of a proxy for a refusal of the key', async () => {
    await using server = await stubServer((request, response, count) =>
      (request.headers['x-api-key'] === undefined
        ? json({ status: 401, title: 'Нет ключа' }, 401)
        : page(401, 'Login'))(request, response, count),
    );
    expect(await clientOf(server.url).ping()).toMatchObject({
      ok: false,
      platform: 'answered',
      keyAccepted: 'unknown',
      hint: expect.stringMatching(/^A gateway answered 401/),
    });
  });

  test('ping() says that a gateway answered, and with what', async () => {
    await using server = await stubServer(page(502, '502 Bad Gateway'));
    expect(await clientOf(server.url).ping()).toMatchObject({
      ok: false,
      tunnel: 'up',
      platform: 'unknown',
      hint: expect.stringMatching(
        /^A gateway answered 502 .*nginx\/1\.22\.1.*Check where stunnel connects to/,
      ),
    });
  });
});
