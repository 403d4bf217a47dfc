import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TimeoutError, type Transport } from '@partner-apis/core';
import { recordHar, replayHar } from '@partner-apis/core/har';
import { rejection } from '@partner-apis/test-kit';
import { expect, test } from 'vitest';

const bytes = (text: string) => new TextEncoder().encode(text);

/** Answers with two chunks, or with one and a failure. */
function answering(failure?: Error): Transport {
  async function* stream() {
    yield bytes('first ');
    if (failure !== undefined) throw failure;
    yield bytes('second');
  }
  return {
    name: 'of this test',
    send: () =>
      Promise.resolve({
        status: 200,
        headers: { 'content-type': 'text/plain' },
        body: {
          read: () => Promise.resolve({ bytes: bytes('first second'), truncated: false }),
          stream,
          discard: () => undefined,
        },
      }),
    close: () => Promise.resolve(),
  };
}

function request(): Parameters<Transport['send']>[0] {
  return {
    method: 'GET',
    url: 'http://vendor.example/file',
    headers: {},
    signal: new AbortController().signal,
    connectMs: 1_000,
    headersMs: 1_000,
    idleMs: 1_000,
    lane: 'transfer',
  };
}

async function drained(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0;
  for await (const chunk of chunks) size += chunk.byteLength;
  return size;
}

/** What comes of a replay, read in both ways. */
async function replayedFailures(path: string): Promise<unknown[]> {
  const read = await replayHar(path).send(request());
  const streamed = await replayHar(path).send(request());
  return [await rejection(read.body.read(1_000)), await rejection(drained(streamed.body.stream()))];
}

/** Records one exchange whose body is read by `reads`; its answer as the file has it. */
async function recorded(
  transport: Transport,
  reads: (body: Awaited<ReturnType<Transport['send']>>['body']) => unknown,
): Promise<Record<string, unknown> & { path: string }> {
  const path = join(await mkdtemp(join(tmpdir(), 'har-')), 'streams.har');
  const recorder = recordHar(transport, { path });
  const { body } = await recorder.send(request());
  await reads(body);
  await recorder.close();
  const { log } = JSON.parse(await readFile(path, 'utf8')) as {
    log: { entries: { response: Record<string, unknown> }[] };
  };
  expect(log.entries).toHaveLength(1);
  return { ...log.entries[0]?.response, path };
}

test('a body that is streamed to its end is in the recording', async () => {
  const response = await recorded(answering(), async (body) => {
    for await (const _ of body.stream()) continue;
  });
  expect(response['content']).toMatchObject({ text: 'first second', size: 12 });
});

test('a body that its reader leaves, or does not want, is said to be no whole one', async () => {
  const left = await recorded(answering(), async (body) => {
    for await (const _ of body.stream()) break;
  });
  const unwanted = await recorded(answering(), (body) => body.discard());
  for (const { content } of [left, unwanted]) {
    expect(content).toHaveProperty('comment', expect.stringContaining('not read to its end'));
    expect(content).not.toHaveProperty('text');
  }
});

test('a body that breaks is recorded with its failure, which goes on to the reader', async () => {
  const response = await recorded(answering(new Error('broken')), async (body) => {
    const read = async () => {
      for await (const _ of body.stream()) continue;
    };
    expect(await rejection(read())).toMatchObject({ message: 'broken' });
  });
  expect(response['_error']).toBe('TRANSPORT_FAILED');
});

test('a replay fails as the recording does, and says where it has no body', async () => {
  const broken = await recorded(answering(new Error('broken')), (body) => rejection(drained(body.stream())));
  for (const error of await replayedFailures(broken.path)) {
    expect(error).toMatchObject({ reason: 'TRANSPORT_FAILED' });
  }
  const without = await recorded(answering(), (body) => body.discard());
  for (const error of await replayedFailures(without.path)) {
    expect(error).toMatchObject({ reason: 'NOT_RECORDED' });
  }
});

test('a timeout says that nothing was sent only where that is known', () => {
  expect(new TimeoutError('late', 'headers').toJSON()).not.toHaveProperty('neverSent');
  expect(new TimeoutError('late', 'connect', undefined, true).toJSON()).toMatchObject({ neverSent: true });
});
