import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSandbox } from '@partner-apis/sandbox';
import { codeOf, sendTo, start, upload } from './support.ts';

/** As they were before any sandbox was made. */
const globals = [globalThis.Request, globalThis.Response];

describe('createSandbox', () => {
  it('makes the same participants, keys and ids from the same seed, and others from another', async () => {
    const [one, same, other] = ['a', 'a', 'b'].map((seed) => createSandbox({ seed }).astral);
    const made = (astral: typeof one): unknown => [
      astral?.participants,
      astral?.participant('bob'),
      astral?.publish({ code: 'x' }),
    ];
    expect(made(same)).toEqual(made(one));
    expect(made(other)).not.toEqual(made(one));
  });

  it('gives keys that nobody takes for real ones, and ids as the manual has them', () => {
    const { astral } = createSandbox();
    expect(Object.keys(astral.participants)).toEqual(['partner', 'service']);
    for (const { id, apiKey } of Object.values(astral.participants)) {
      expect(apiKey).toMatch(/^sandbox-astral-key-/);
      expect(id).toMatch(/^[a-f0-9]{32}$/);
    }
  });

  it('knows a participant by name, with a free text for an id if that is wanted', () => {
    const { astral } = createSandbox();
    expect(astral.participant()).toBe(astral.participant('partner'));
    expect(astral.participant('signer', { id: 'Проверка подписи' }).id).toBe('Проверка подписи');
    expect(astral.participant('signer').id).toBe('Проверка подписи');
    expect(() => astral.participant('signer', { id: 'x' })).toThrow('already has the id');
  });

  it.each([
    [{ seed: null }, /seed/],
    [{ secondMs: 0 }, /secondMs/],
    [{ clock: {} }, /clock/],
    [{ sead: 1 }, /sead/],
  ])('refuses %j', (options, message) => {
    expect(() => Reflect.apply(createSandbox, undefined, [options])).toThrow(message);
  });

  it('refuses to publish what is no event', () => {
    const { astral } = createSandbox();
    expect(() => astral.publish({ code: '' })).toThrow(/code/);
    expect(() => astral.publish({ code: 'x', parent: 'y' })).toThrow(/parent/);
  });

  it('starts over on reset: the same ids again, default settings, the same keys', async () => {
    const running = await start();
    const { sandbox, send } = running;
    const first = sandbox.astral.publish({ code: 'x' });
    await upload(running, [{ filename: 'a' }]);
    sandbox.astral.emptyAnswer = 'null';
    sandbox.faults.inject({ vendor: 'astral', kind: 'status' });
    await sandbox.reset();
    expect([sandbox.astral.events(), sandbox.astral.packets(), sandbox.requests()]).toEqual([[], [], []]);
    expect(sandbox.astral.emptyAnswer).toBe('empty-list');
    expect((await send('/events?unconfirmed=true')).status).toBe(200);
    expect(sandbox.astral.publish({ code: 'x' })).toEqual(first);
  });
});

describe('listen', () => {
  it('serves on the port asked for, and says which', async () => {
    const sandbox = createSandbox();
    onTestFinished(() => sandbox.close());
    const free = await sandbox.listen();
    const port = Number(new URL(free.urls.astral).port);
    await free.close();
    const server = await sandbox.listen({ port });
    expect(server.urls).toMatchObject({
      astral: `http://127.0.0.1:${port}`,
      stormwall: `http://127.0.0.1:${port + 1}`,
    });
    expect(server.credentials.astral).toEqual({ apiKey: sandbox.astral.participant().apiKey });
    expect(await codeOf(sandbox.listen({ port }))).toBe('EADDRINUSE');
    expect(sandbox.environment(server.urls)).toMatchObject({
      ASTRAL_BASE_URL: server.urls.astral,
      ASTRAL_API_KEY: server.credentials.astral.apiKey,
    });
  });

  it.each([{ port: 65_536 }, { port: 1.5 }, { host: '' }])('refuses %j', async (options) => {
    await expect(createSandbox().listen(options)).rejects.toThrow(TypeError);
  });

  it('closes at once, held polls, idle connections and half a request included', async () => {
    const { sandbox, url, send, waiting, apiKey } = await start();
    const server = await sandbox.listen();
    const second = server.urls.astral;
    const held = sendTo(`${second}/events?timeout=600`, apiKey, {});
    const { hostname, port } = new URL(second);
    const idle = connect(Number(port), hostname);
    idle.on('error', () => {});
    const ended = new Promise((resolve) => void idle.once('close', resolve));
    idle.write('GET /events HTTP/1.1\r\nHo');
    await waiting(1);
    await server.close();
    expect(await codeOf(held)).toBe('ECONNRESET');
    await ended;
    expect(await codeOf(sendTo(`${second}/events`, apiKey, {}))).toBe('ECONNREFUSED');
    await server.close();
    // The other server of the same sandbox is still there, with the same state.
    expect((await send('/events?unconfirmed=true')).status).toBe(200);
    expect(new URL(url).port).not.toBe(port);
  });

  it('can be left to `await using`', async () => {
    const sandbox = createSandbox();
    let url: string;
    {
      await using server = await sandbox.listen();
      url = server.urls.astral;
      expect((await fetch(`${url}/events`)).status).toBe(401);
    }
    expect(await codeOf(sendTo(url, '', {}))).toBe('ECONNREFUSED');
  });

  it('leaves the globals of the process alone', async () => {
    await start();
    expect([globalThis.Request, globalThis.Response]).toEqual(globals);
  });
});
