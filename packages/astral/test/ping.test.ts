import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { AstralClient, isAbortedError } from '@partner-apis/astral';
import { createSandbox } from '@partner-apis/sandbox';
import { afterEach, expect, test } from 'vitest';
import { closedPort, json, rejection, stubServer, text } from '@partner-apis/test-kit';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server that does to each connection what a tunnel in trouble would. */
async function tunnel(onConnection: (socket: Socket) => void): Promise<string> {
  const server = createServer(onConnection);
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

function clientFor(baseUrl: string, apiKey = 'test-key-1'): AstralClient {
  return new AstralClient({ apiKey, baseUrl });
}

test('everything works: tunnel up, platform answered, key accepted', async () => {
  const sandbox = createSandbox();
  await using server = await sandbox.listen({ port: 0 });
  await using astral = new AstralClient({ baseUrl: server.urls.astral, ...server.credentials.astral });
  expect(await astral.ping()).toEqual({ ok: true, tunnel: 'up', platform: 'answered', keyAccepted: true });
});

test('takes no events', async () => {
  const sandbox = createSandbox();
  await using server = await sandbox.listen({ port: 0 });
  sandbox.astral.publish({ code: 'x', data: {} });
  await using astral = new AstralClient({ baseUrl: server.urls.astral, ...server.credentials.astral });
  await astral.ping();
  expect(await astral.events.poll({ timeout: 10 })).toHaveLength(1);
});

test('a key that the platform refuses', async () => {
  const sandbox = createSandbox();
  await using server = await sandbox.listen({ port: 0 });
  await using astral = clientFor(server.urls.astral, 'not-the-key');
  const ping = await astral.ping();
  expect(ping).toMatchObject({ ok: false, tunnel: 'up', platform: 'answered', keyAccepted: false });
  expect(ping.hint).toContain('apiKey');
});

test('the first question goes out without the key', async () => {
  await using server = await stubServer(
    json({ status: 401, title: 'Не указано значение заголовка X-API-Key' }, 401),
  );
  await using astral = clientFor(server.url);
  await astral.ping();
  expect(server.requests.map(({ headers }) => headers['x-api-key'])).toEqual([undefined, 'test-key-1']);
  expect(server.requests[1]?.url).toBe(`/events/${'0'.repeat(32)}`);
});

test('nothing listens: the tunnel is down, and the hint says to start it', async () => {
  await using astral = clientFor(`http://127.0.0.1:${await closedPort()}`);
  const ping = await astral.ping();
  expect(ping).toMatchObject({ ok: false, tunnel: 'down', platform: 'unknown', keyAccepted: 'unknown' });
  expect(ping.hint).toContain('start stunnel');
});

test.each<[string, (socket: Socket) => void]>([
  ['resets the connection', (socket) => socket.on('error', () => undefined).resetAndDestroy()],
  ['closes the connection', (socket) => socket.on('error', () => undefined).end()],
])('a tunnel that %s is broken', async (_, onConnection) => {
  await using astral = clientFor(await tunnel(onConnection));
  const ping = await astral.ping();
  expect(ping).toMatchObject({ ok: false, tunnel: 'broken', platform: 'unknown', keyAccepted: 'unknown' });
  expect(ping.hint).toContain('stunnel');
});

test('a tunnel that stays silent is broken', async () => {
  const sockets: Socket[] = [];
  await using astral = clientFor(await tunnel((socket) => sockets.push(socket)));
  const ping = await astral.ping({ timeouts: { attemptMs: 50 } });
  expect(ping).toMatchObject({ ok: false, tunnel: 'broken', platform: 'unknown' });
  expect(ping.hint).toContain('silent');
  for (const socket of sockets) socket.destroy();
});

test('something else answers', async () => {
  await using server = await stubServer(text('<html>It works!</html>'));
  await using astral = clientFor(server.url);
  expect(await astral.ping()).toMatchObject({ ok: false, tunnel: 'up', platform: 'unknown' });
});

test('a platform in trouble is not taken for a refused key', async () => {
  await using server = await stubServer((request, response, count) => {
    json({ status: count === 1 ? 401 : 503, title: 'Сервис недоступен' }, count === 1 ? 401 : 503)(
      request,
      response,
      count,
    );
  });
  await using astral = clientFor(server.url);
  expect(await astral.ping()).toMatchObject({ ok: false, platform: 'answered', keyAccepted: 'unknown' });
});

test('https towards the plain port of stunnel', async () => {
  await using server = await stubServer(json({}));
  await using astral = clientFor(server.url.replace('http:', 'https:'));
  const ping = await astral.ping();
  expect(ping).toMatchObject({ ok: false, tunnel: 'broken' });
  expect(ping.hint).toContain('http:');
});

test('the caller may end it', async () => {
  const sockets: Socket[] = [];
  await using astral = clientFor(await tunnel((socket) => sockets.push(socket)));
  const error = await rejection(astral.ping({ signal: AbortSignal.timeout(20) }));
  expect(isAbortedError(error)).toBe(true);
  for (const socket of sockets) socket.destroy();
});

test('options and keys that cannot be sent are told as they are, not as an answer', async () => {
  const sandbox = createSandbox();
  await using server = await sandbox.listen({ port: 0 });
  await using astral = clientFor(server.urls.astral);
  await using keyless = new AstralClient({ baseUrl: server.urls.astral, apiKey: () => '' });
  expect(await rejection(astral.ping({ retries: -1 }))).toMatchObject({ code: 'REQUEST_VALIDATION' });
  expect(await rejection(keyless.ping())).toMatchObject({ code: 'CONFIGURATION' });
});

test('a supplier of the key that fails: the platform did not see a key', async () => {
  const sandbox = createSandbox();
  await using server = await sandbox.listen({ port: 0 });
  const apiKey = () => Promise.reject(new Error('the vault is sealed'));
  await using astral = new AstralClient({ baseUrl: server.urls.astral, apiKey });
  const ping = await astral.ping();
  expect(ping).toMatchObject({ ok: false, tunnel: 'up', platform: 'answered', keyAccepted: 'unknown' });
  expect(ping.hint).toContain('the function given as apiKey failed');
});
