import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Transport, TransportRequest } from '@partner-apis/core';
import { recordHar, replayHar } from '@partner-apis/core/har';
import { rejection } from '@partner-apis/test-kit';
import { beforeEach, describe, expect, test } from 'vitest';

let path: string;
beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'har-')), 'requests.har');
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function request(body: TransportRequest['body'], more: Partial<TransportRequest> = {}): TransportRequest {
  return {
    method: 'POST',
    url: 'http://vendor.example/upload?b=2&a=1',
    headers: {},
    body,
    signal: new AbortController().signal,
    connectMs: 1_000,
    headersMs: 1_000,
    idleMs: 1_000,
    lane: 'transfer',
    ...more,
  };
}

/** Reads what is sent, as often as it is told, and answers with how much that was. */
function reading(times = 1): Transport {
  return {
    name: 'of this test',
    async send({ body }) {
      let size = 0;
      if (typeof body === 'object' && !(body instanceof Uint8Array))
        for (let turn = 0; turn < times; turn += 1)
          for await (const chunk of body.open()) size += chunk.length;
      const answer = { bytes: bytes(`${size} bytes`), truncated: false };
      return {
        status: 200,
        headers: {},
        body: {
          read: () => Promise.resolve(answer),
          async *stream() {
            yield answer.bytes;
          },
          discard: () => undefined,
        },
      };
    },
    close: () => Promise.resolve(),
  };
}

/** A form of two parts; its boundary is made up anew each time. */
function form(boundary: string, file: string): TransportRequest {
  const text = `--${boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\n${file}\r\n--${boundary}--\r\n`;
  return request(
    {
      contentType: `multipart/form-data; boundary=${boundary}`,
      length: bytes(text).length,
      async *open() {
        yield bytes(text.slice(0, 10));
        yield bytes(text.slice(10));
      },
    },
    { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } },
  );
}

async function say(transport: Transport, sent: TransportRequest): Promise<string> {
  const { body } = await transport.send(sent);
  return new TextDecoder().decode((await body.read(1_000)).bytes);
}

test('an upload is told from others by what is in it, not by the boundary of its form, nor by who orders the query', async () => {
  const recorder = recordHar(reading(), { path });
  const said = await say(recorder, form('first-boundary', 'of this file'));
  await recorder.close();
  const replay = replayHar(path);
  const other = await rejection(say(replay, form('second-boundary', 'of that file')));
  expect(other).toMatchObject({ reason: 'NOT_RECORDED', neverSent: true });
  const again = {
    ...form('another-boundary', 'of this file'),
    url: 'http://elsewhere.example/upload?a=1&b=2',
  };
  expect(await say(replay, again)).toBe(said);
});

test('an upload that is read anew for a second try is recorded once', async () => {
  const recorder = recordHar(reading(2), { path });
  await say(recorder, form('b', 'x'));
  await recorder.close();
  const { log } = JSON.parse(await readFile(path, 'utf8')) as {
    log: { entries: { request: { postData: { text: string }; bodySize: number } }[] };
  };
  expect(log.entries[0]?.request.postData.text.match(/Content-Disposition/g)).toHaveLength(1);
  expect(log.entries[0]?.request.bodySize).toBe(log.entries[0]?.request.postData.text.length);
});

test.each<[string, TransportRequest['body'], TransportRequest['body']]>([
  ['text', 'one', 'two'],
  ['bytes', bytes('one'), bytes('two')],
  ['bytes that are no text', Uint8Array.of(0xff, 1), Uint8Array.of(0xff, 2)],
  ['nothing', undefined, 'something'],
])('a request with %s is answered, one with another body is not', async (_kind, same, other) => {
  const recorder = recordHar(reading(), { path });
  await say(recorder, request(same));
  await recorder.close();
  const replay = replayHar(path);
  expect(await rejection(say(replay, request(other)))).toMatchObject({ reason: 'NOT_RECORDED' });
  expect(await say(replay, request(same))).toBe('0 bytes');
  const { cause } = Object(await rejection(say(replay, request(same))));
  expect(String(cause)).toContain('each of its answers was given already');
});

test('without bodies a recording names what was asked, and a replay says what is missing', async () => {
  const recorder = recordHar(reading(), { path, bodies: false });
  await say(recorder, request('a word of the caller'));
  await recorder.close();
  expect(await readFile(path, 'utf8')).not.toContain('a word of the caller');
  expect(await rejection(say(replayHar(path), request(undefined)))).toMatchObject({ reason: 'NOT_RECORDED' });
});

describe('a recording of another program', () => {
  /** A file with these entries, as HAR has them. */
  async function written(entries: unknown[]): Promise<Transport> {
    await writeFile(path, JSON.stringify({ log: { entries } }));
    return replayHar(path);
  }

  test('answers with what it has: members that are missing count as empty', async () => {
    const replay = await written([
      {
        request: { method: 'POST', url: 'https://vendor.example/upload?a=1&b=2', headers: 'none' },
        response: { status: 204, headers: [{ name: 'X-Of', value: 'theirs' }, 'no header', { name: 3 }] },
      },
    ]);
    const { status, headers, body } = await replay.send(request(undefined));
    expect([status, headers['x-of'], (await body.read(10)).bytes.length]).toEqual([204, 'theirs', 0]);
  });

  test('that has nothing at all names nothing that is near', async () => {
    const replay = await written([]);
    const { cause } = Object(await rejection(replay.send(request(undefined))));
    expect(String(cause)).toMatch(/has no POST \/upload\?a=1&b=2 with this query and body\.$/);
  });

  test('with an address that is none is compared by its text', async () => {
    const replay = await written([{ request: { method: 'GET', url: '/upload' }, response: {} }]);
    const { cause } = Object(await rejection(replay.send(request(undefined))));
    expect(String(cause)).toContain('the nearest is GET /upload');
  });

  test('a call that was given up is not answered', async () => {
    const replay = await written([]);
    const given = new AbortController();
    given.abort(new Error('given up'));
    const error = await rejection(replay.send(request(undefined, { signal: given.signal })));
    expect(error).toMatchObject({ message: 'given up' });
  });
});
