import { describe, expect, it } from 'vitest';
import { createSandbox } from '@partner-apis/sandbox';
import { start } from './support.ts';

/** Made for this test, and used nowhere else. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBhTCCASugAwIBAgIUeGSMb5CaPkfC4xakgXFu/bxDxCkwCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMc2hvcC5leGFtcGxlMCAXDTI2MTEyMjAwNTkwOVoYDzIxMjYx
MDI5MDA1OTA5WjAXMRUwEwYDVQQDDAxzaG9wLmV4YW1wbGUwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAARJrwegsBncH4X69gg2r7bKiYtLSS32WH+mosMGw1W2Nzw9
1utv+OOHG45wL0MMFIgDdQt5RtAZJcmFuD5xiWGXo1MwUTAdBgNVHQ4EFgQUdEiF
G3M+fT5z8hj67EVGA7QRZwAwHwYDVR0jBBgwFoAUdEiFG3M+fT5z8hj67EVGA7QR
ZwAwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiB90Hcj4UJYOS/n
KuN7O+I6mpVcmXlBdCjLfFwUJ/nx1QIhALxKZ6LBCeJDqkUDidk2uqpnk0xyonCb
ey+wnC6elhiW
-----END CERTIFICATE-----
`;
const privateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgf/VL8bIflH08g6V6
k8fBxZkspZST8gVhtx9/peh5sJ6hRANCAARJrwegsBncH4X69gg2r7bKiYtLSS32
WH+mosMGw1W2Nzw91utv+OOHG45wL0MMFIgDdQt5RtAZJcmFuD5xiWGX
-----END PRIVATE KEY-----
`;

const blacklist = '/user/service/1/domain/2/ddos/black-cidr-list';

describe('lists', () => {
  it('come in the manual’s envelope, ten at a time', async () => {
    const { sandbox, send } = await start();
    for (let i = 0; i < 11; i += 1) sandbox.stormwall.addAttack(1, `192.0.2.${i}`);
    const first = (await send('GET', '/user/service/1/attack-list')).json();
    expect(first).toMatchObject({ offset: 0, limit: 10, total_count: 12, count: 10 });
    expect(first.list[0]).toEqual({ attack_id: expect.any(String), attack_target: '1.1.1.1' });
    const second = (await send('GET', '/user/service/1/attack-list?offset=10&limit=1000')).json();
    expect(second).toMatchObject({ offset: 10, limit: 100, count: 2 });
  });
});

describe('soft errors', () => {
  it('are an empty list on changes, and absent on reads', async () => {
    const { send } = await start();
    expect((await send('PUT', blacklist, { list: ['203.0.113.7/32'] })).json()).toEqual({ error_list: [] });
    expect((await send('GET', blacklist)).json()).not.toHaveProperty('error_list');
  });

  it('set for one command stand before those set for all', async () => {
    const { sandbox, send } = await start();
    sandbox.stormwall.setSoftErrors([{ type: 1, code: 'ANY' }]);
    sandbox.stormwall.setSoftErrors([{ type: 'DDOS', code: 'ONCE' }], {
      operation: 'blacklist.add',
      times: 1,
    });
    const codes = async (method: string): Promise<unknown> =>
      (await send(method, blacklist, { list: ['203.0.113.7/32'] })).json().error_list;
    expect(await codes('PUT')).toEqual([{ type: 'DDOS', code: 'ONCE' }]);
    expect(await codes('PUT')).toEqual([{ type: 1, code: 'ANY' }]);
    expect(await codes('DELETE')).toEqual([{ type: 1, code: 'ANY' }]);
    sandbox.stormwall.setSoftErrors([]);
    expect(await codes('PUT')).toEqual([]);
  });

  it('do not come with fatal errors, which come before anything is done', async () => {
    const { sandbox, send } = await start();
    sandbox.stormwall.setSoftErrors([{ type: 1, code: 'X' }], { times: 1 });
    expect((await send('PUT', blacklist, { list: [] })).json()).not.toHaveProperty('error_list');
    expect((await send('PUT', blacklist, { list: ['::/0'] })).json()).toEqual({
      error_list: [{ type: 1, code: 'X' }],
    });
  });

  it('a full blacklist has one of its own', async () => {
    const { send } = await start();
    const list = Array.from({ length: 501 }, (_, i) => `10.0.${i >> 8}.${i & 255}/32`);
    const { error_list } = (await send('PUT', blacklist, { list })).json();
    expect(error_list).toEqual([{ type: 'DDOS', code: 'BLACKLIST_IS_FULL' }]);
    expect((await send('GET', `${blacklist}?limit=1`)).json()).toMatchObject({
      total_count: 500,
      max_count: 500,
    });
  });
});

describe('controls', () => {
  it('refuse what makes no sense', () => {
    const { stormwall } = createSandbox();
    expect(() => stormwall.setSoftErrors([{ type: 1, code: 'X' }], { operation: 'nothing' })).toThrow(
      /services\.list/,
    );
    expect(() => stormwall.setRateLimit(0)).toThrow(TypeError);
    expect(() => stormwall.revokeToken('x')).toThrow('no such token');
    expect(() => stormwall.addDomain(9, 'a.example')).toThrow('no service 9');
    expect(() => stormwall.blacklist(1, 9)).toThrow('no domain 9');
  });

  it('start over on reset: the same token, good again, and the objects of the start', async () => {
    const { sandbox, token, send } = await start();
    await send('DELETE', '/user/service/1/domain/2');
    await send('PUT', '/user/service/1/domain/3/ddos/black-cidr-list', { list: ['::/0'] });
    sandbox.stormwall.revokeToken(token);
    await sandbox.reset();
    expect((await send('GET', '/user/service/1/domain/2')).json()).toMatchObject({
      domain_name: 'shop.example',
    });
    expect(sandbox.stormwall.blacklist(1, 3)).toEqual([]);
  });

  it('tokens follow from the seed and the account, and look like the manual’s', () => {
    const [one, same, other] = ['a', 'a', 'b'].map((seed) => createSandbox({ seed }).stormwall);
    expect(one?.account('x')).toEqual(same?.account('x'));
    expect(one?.account('x')).not.toEqual(other?.account('x'));
    expect(one?.account('x')).not.toEqual(one?.account('y'));
    expect(one?.account().token).toMatch(/^eyJhb[\w.-]+$/);
    expect(one?.issueToken().subject).not.toBe(one?.issueToken().subject);
  });
});

it('a certificate and its own key are installed without a soft error, other pairs with one', async () => {
  const { send } = await start();
  const path = '/user/service/1/domain/2/ssl';
  const own = (await send('PUT', path, { certificate, private_key: privateKey })).json();
  expect(own).toEqual({ error_list: [] });
  const wrong = privateKey.replace('MIG', 'MIH');
  const other = (await send('PUT', path, { certificate, private_key: wrong })).json();
  expect(other).toEqual({ error_list: [{ type: 'SSL', code: 'INVALID_CERT_KEY_PAIR' }] });
  expect((await send('PUT', path, { certificate: 'x', private_key: 'y' })).status).toBe(400);
});
