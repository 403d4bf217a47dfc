import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { json, rejection, text } from '@partner-apis/test-kit';
import { stubbed } from './support/stubbed.ts';

describe('command()', () => {
  test('checks the answer with any Standard Schema', async () => {
    const { stormwall } = await stubbed(json({ attack_id: 'ABC' }));
    const response = {
      '~standard': {
        version: 1,
        vendor: 'by hand',
        validate: (value: unknown) => ({ value: Object.keys(Object(value)) }),
      },
    } as const;
    const { data } = await stormwall.command({ method: 'GET', path: '/x', response });
    expect(data).toEqual(['attack_id']);
  });

  test('an answer of another shape is a ResponseValidationError', async () => {
    const { stormwall } = await stubbed(json({ attack_id: 'ABC' }));
    const response = z.object({ attack_id: z.number() });
    await expect(stormwall.command({ method: 'GET', path: '/x', response })).rejects.toMatchObject({
      code: 'RESPONSE_VALIDATION',
      issues: [{ path: ['attack_id'] }],
    });
  });

  test('with validation off the answer is taken as it is, and soft errors are found all the same', async () => {
    const body = { attack_id: 'ABC', error_list: [{ type: 1, code: 'QUEUED' }] };
    const { stormwall } = await stubbed(json(body));
    const response = z.object({ attack_id: z.number() });
    const result = await stormwall.command({ method: 'GET', path: '/x', response }, { validation: 'off' });
    expect(result).toEqual({ data: body, softErrors: body.error_list });
  });

  test.each([[[1, 2]], ['text'], [0], [null]])('%j is an answer', async (body) => {
    const { stormwall } = await stubbed(json(body));
    expect(await stormwall.command({ method: 'GET', path: '/x' })).toEqual({ data: body, softErrors: [] });
  });

  test('nothing at all is an answer where no schema says otherwise', async () => {
    const { stormwall } = await stubbed(text('', 200));
    const command = { method: 'DELETE', path: '/x' } as const;
    expect(await stormwall.command(command)).toEqual({ data: undefined, softErrors: [] });
    await expect(stormwall.command({ ...command, response: z.object({}) })).rejects.toMatchObject({
      code: 'RESPONSE_DECODE',
    });
  });

  test('takes the same options as any call', async () => {
    const { stormwall, requests } = await stubbed(json({}));
    await stormwall.command({ method: 'GET', path: '/x' }, { headers: { 'x-trace': '1' } });
    expect(requests[0]?.headers['x-trace']).toBe('1');
    const signal = AbortSignal.abort();
    await expect(stormwall.command({ method: 'GET', path: '/x' }, { signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });
});

describe('convert()', () => {
  const bytes = Uint8Array.from([0, 255, 254, 13, 10]);

  test('gives bytes and content type as they came', async () => {
    const { stormwall, requests } = await stubbed((_, response) => {
      response.writeHead(200, { 'content-type': 'application/zip' }).end(bytes);
    });
    const result = await stormwall.convert({ method: 'POST', path: '/x', body: { zip: true } });
    expect(result).toEqual({ bytes, contentType: 'application/zip' });
    expect(result.bytes.constructor).toBe(Uint8Array);
    expect(requests[0]).toMatchObject({ method: 'POST', body: '{"zip":1}' });
    expect(requests[0]?.headers.accept).toBe('*/*');
  });

  test('without a content type', async () => {
    const { stormwall } = await stubbed((_, response) => {
      response.writeHead(200).end(bytes);
    });
    expect(await stormwall.convert({ method: 'GET', path: '/x' })).toEqual({ bytes, contentType: undefined });
  });

  test('an answer over maxBytes is an error, and is not read to its end', async () => {
    const { stormwall } = await stubbed(text('x'.repeat(11), 200, 'text/plain'));
    const within = await stormwall.convert({ method: 'GET', path: '/x', maxBytes: 11 });
    expect(within.bytes).toHaveLength(11);
    await expect(stormwall.convert({ method: 'GET', path: '/x', maxBytes: 10 })).rejects.toMatchObject({
      code: 'RESPONSE_DECODE',
      message: expect.stringContaining('larger than 10 bytes'),
    });
  });

  test('an answer that was cut is an error, not a shorter one', async () => {
    const { stormwall } = await stubbed((_, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('abc');
      setImmediate(() => response.destroy());
    });
    await expect(stormwall.convert({ method: 'GET', path: '/x' })).rejects.toMatchObject({
      code: 'RESPONSE_DECODE',
      message: expect.stringContaining('cut'),
    });
  });

  test('a fatal error is JSON here too', async () => {
    const { stormwall } = await stubbed(json({ statusCode: 400, error: 'Bad Request', message: 'no' }, 400));
    expect(await rejection(stormwall.convert({ method: 'GET', path: '/x' }))).toMatchObject({
      code: 'BAD_REQUEST',
      body: { message: 'no' },
    });
  });

  test('soft errors in an answer that is JSON after all', async () => {
    const softErrors = [{ type: 'CONVERT', code: 'QUEUED' }];
    const { stormwall } = await stubbed(json({ error_list: softErrors }));
    const call = stormwall.convert({ method: 'GET', path: '/x' });
    expect(await call.withResponse()).toMatchObject({
      softErrors,
      data: { contentType: 'application/json' },
    });
    const text = new TextDecoder().decode((await call).bytes);
    expect(JSON.parse(text)).toEqual({ error_list: softErrors });
  });
});
