import { inspect } from 'node:util';
import {
  isSoftErrorsError,
  PartnerApiError,
  SoftErrorsError,
  type StormwallClient,
} from '@partner-apis/stormwall';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { stubbed } from './support/stubbed.ts';
import { inTurn, json, Log, rejection } from '@partner-apis/test-kit';

const mismatch = { type: 'SSL', code: 'INVALID_CERT_KEY_PAIR' };

describe('error_list', () => {
  test.each([
    ['absent', {}, []],
    ['null', { error_list: null }, []],
    ['empty', { error_list: [] }, []],
    ['an empty object, as PHP writes empty lists', { error_list: {} }, []],
    ['the manual’s example', { error_list: [mismatch] }, [mismatch]],
    [
      'a number for a type, as in the manual’s table',
      { error_list: [{ type: 3, code: 'X' }] },
      [{ type: 3, code: 'X' }],
    ],
    [
      'more members than two',
      { error_list: [{ ...mismatch, text: 'see manual' }] },
      [{ ...mismatch, text: 'see manual' }],
    ],
    ['without a type', { error_list: [{ code: 'X' }] }, [{ type: 'UNKNOWN', code: 'X' }]],
    ['a number for a code', { error_list: [{ type: 1, code: 17 }] }, [{ type: 1, code: '17' }]],
    ['texts', { error_list: ['QUEUED'] }, [{ type: 'UNKNOWN', code: 'QUEUED' }]],
    ['no list but an entry', { error_list: mismatch }, [mismatch]],
    ['nonsense, which is not hidden', { error_list: [7] }, [{ type: 'UNKNOWN', code: 'UNKNOWN' }]],
  ])('%s', async (_, body, softErrors) => {
    const { stormwall } = await stubbed(json(body));
    const result = await stormwall.command({ method: 'PUT', path: '/x' });
    expect(result).toEqual({ data: body, softErrors });
  });
});

describe('where they are returned', () => {
  const body = { domain_id: 2, list: [], error_list: [mismatch] };

  test('changes and command(): beside the data', async () => {
    const { stormwall } = await stubbed(json(body));
    const report = { data: body, softErrors: [mismatch] };
    await expect(stormwall.blacklist.add(1, 2, ['203.0.113.7'])).resolves.toEqual(report);
    await expect(stormwall.blacklist.remove(1, 2, ['203.0.113.7'])).resolves.toEqual(report);
    await expect(stormwall.command({ method: 'GET', path: '/x' })).resolves.toEqual(report);
  });

  test('reads: the bare data, and the soft errors with withResponse()', async () => {
    const { stormwall } = await stubbed(json(body));
    expect(await stormwall.domains.get(1, 2)).toEqual(body);
    expect(await stormwall.domains.stats(1, [2])).toEqual(body);
    const whole = await stormwall.domains.get(1, 2).withResponse();
    expect(whole).toMatchObject({ data: body, softErrors: [mismatch], response: { status: 200 } });
    expect(await stormwall.domains.stats(1, [2]).withResponse()).toMatchObject({ softErrors: [mismatch] });
  });

  test('lists: on the page', async () => {
    const { stormwall } = await stubbed(json(body));
    expect(await stormwall.services.list()).toMatchObject({ items: [], softErrors: [mismatch] });
  });

  test('a schema that drops error_list does not drop the soft errors', async () => {
    const { stormwall } = await stubbed(json({ id: 7, error_list: [mismatch] }));
    const response = z.object({ id: z.number() });
    const result = await stormwall.command({ method: 'POST', path: '/x', response });
    expect(result).toEqual({ data: { id: 7 }, softErrors: [mismatch] });
  });
});

describe("softErrors: 'throw'", () => {
  const body = { id: 7, error_list: [mismatch] };
  const calls: [string, (stormwall: StormwallClient) => PromiseLike<unknown>][] = [
    ['blacklist.add', (s) => s.blacklist.add(1, 2, ['203.0.113.7'])],
    ['domains.get', (s) => s.domains.get(1, 2)],
    ['domains.get with its response', (s) => s.domains.get(1, 2).withResponse()],
    ['command', (s) => s.command({ method: 'POST', path: '/x' })],
    ['request', (s) => s.request({ method: 'POST', path: '/x' })],
    ['convert', (s) => s.convert({ method: 'POST', path: '/x' })],
  ];

  test.each(calls)('on the client: %s rejects, once and no more', async (_, call) => {
    const { stormwall, requests } = await stubbed(json(body), { softErrors: 'throw' });
    const error = await rejection(call(stormwall));
    expect(isSoftErrorsError(error)).toBe(true);
    expect(error).toBeInstanceOf(SoftErrorsError);
    expect(error).toBeInstanceOf(PartnerApiError);
    expect(error).toMatchObject({ code: 'SOFT_ERRORS', vendor: 'stormwall', softErrors: [mismatch] });
    expect(requests).toHaveLength(1);
  });

  test('carries what the call would have resolved to', async () => {
    const { stormwall } = await stubbed(json(body), { softErrors: 'throw' });
    expect(await rejection(stormwall.command({ method: 'POST', path: '/x' }))).toHaveProperty('data', body);
    expect(await rejection(stormwall.domains.get(1, 2))).toHaveProperty('data', body);
    const { stormwall: lists } = await stubbed(json({ list: [{ service_id: 1 }], error_list: [mismatch] }));
    const error = await rejection(lists.services.list({}, { softErrors: 'throw' }));
    expect(error).toHaveProperty('data.items', [{ service_id: 1 }]);
  });

  test('a call decides over its client, both ways', async () => {
    const { stormwall } = await stubbed(json(body));
    await expect(stormwall.domains.get(1, 2, { softErrors: 'throw' })).rejects.toMatchObject({
      code: 'SOFT_ERRORS',
    });
    await using strict = stormwall.with({ softErrors: 'throw' });
    await expect(strict.domains.get(1, 2, { softErrors: 'return' })).resolves.toEqual(body);
  });

  test('an answer without soft errors is an answer', async () => {
    const { stormwall } = await stubbed(json({ error_list: [] }), { softErrors: 'throw' });
    await expect(stormwall.blacklist.add(1, 2, ['203.0.113.7'])).resolves.toMatchObject({ softErrors: [] });
  });

  test('says what to do, and prints the soft errors but not the data', async () => {
    const secret = { private_key: 'MIIEvQ', error_list: [mismatch] };
    const { stormwall } = await stubbed(json(secret), { softErrors: 'throw' });
    const error = await rejection(stormwall.blacklist.add(1, 2, ['203.0.113.7']));
    expect(error).toHaveProperty(
      'message',
      expect.stringMatching(/blacklist\.add .*SSL INVALID_CERT_KEY_PAIR.*do not repeat/),
    );
    expect(inspect(error)).toContain('INVALID_CERT_KEY_PAIR');
    expect(JSON.stringify(error)).toContain('INVALID_CERT_KEY_PAIR');
    expect(inspect(error) + JSON.stringify(error)).not.toContain('MIIEvQ');
    expect(error).toHaveProperty('attempts', [{ status: 200, waitedMs: 0 }]);
  });

  test.each<[string, (stormwall: StormwallClient) => PromiseLike<unknown>]>([
    ['services.list', (s) => s.services.list()],
    ['domains.get', (s) => s.domains.get(1, 2)],
    ['command', (s) => s.command({ method: 'GET', path: '/x' })],
    ['convert', (s) => s.convert({ method: 'GET', path: '/x' })],
    ['request', (s) => s.request({ method: 'GET', path: '/x' })],
  ])('a read that comes with some is told what is so of a read: %s', async (name, call) => {
    const { stormwall } = await stubbed(json(body), { softErrors: 'throw' });
    const error = await rejection(call(stormwall));
    expect(error).toMatchObject({
      message: expect.stringMatching(/was answered with soft errors: SSL INVALID_CERT_KEY_PAIR/),
      hint: expect.stringMatching(/nothing was changed.*reading again is safe.*softErrors: 'return'/i),
    });
    expect(error).toHaveProperty('message', expect.stringContaining(name));
    expect(error).toHaveProperty('message', expect.not.stringMatching(/begun to act|repair/));
  });

  test('a hook around the call sees the error', async () => {
    const seen: unknown[] = [];
    const { stormwall } = await stubbed(json(body), {
      softErrors: 'throw',
      hooks: {
        async call(_, next) {
          try {
            return await next();
          } catch (error) {
            seen.push(error);
            throw error;
          }
        },
      },
    });
    const error = await rejection(stormwall.domains.get(1, 2));
    expect(seen).toEqual([error]);
  });
});

describe('the log', () => {
  test('lists soft errors at warn, in either mode, without data and without the token', async () => {
    const logger = new Log();
    const leaky = { type: 'SSL', code: 'FOR_eyJhb.test.token', detail: 'MIIEvQ' };
    const { stormwall } = await stubbed(json({ error_list: [mismatch, leaky] }), { logger });
    await stormwall.blacklist.add(1, 2, ['203.0.113.7']);
    await rejection(stormwall.blacklist.add(1, 2, ['203.0.113.7'], { softErrors: 'throw' }));
    expect(logger.warned).toHaveLength(2);
    const [fields, message] = logger.warned[0] ?? [];
    expect(fields).toMatchObject({
      vendor: 'stormwall',
      operation: 'blacklist.add',
      softErrors: [mismatch, { type: 'SSL', code: expect.any(String) }],
    });
    expect(message).toMatch(/blacklist\.add .*SSL INVALID_CERT_KEY_PAIR/);
    expect(JSON.stringify(logger.warned)).not.toMatch(/eyJhb\.test\.token|MIIEvQ/);
  });

  test('says nothing when there are none', async () => {
    const logger = new Log();
    const { stormwall } = await stubbed(json({ error_list: [] }), { logger });
    await stormwall.blacklist.add(1, 2, ['203.0.113.7']);
    expect(logger.warned).toEqual([]);
  });

  test('names them for request() too, whose answer hides them', async () => {
    const logger = new Log();
    const { stormwall } = await stubbed(json({ error_list: [mismatch] }), { logger });
    await stormwall.request({ method: 'PUT', path: '/x' });
    expect(logger.warned).toHaveLength(1);
  });
});

test('soft errors are never a reason to send again', async () => {
  const { stormwall, requests } = await stubbed(inTurn(json({ error_list: [mismatch] }), json({})));
  await stormwall.domains.get(1, 2);
  await rejection(
    stormwall.domains.get(1, 2, { softErrors: 'throw' }).then(() => Promise.reject(new Error())),
  );
  expect(requests).toHaveLength(2);
});
