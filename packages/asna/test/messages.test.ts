import {
  AbortedError,
  AsnaClient,
  isMessageFailedError,
  MessageFailedError,
  type MessageStatus,
  RequestValidationError,
  ResponseValidationError,
  TimeoutError,
} from '@partner-apis/asna';
import { manualClock } from '@partner-apis/sandbox';
import { describe, expect, test, vi } from 'vitest';
import { json, rejection, type Respond, stubServer, text } from '@partner-apis/test-kit';
import { sandboxed } from './support/sandboxed.ts';

const ID = '0e238a6a-c9f7-435f-9f9e-a9257e613879';
const status = (statusId: number): object => ({
  id: 5,
  messageId: ID,
  statusId,
  statusMessage: 'Обработано',
  statusDate: '2017-04-26T15:34:02.9112524+00:00',
});

/** Answers with one status after the other; null is 204. The last one stays. */
const course =
  (...codes: readonly (number | null)[]): Respond =>
  (request, response, number) => {
    const code = codes[Math.min(number, codes.length) - 1] ?? null;
    (code === null ? text('', 204) : json(status(code)))(request, response, number);
  };

function clientOf(url: string, more: object = {}): AsnaClient {
  return new AsnaClient({ baseUrl: url, token: 't', retry: { minDelayMs: 0, maxDelayMs: 0 }, ...more });
}
const soon = { intervalMs: 1, maxIntervalMs: 2 };

describe('getStatus', () => {
  test.each([
    [0, 'accepted'],
    [1, 'processing'],
    [2, 'processed'],
    [3, 'error'],
    [7, 'unknown'],
    [-1, 'unknown'],
  ])('code %i is %s', async (code, state) => {
    await using server = await stubServer(course(code));
    expect(await clientOf(server.url).messages.getStatus(ID)).toEqual({ ...status(code), state });
    expect(server.requests[0]?.url).toBe(`/v5/messages/${ID}/status`);
  });

  test('204 is null: ASNA knows nothing about the package', async () => {
    const { asna } = await sandboxed();
    expect(await asna.messages.getStatus(ID)).toBeNull();
  });

  test('an unknown code is logged', async () => {
    await using server = await stubServer(course(7));
    const warn = vi.fn<(fields: object, message: string) => void>();
    const quiet = (): void => {};
    await clientOf(server.url, {
      logger: { debug: quiet, info: quiet, error: quiet, warn },
    }).messages.getStatus(ID);
    expect(warn).toHaveBeenCalledWith(
      expect.objectContaining({ statusId: 7, messageId: ID }),
      expect.stringContaining('7'),
    );
  });

  test('a message id that is no GUID is refused before anything is sent', async () => {
    await using server = await stubServer(course(2));
    const error = await rejection(clientOf(server.url).messages.getStatus('1/../2'));
    expect(error).toBeInstanceOf(RequestValidationError);
    expect(server.requests).toHaveLength(0);
  });

  test.each([[{ statusId: 2 }], [{ messageId: ID }], [{ messageId: ID, statusId: '2' }], [[]]])(
    'the answer %j is of a wrong shape',
    async (body) => {
      await using server = await stubServer(json(body));
      expect(await rejection(clientOf(server.url).messages.getStatus(ID))).toBeInstanceOf(
        ResponseValidationError,
      );
    },
  );

  test('withResponse() tells how the answer came', async () => {
    await using server = await stubServer(course(2));
    const { data, response } = await clientOf(server.url).messages.getStatus(ID).withResponse();
    expect([data?.state, response.status]).toEqual(['processed', 200]);
  });
});

describe('wait', () => {
  test('asks until it is processed and reports each status', async () => {
    await using server = await stubServer(course(null, 0, 1, 7, 2));
    const seen: string[] = [];
    const onProgress = ({ state }: MessageStatus): void => void seen.push(state);
    const done = await clientOf(server.url).messages.wait(ID, { ...soon, onProgress });
    expect(done).toMatchObject({ messageId: ID, state: 'processed' });
    expect(seen).toEqual(['accepted', 'processing', 'unknown', 'processed']);
  });

  test('follows a package through the sandbox', async () => {
    const { asna, clientId } = await sandboxed({}, { secondMs: 20 });
    const sent = await asna.submit({
      method: 'POST',
      path: `/v5/stores/${clientId}/stocks`,
      body: { date: '2018-11-22T16:01:13.032+03:00', stocks: [] },
    });
    if (sent.state !== 'accepted') throw new Error(sent.state);
    expect(await sent.wait(soon)).toMatchObject({ messageId: sent.messageId, state: 'processed' });
  });

  test('rejects with MessageFailedError on 3, which names the package and has its status', async () => {
    await using server = await stubServer(course(0, 3));
    const error = await rejection(clientOf(server.url).messages.wait(ID, soon));
    expect(error).toBeInstanceOf(MessageFailedError);
    expect(isMessageFailedError(error)).toBe(true);
    expect(error).toMatchObject({ code: 'MESSAGE_FAILED', messageStatus: { statusId: 3, messageId: ID } });
    expect(String(error)).toContain(ID);
  });

  test('pauses 1 s, then twice as long each time, 15 s at most', async () => {
    await using server = await stubServer(course(0));
    const clock = manualClock();
    const asna = clientOf(server.url, { clock });
    const abort = new AbortController();
    const onProgress = vi.fn<() => void>();
    const ended = rejection(asna.messages.wait(ID, { signal: abort.signal, onProgress }));
    for (const [asked, pauseMs] of [1_000, 2_000, 4_000, 8_000, 15_000, 15_000].entries()) {
      await vi.waitUntil(() => onProgress.mock.calls.length === asked + 1, { interval: 1 });
      // One timer is the wait's own; the other one is the pause.
      expect(clock.scheduled).toBe(2);
      clock.advance(pauseMs - 1);
      expect(clock.scheduled).toBe(2);
      clock.advance(1);
    }
    abort.abort();
    await ended;
  });

  test('ends at timeoutMs with a TimeoutError that says what was known, also while a request is under way', async () => {
    await using server = await stubServer(course(1));
    const error = await rejection(clientOf(server.url).messages.wait(ID, { ...soon, timeoutMs: 60 }));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ phase: 'deadline', message: expect.stringContaining('processing') });
    await using silent = await stubServer(() => undefined);
    const second = await rejection(clientOf(silent.url).messages.wait(ID, { timeoutMs: 60 }));
    expect(second).toMatchObject({ code: 'TIMEOUT', message: expect.stringContaining(ID) });
  });

  test('a package that stays unknown ends at timeoutMs too', async () => {
    await using server = await stubServer(course(null));
    const error = await rejection(clientOf(server.url).messages.wait(ID, { ...soon, timeoutMs: 40 }));
    expect(error).toMatchObject({ code: 'TIMEOUT', message: expect.stringContaining('knows nothing') });
  });

  test.each([
    ['during a pause', course(0)],
    ['during a request', (): void => undefined],
  ])('an abort %s rejects with AbortedError at once, its reason the cause', async (_, respond) => {
    await using server = await stubServer(respond);
    const abort = new AbortController();
    const ended = rejection(
      clientOf(server.url).messages.wait(ID, { signal: abort.signal, intervalMs: 60_000 }),
    );
    await vi.waitUntil(() => server.requests.length === 1, { interval: 1 });
    const reason = new Error('shutting down');
    abort.abort(reason);
    const error = await ended;
    expect(error).toBeInstanceOf(AbortedError);
    expect(error).toMatchObject({ cause: reason });
  });

  test('an abort before the start sends nothing', async () => {
    await using server = await stubServer(course(2));
    const error = await rejection(clientOf(server.url).messages.wait(ID, { signal: AbortSignal.abort() }));
    expect(error).toBeInstanceOf(AbortedError);
    expect(server.requests).toHaveLength(0);
  });

  test('a failure that is not temporary ends it; a temporary one is survived', async () => {
    await using denied = await stubServer(text('', 403));
    expect(await rejection(clientOf(denied.url).messages.wait(ID, soon))).toMatchObject({ status: 403 });
    await using server = await stubServer((request, response, number) =>
      (number === 2 ? text('', 503) : course(0, 0, 2))(request, response, number),
    );
    expect(await clientOf(server.url).messages.wait(ID, soon)).toMatchObject({ state: 'processed' });
  });

  test('an unknown code is logged once, not each time', async () => {
    await using server = await stubServer(course(7, 7, 7, 2));
    const warn = vi.fn<(fields: object, message: string) => void>();
    const quiet = (): void => {};
    await clientOf(server.url, { logger: { debug: quiet, info: quiet, error: quiet, warn } }).messages.wait(
      ID,
      soon,
    );
    expect(warn).toHaveBeenCalledTimes(1);
  });

  test.each([{ timeoutMs: 0 }, { intervalMs: -1 }, { maxIntervalMs: Number.NaN }])(
    'the option %j is refused before anything is sent',
    async (options) => {
      await using server = await stubServer(course(2));
      expect(await rejection(clientOf(server.url).messages.wait(ID, options))).toBeInstanceOf(
        RequestValidationError,
      );
      expect(server.requests).toHaveLength(0);
    },
  );
});
