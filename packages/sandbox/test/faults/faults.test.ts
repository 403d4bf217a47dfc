import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { FaultSpec } from '@partner-apis/sandbox';
import { codeOf, form, start, upload, type Running } from '../support.ts';

const READ = '/events?unconfirmed=true';

const inject = (
  { sandbox }: Running,
  fault: Omit<FaultSpec<'astral'>, 'vendor'>,
): ReturnType<typeof sandbox.faults.inject> => sandbox.faults.inject({ vendor: 'astral', ...fault });

const publication = { events: [{ code: 'x', consumer: ['c'], data: {} }] };

describe('status', () => {
  it('answers with an envelope of that status, without any effect', async () => {
    const running = await start();
    inject(running, { kind: 'status', status: 429, retryAfter: 7 });
    const answer = await running.sendJson('/events', publication);
    expect(answer.status).toBe(429);
    expect(answer.headers['retry-after']).toBe('7');
    expect(answer.json()).toMatchObject({ status: 429, code: 'api4299', title: 'Слишком много запросов' });
    expect(running.sandbox.astral.events()).toEqual([]);
    expect(running.sandbox.requests()[0]).toMatchObject({
      fault: 'status',
      status: 429,
      outcome: 'answered',
    });
  });

  it('is 503 unless told otherwise, and can say when as a date or a text', async () => {
    const running = await start();
    inject(running, { kind: 'status', retryAfter: new Date('2026-01-02T03:04:05Z'), times: 1 });
    inject(running, { kind: 'status', retryAfter: 'soon', times: 1 });
    inject(running, { kind: 'status' });
    const answers = [await running.send(READ), await running.send(READ), await running.send(READ)];
    expect(answers.map(({ status, headers }) => [status, headers['retry-after']])).toEqual([
      [503, 'Fri, 02 Jan 2026 03:04:05 GMT'],
      [503, 'soon'],
      [503, undefined],
    ]);
  });
});

describe('which requests a fault meets', () => {
  it('can be those of one operation', async () => {
    const running = await start();
    inject(running, { kind: 'status', operation: 'events.confirm' });
    expect((await running.send(READ)).status).toBe(200);
    expect((await running.sendJson('/events/confirm', { events_id: ['0'.repeat(32)] })).status).toBe(503);
  });

  it('can be the next few', async () => {
    const running = await start();
    const fault = inject(running, { kind: 'status', times: 2 });
    const statuses = [];
    for (let n = 0; n < 4; n++) statuses.push((await running.send(READ)).status);
    expect(statuses).toEqual([503, 503, 200, 200]);
    expect(fault).toMatchObject({ met: 2, active: false });
  });

  it('can be a share, the same one for the same seed', async () => {
    const run = async (seed: string): Promise<string> => {
      const running = await start({ seed });
      inject(running, { kind: 'status', probability: 0.5 });
      let met = '';
      for (let n = 0; n < 30; n++) met += (await running.send(READ)).status === 503 ? 'x' : '.';
      return met;
    };
    const met = await run('a');
    expect(met).toMatch(/x/);
    expect(met).toMatch(/\./);
    expect(await run('a')).toBe(met);
    expect(await run('b')).not.toBe(met);
  });

  it('ends when it is removed, or all are cleared', async () => {
    const running = await start();
    const fault = inject(running, { kind: 'status', status: 500 });
    inject(running, { kind: 'status', status: 502 });
    expect((await running.send(READ)).status).toBe(500);
    await fault.remove();
    expect((await running.send(READ)).status).toBe(502);
    await running.sandbox.faults.clear();
    expect((await running.send(READ)).status).toBe(200);
  });

  it.each([
    [{ vendor: 'astral', kind: 'explode' }, /kind/],
    [{ vendor: 'nobody', kind: 'reset' }, /vendor/],
    [{ vendor: 'astral', kind: 'reset', operation: 'events.pol' }, /events\.publish, events\.poll/],
    [{ vendor: 'astral', kind: 'status', status: 99 }, /status/],
    [{ vendor: 'astral', kind: 'status', times: 0 }, /times/],
    [{ vendor: 'astral', kind: 'refuse', probability: 0.5 }, /probability/],
    [{ vendor: 'astral', kind: 'status', retryafter: 1 }, /retryafter/],
  ])('cannot be said by %j', async (spec, message) => {
    const { sandbox } = await start();
    expect(() => Reflect.apply(sandbox.faults.inject, undefined, [spec])).toThrow(message);
  });
});

describe('reset', () => {
  it('resets the connection before anything happened', async () => {
    const running = await start();
    inject(running, { kind: 'reset' });
    expect(await codeOf(running.sendJson('/events', publication))).toBe('ECONNRESET');
    expect(running.sandbox.astral.events()).toEqual([]);
    expect(running.sandbox.requests()[0]).toMatchObject({ outcome: 'broken' });
  });

  it('is a real reset, not an orderly end', async () => {
    const running = await start();
    inject(running, { kind: 'reset' });
    const { hostname, port } = new URL(running.url);
    const socket = connect(Number(port), hostname);
    socket.write('GET /events HTTP/1.1\r\nHost: x\r\n\r\n');
    await expect(text(socket)).rejects.toThrow('ECONNRESET');
  });

  it('resets it after the effect, if that is wanted', async () => {
    const running = await start();
    inject(running, { kind: 'reset-after-effect' });
    expect(await codeOf(running.sendJson('/events', publication))).toBe('ECONNRESET');
    expect(running.sandbox.astral.events()).toHaveLength(1);
    running.sandbox.astral.publish({ code: 'x' });
    expect(await codeOf(running.send('/events'))).toBe('ECONNRESET');
    expect(running.sandbox.astral.unconfirmed()).toHaveLength(1);
  });

  it('resets during an upload', async () => {
    const running = await start();
    inject(running, { kind: 'reset' });
    const body = form([{ filename: 'a', content: Buffer.alloc(1 << 20) }]);
    expect(['ECONNRESET', 'EPIPE']).toContain(
      await codeOf(running.send('/packet', { method: 'POST', ...body })),
    );
  });
});

describe('stall', () => {
  it('never answers, until the client gives up', async () => {
    const running = await start();
    inject(running, { kind: 'stall-headers' });
    const answer = running.send(READ, { signal: AbortSignal.timeout(100) });
    await expect(answer).rejects.toThrow('abort');
  });

  it('stops in the middle of a body, until the server closes', async () => {
    const running = await start();
    const whole = await running.send(READ);
    inject(running, { kind: 'stall-body' });
    const answer = await fetch(running.url + READ, { headers: { 'x-api-key': running.apiKey } });
    expect(answer.headers.get('content-length')).toBe(String(whole.bytes.length));
    const reader = answer.body?.getReader();
    const { value } = (await reader?.read()) ?? {};
    expect(Buffer.from(value ?? [])).toEqual(whole.bytes.subarray(0, Math.floor(whole.bytes.length / 2)));
    const rest = reader?.read();
    await running.sandbox.close();
    await expect(rest).rejects.toThrow('terminated');
  });
});

describe('an answer without a body', () => {
  it('is whole when it stalls, and holds up no other request of its connection', async () => {
    const running = await start();
    const packet = await upload(running, [{ filename: 'a', content: 'x' }]);
    running.sandbox.astral.deleteAnswer = 'no-content';
    inject(running, { kind: 'stall-body', times: 1 });
    const { hostname, port } = new URL(running.url);
    await using socket = connect(Number(port), hostname);
    const answers = socket.setEncoding('utf8')[Symbol.asyncIterator]();
    const ask = async (line: string): Promise<string> => {
      socket.write(`${line} HTTP/1.1\r\nHost: a\r\nX-API-Key: ${running.apiKey}\r\n\r\n`);
      return String((await answers.next()).value);
    };
    expect(await ask(`DELETE /packet/${packet.id}/${packet.files[0].id}`)).toContain('204 No Content');
    expect(await ask(`GET ${READ}`)).toContain('200 OK');
  });
});

describe('a body of one byte', () => {
  it('stalls after its headers', async () => {
    const running = await start();
    const packet = await upload(running, [{ filename: 'a', content: 'x' }]);
    inject(running, { kind: 'stall-body' });
    const path = `/packet/${packet.id}/${packet.files[0].id}`;
    const answer = await fetch(running.url + path, {
      headers: { 'x-api-key': running.apiKey },
      signal: AbortSignal.timeout(1000),
    });
    expect(answer.headers.get('content-length')).toBe('1');
    await answer.body?.cancel();
  });
});

describe('cut-body', () => {
  it('promises a length and closes in the middle', async () => {
    const running = await start();
    const whole = await running.send(READ);
    inject(running, { kind: 'cut-body' });
    const cut = await running.send(READ);
    expect(cut.headers['content-length']).toBe(whole.headers['content-length']);
    expect(cut.bytes).toEqual(whole.bytes.subarray(0, Math.floor(whole.bytes.length / 2)));
    expect(cut.complete).toBe(false);
  });

  it('closes without the last chunk, if that is wanted', async () => {
    const running = await start();
    inject(running, { kind: 'cut-body', framing: 'chunked' });
    const cut = await running.send(READ);
    expect(cut.headers).toMatchObject({ 'transfer-encoding': 'chunked' });
    expect([cut.complete, cut.bytes.length > 0]).toEqual([false, true]);
  });

  it('cuts files and archives, large ones too', async () => {
    const running = await start();
    const packet = await upload(running, [{ filename: 'a', content: Buffer.alloc(3 << 20, 'x') }]);
    inject(running, { kind: 'cut-body' });
    const file = await running.send(`/packet/${packet.id}/${packet.files[0].id}`);
    expect([file.headers['content-length'], file.bytes.length, file.complete]).toEqual([
      String(3 << 20),
      1.5 * (1 << 20),
      false,
    ]);
    running.sandbox.astral.archive = { compression: 0 };
    const archive = await running.send(`/packet/${packet.id}.tar.gz`);
    expect(archive.complete).toBe(false);
    expect(archive.bytes.subarray(0, 2)).toEqual(Buffer.of(0x1f, 0x8b));
  });
});

describe('bad-json', () => {
  it('looks like success and is no JSON, at once and without an effect', async () => {
    const running = await start();
    inject(running, { kind: 'bad-json' });
    const answer = await running.send('/events?timeout=600');
    expect([answer.status, answer.headers['content-type'], answer.complete]).toEqual([
      200,
      'application/json; charset=utf-8',
      true,
    ]);
    expect(() => answer.json()).toThrow(SyntaxError);
  });
});

describe('slow', () => {
  it('waits before the answer, then drips it', async () => {
    const running = await start();
    inject(running, { kind: 'slow', delayMs: 5000 });
    const whole = running.send(READ);
    await running.waiting(1);
    for (const [elapsed, scheduled] of [
      [4999, 1],
      [1, 0],
    ] as const) {
      running.clock.advance(elapsed);
      expect(running.clock.scheduled).toBe(scheduled);
    }
    let settled = false;
    void whole.finally(() => (settled = true));
    for (let part = 0; part < 10; part++) {
      await expect.poll(() => running.clock.scheduled, { interval: 1 }).toBe(1);
      expect(settled).toBe(false);
      running.clock.advance(500);
    }
    expect((await whole).json()).toMatchObject({ status: 200, events: [] });
  });

  it('gives up when the client does', async () => {
    const running = await start();
    inject(running, { kind: 'slow' });
    const client = new AbortController();
    const answer = running.send(READ, { signal: client.signal });
    await running.waiting(1);
    client.abort();
    await expect(answer).rejects.toThrow('abort');
    await expect.poll(() => running.clock.scheduled, { interval: 1 }).toBe(0);
  });
});
