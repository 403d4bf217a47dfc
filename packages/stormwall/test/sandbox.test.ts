import { generateKeyPairSync } from 'node:crypto';
import { manualClock } from '@partner-apis/sandbox';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sandboxed } from './support/sandboxed.ts';
import { rejection } from '@partner-apis/test-kit';

const domain = '/user/service/1/domain/2';

describe('services and domains', () => {
  test('of the account, over as many pages as it takes', async () => {
    const { stormwall, sandbox } = await sandboxed();
    for (let i = 0; i < 23; i += 1) sandbox.stormwall.addDomain(4, `site-${i}.example`);
    const names: unknown[] = [];
    for await (const service of stormwall.services.list()) names.push(service.service_name);
    expect(names).toEqual(['Website protection', 'API protection']);
    const ids: unknown[] = [];
    for await (const { domain_id } of stormwall.domains.list(4)) ids.push(domain_id);
    expect(new Set(ids).size).toBe(24);
    expect(sandbox.requests({ operation: 'domains.list' })).toHaveLength(3);
  });

  test('one of them, and statistics of several', async () => {
    const { stormwall } = await sandboxed();
    expect(await stormwall.domains.get(1, 6)).toMatchObject({ domain_id: 6, domain_name: 'статус.example' });
    expect(await stormwall.domains.stats(1, [3, 6])).toMatchObject({
      list: [{ domain_id: 3 }, { domain_id: 6 }],
    });
    expect(await stormwall.domains.stats(1, [3])).toMatchObject({ list: [{ domain_id: 3 }] });
  });

  test('of another account are not permitted, unknown ones not found', async () => {
    const { stormwall, sandbox } = await sandboxed();
    const theirs = sandbox.stormwall.addService('theirs', { account: 'stranger' });
    await expect(stormwall.domains.list(theirs.service_id)).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
    await expect(stormwall.domains.get(1, 999)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('made, changed and deleted by commands, with flags as booleans', async () => {
    const { stormwall } = await sandboxed();
    const { data } = await stormwall.command({
      method: 'POST',
      path: '/user/service/1/domain',
      body: { domain_name: 'new.example', is_enabled: false },
    });
    expect(data).toMatchObject({ domain_id: 7, error_list: [] });
    await stormwall.command({
      method: 'PUT',
      path: '/user/service/1/domain/7',
      body: { redirect_to_https: true },
    });
    expect(await stormwall.domains.get(1, 7)).toMatchObject({ is_enabled: 0, redirect_to_https: 1 });
    await stormwall.command({ method: 'DELETE', path: '/user/service/1/domain/7' });
    await expect(stormwall.domains.get(1, 7)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

test('the blacklist: added to, read, taken from', async () => {
  const { stormwall, sandbox } = await sandboxed();
  expect(await stormwall.blacklist.add(1, 2, ['203.0.113.7', '2001:db8::/32'])).toMatchObject({
    softErrors: [],
  });
  await stormwall.blacklist.add(1, 2, ['198.51.100.0/24']);
  const { items, maxCount } = await stormwall.blacklist.list(1, 2);
  expect(items).toEqual(['203.0.113.7/32', '2001:db8::/32', '198.51.100.0/24']);
  expect(maxCount).toBe(500);
  await stormwall.blacklist.remove(1, 2, ['203.0.113.7']);
  expect(sandbox.stormwall.blacklist(1, 2)).toEqual(['2001:db8::/32', '198.51.100.0/24']);
});

test('the history of attacks, by the command that lists it', async () => {
  const { stormwall, sandbox } = await sandboxed();
  for (let i = 0; i < 12; i += 1) sandbox.stormwall.addAttack(1, `192.0.2.${i}`);
  const targets: unknown[] = [];
  const item = z.looseObject({ attack_target: z.string() });
  for await (const attack of stormwall.list({ path: '/user/service/1/attack-list', item })) {
    targets.push(attack.attack_target);
  }
  expect(targets).toHaveLength(13);
});

describe('soft errors', () => {
  test('of a certificate whose key is another one’s', async () => {
    const { stormwall } = await sandboxed();
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const body = {
      certificate: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    };
    const { softErrors } = await stormwall.command({ method: 'PUT', path: `${domain}/ssl`, body });
    expect(softErrors).toEqual([{ type: 'SSL', code: 'INVALID_CERT_KEY_PAIR' }]);
  });

  test('on demand: what was asked for was done all the same', async () => {
    const { stormwall, sandbox } = await sandboxed({ softErrors: 'throw' });
    sandbox.stormwall.setSoftErrors([{ type: 7, code: 'QUEUED' }], { operation: 'blacklist.add', times: 1 });
    const error = await rejection(stormwall.blacklist.add(1, 2, ['203.0.113.7']));
    expect(error).toMatchObject({ code: 'SOFT_ERRORS', softErrors: [{ type: 7, code: 'QUEUED' }] });
    expect(sandbox.stormwall.blacklist(1, 2)).toEqual(['203.0.113.7/32']);
    expect(sandbox.requests({ operation: 'blacklist.add' })).toHaveLength(1);
    await expect(stormwall.blacklist.add(1, 2, ['203.0.113.8'])).resolves.toBeDefined();
  });
});

describe('tokens', () => {
  test.each(['revokeToken', 'expireToken'] as const)('after %s: an AuthenticationError', async (end) => {
    const { stormwall, sandbox, token } = await sandboxed();
    sandbox.stormwall[end](token);
    const error = await rejection(stormwall.services.list());
    expect(error).toMatchObject({
      code: 'AUTHENTICATION',
      message: expect.stringMatching(/expired.*profile/),
    });
    expect(String(error)).not.toContain(token);
  });

  test('rotated without a restart', async () => {
    const { stormwall, sandbox, token } = await sandboxed();
    const tokens = [token, sandbox.stormwall.issueToken().token];
    await using rotating = stormwall.with({ token: () => tokens[0] ?? '' });
    await rotating.services.list();
    sandbox.stormwall.revokeToken(token);
    tokens.shift();
    await expect(rotating.blacklist.add(1, 2, ['203.0.113.7'])).resolves.toBeDefined();
  });

  test('that permit some commands only', async () => {
    const { stormwall, sandbox } = await sandboxed();
    const { token } = sandbox.stormwall.issueToken({ commands: ['services.list'] });
    await using limited = stormwall.with({ token });
    await limited.services.list();
    await expect(limited.domains.get(1, 2)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  });
});

test('a conversion answers text', async () => {
  const { stormwall } = await sandboxed();
  const path = '/user/convert/black-cidr-list';
  const { bytes, contentType } = await stormwall.convert({
    method: 'POST',
    path,
    body: { list: ['203.0.113.0/24'] },
  });
  expect(contentType).toMatch(/^text\/plain/);
  expect(new TextDecoder().decode(bytes)).toBe('deny 203.0.113.0/24;\n');
});

test('a limit of requests per second answers 503 until the next second', async () => {
  const clock = manualClock();
  const { stormwall, sandbox } = await sandboxed({ clock, retry: { retries: 0 } });
  sandbox.stormwall.setRateLimit(2);
  await stormwall.services.list();
  await stormwall.services.list();
  await expect(stormwall.services.list()).rejects.toMatchObject({
    status: 503,
    message: expect.stringMatching(/Requests per second.*rateLimit/),
  });
  clock.advance(1_000);
  await expect(stormwall.services.list()).resolves.toBeDefined();
});

describe('faults', () => {
  test('an outage of two answers does not reach a caller who changes something', async () => {
    const { stormwall, sandbox } = await sandboxed();
    sandbox.faults.inject({
      vendor: 'stormwall',
      operation: 'blacklist.add',
      kind: 'status',
      status: 503,
      times: 2,
    });
    const { response } = await stormwall.blacklist.add(1, 2, ['203.0.113.7']).withResponse();
    expect(response.attempts.map(({ status }) => status)).toEqual([503, 503, 200]);
  });

  test('a change whose answer was lost is not sent again', async () => {
    const { stormwall, sandbox } = await sandboxed();
    sandbox.faults.inject({ vendor: 'stormwall', kind: 'reset-after-effect', times: 1 });
    await expect(stormwall.blacklist.add(1, 2, ['203.0.113.7'])).rejects.toMatchObject({
      code: 'CONNECTION',
    });
    expect(sandbox.requests({ operation: 'blacklist.add' })).toHaveLength(1);
    expect(sandbox.stormwall.blacklist(1, 2)).toEqual(['203.0.113.7/32']);
  });

  test('501 is reported at once', async () => {
    const { stormwall, sandbox } = await sandboxed();
    sandbox.faults.inject({ vendor: 'stormwall', kind: 'status', status: 501 });
    await expect(stormwall.domains.get(1, 2)).rejects.toMatchObject({ code: 'SERVER', status: 501 });
    expect(sandbox.requests()).toHaveLength(1);
  });
});
