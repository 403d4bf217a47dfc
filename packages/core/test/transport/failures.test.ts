import { runInNewContext } from 'node:vm';
import { fetchTransport, type StreamBody, type Transport, undiciTransport } from '@partner-apis/core';
import nodeFetch from 'node-fetch';
import { Agent } from 'undici';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Acme, operations } from '../support/acme.ts';
import { closedPort, rejection, serve } from '@partner-apis/test-kit';

const { get, upload } = operations;
const retry = { retries: 2, minDelayMs: 1, maxDelayMs: 2 };
const asking = (transport: Transport, baseUrl = 'http://vendor.invalid') =>
  rejection(new Acme({ baseUrl, transport, retry }).do.call(get, { params: { id: 'a' } }));

/** As a runtime's fetch fails: with a TypeError that says little, over an error that says it in words. */
const fetchThat = (words: string) => () =>
  Promise.reject(new TypeError('fetch failed', { cause: new Error(words) }));

/** What Deno 2.9 says; Node.js says `bad port`, workerd `Network connection lost.`. */
const connecting = 'error sending request for url (https://vendor.invalid/): client error (Connect): ';

describe('a failure that is told in words has a reason and advice', () => {
  test.each<[string, string, boolean, RegExp]>([
    [`${connecting}dns error: failed to lookup address information`, 'ENOTFOUND', true, /DNS/],
    [`${connecting}tcp connect error: Connection refused (os error 111)`, 'ECONNREFUSED', true, /tunnel/],
    [`${connecting}tcp connect error: Network is unreachable (os error 101)`, 'ENETUNREACH', true, /routes/],
    [`${connecting}tcp connect error: No route to host (os error 113)`, 'EHOSTUNREACH', true, /routes/],
    [`${connecting}tls handshake eof`, 'ECONNRESET', true, /closed the connection/],
    [
      `${connecting}received corrupt message of type InvalidContentType`,
      'ERR_SSL_WRONG_VERSION_NUMBER',
      true,
      /TLS/,
    ],
    [
      `${connecting}invalid peer certificate: UnknownIssuer`,
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      true,
      /NODE_EXTRA/,
    ],
    [
      `${connecting}invalid peer certificate: Other(OtherError(CaUsedAsEndEntity))`,
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      true,
      /NODE_EXTRA/,
    ],
    [`${connecting}invalid peer certificate: certificate expired: …`, 'CERT_HAS_EXPIRED', true, /expired/],
    [
      `${connecting}invalid peer certificate: certificate not valid yet: …`,
      'CERT_NOT_YET_VALID',
      true,
      /clock/,
    ],
    [
      `${connecting}invalid peer certificate: certificate not valid for name "a"`,
      'ERR_TLS_CERT_ALTNAME_INVALID',
      true,
      /another name/,
    ],
    [`${connecting}invalid peer certificate: BadSignature`, 'CERT_REJECTED', true, /openssl/],
    ['bad port', 'BLOCKED_PORT', true, /port/],
    ['client error (SendRequest): connection closed before message completed', 'ECONNRESET', false, /closed/],
    ['client error (SendRequest): invalid HTTP version parsed', 'HPE_INVALID_RESPONSE', false, /speak HTTP/],
    ['Network connection lost.', 'ECONNRESET', false, /closed the connection/],
    [
      'Requires net access to "vendor.invalid:80", run again with the --allow-net flag',
      'ERR_ACCESS_DENIED',
      true,
      /--allow-net/,
    ],
    ['nothing that anybody has seen before', 'FETCH_FAILED', false, /undiciTransport/],
  ])('%s', async (words, reason, neverSent, hint) => {
    const error = await asking(fetchTransport({ fetch: fetchThat(words) }));
    expect(error).toMatchObject({
      code: 'CONNECTION',
      reason,
      neverSent,
      hint: expect.stringMatching(hint),
    });
  });

  test.each(['CERT_HAS_EXPIRED', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_ACCESS_DENIED'])(
    '%s is not tried again',
    async (code) => {
      const fetch = vi.fn(() => Promise.reject(Object.assign(new TypeError('x'), { code })));
      expect(await asking(fetchTransport({ fetch }))).toMatchObject({ attempts: [{ reason: code }] });
      expect(fetch).toHaveBeenCalledTimes(1);
    },
  );

  test('a refused connection and an unknown name, by both transports that come with it', async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    for (const transport of [undiciTransport(), fetchTransport()]) {
      onTestFinished(() => transport.close());
      expect(await asking(transport, url)).toMatchObject({ reason: 'ECONNREFUSED', neverSent: true });
      expect(await asking(transport)).toMatchObject({ reason: expect.stringMatching(/^(ENOTFOUND|EAI_)/) });
    }
  });

  test('an error of another realm, which is no instance of ours', async () => {
    const foreign = runInNewContext(
      "Object.assign(new Error('connect'), { code: 'ECONNREFUSED', syscall: 'connect' })",
    ) as Error;
    expect(foreign).not.toBeInstanceOf(Error);
    const transport = { name: 'own', send: () => Promise.reject(foreign), close: async () => {} };
    expect(await asking(transport)).toMatchObject({ reason: 'ECONNREFUSED', neverSent: true });
  });
});

describe('a mistake in a program ends the call at once, and says what it was', () => {
  const mistakes: readonly [string, () => Transport][] = [
    [
      'a transport of its own',
      () => ({
        name: 'own',
        send: () => Promise.reject(new TypeError('this.pool is not a function')),
        close: async () => {},
      }),
    ],
    [
      'a fetch of its own',
      () =>
        fetchTransport({
          fetch: () => Promise.reject(new TypeError("Cannot read properties of undefined (reading 'a')")),
        }),
    ],
    [
      'a misspelt name',
      () => fetchTransport({ fetch: () => Promise.reject(new ReferenceError('agnet is not defined')) }),
    ],
    [
      'a runtime that does not compile the WebAssembly of undici, such as workerd',
      () => {
        const said = 'WebAssembly.Module(): Wasm code generation disallowed by embedder';
        const cause = Object.assign(new Error(said), { name: 'CompileError' });
        return { name: 'undici', send: () => Promise.reject(cause), close: async () => {} };
      },
    ],
    [
      'an option that undici refuses',
      () => {
        const dispatcher = new Agent().compose(
          (dispatch) => (options, handler) => dispatch({ ...options, headersTimeout: -1 }, handler),
        );
        return undiciTransport({ dispatcher });
      },
    ],
    [
      'a dispatcher that has been closed',
      () => {
        const dispatcher = new Agent();
        void dispatcher.close();
        return undiciTransport({ dispatcher });
      },
    ],
  ];
  test.each(mistakes)('%s', async (_, transport) => {
    const error = await asking(transport());
    expect(error).toMatchObject({ code: 'CONFIGURATION', cause: expect.anything() });
    expect(error.message).toContain('The transport cannot work as it is');
  });

  test('a transport whose failures have a code of their own has that code', async () => {
    const failure = Object.assign(new Error('no'), { code: 'E_OWN' });
    const transport = { name: 'own', send: () => Promise.reject(failure), close: async () => {} };
    expect(await asking(transport)).toMatchObject({ code: 'CONNECTION', reason: 'E_OWN' });
    const bare = { ...transport, send: () => Promise.reject(new Error('no')) };
    expect(await asking(bare)).toMatchObject({ code: 'CONNECTION', reason: 'TRANSPORT_FAILED' });
  });

  test('node-fetch, which writes streams out as text, reads answers and refuses uploads', async () => {
    const server = await serve((_, response) => response.end('{"name":"a"}'));
    const transport = fetchTransport({ fetch: nodeFetch });
    const acme = new Acme({ baseUrl: server.url, transport, retry });
    expect(await acme.do.call(get, { params: { id: 'a' } })).toEqual({ name: 'a' });
    const body: StreamBody = {
      contentType: 'text/plain',
      length: 3,
      async *open() {
        yield Buffer.from('abc');
      },
    };
    const error = await rejection(acme.do.call(upload, { body }));
    expect(error).toMatchObject({ code: 'CONFIGURATION' });
    expect(error.message).toContain('its fetch cannot send a stream, so nothing was sent');
    expect(server.requests).toHaveLength(1);
  });
});

describe('the transport of a client that was given none', () => {
  test('is fetch in workerd, where undici cannot read answers', async () => {
    vi.stubGlobal('navigator', { userAgent: 'Cloudflare-Workers' });
    const fetch = vi.fn(async () => Response.json({ name: 'a' }));
    vi.stubGlobal('fetch', fetch);
    onTestFinished(() => void vi.unstubAllGlobals());
    const acme = new Acme({ baseUrl: 'http://vendor.invalid' });
    expect(await acme.do.call(get, { params: { id: 'a' } })).toEqual({ name: 'a' });
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});
