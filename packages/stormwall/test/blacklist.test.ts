import { describe, expect, test } from 'vitest';
import { json } from '@partner-apis/test-kit';
import { stubbed } from './support/stubbed.ts';

describe('entries', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7/32'],
    ['203.0.113.0/24', '203.0.113.0/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:db8::1', '2001:db8::1/128'],
    ['2001:DB8::/32', '2001:DB8::/32'],
    ['::/0', '::/0'],
    ['::ffff:203.0.113.7', '::ffff:203.0.113.7/128'],
  ])('%s goes out as %s', async (entry, sent) => {
    const { stormwall, requests } = await stubbed(json({ error_list: [] }));
    await stormwall.blacklist.add(1, 2, [entry]);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ list: [sent] });
  });

  test.each([
    '',
    'example.com',
    '203.0.113',
    '203.0.113.256',
    '010.0.0.1',
    '203.0.113.0/33',
    '203.0.113.0/-1',
    '203.0.113.0/024',
    '203.0.113.0/',
    '203.0.113.0/24/8',
    '203.0.113.0/255.255.255.0',
    '203.0.113.0 /24',
    '2001:db8::/129',
    'fe80::1%eth0',
    '1:2',
    '/24',
  ])('%j is refused, and nothing is sent', async (entry) => {
    const { stormwall, requests } = await stubbed(json({}));
    await expect(stormwall.blacklist.remove(1, 2, ['203.0.113.7', entry])).rejects.toMatchObject({
      code: 'REQUEST_VALIDATION',
      issues: [{ path: ['list', 1], message: expect.stringContaining('IPv4 or IPv6') }],
    });
    expect(requests).toEqual([]);
  });

  test('each goes out once, in the order given', async () => {
    const { stormwall, requests } = await stubbed(json({}));
    await stormwall.blacklist.add(1, 2, ['203.0.113.7', '198.51.100.0/24', '203.0.113.7/32']);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ list: ['203.0.113.7/32', '198.51.100.0/24'] });
  });
});
