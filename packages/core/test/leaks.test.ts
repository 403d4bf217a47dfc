import { spawn } from 'node:child_process';
import { getEventListeners, once } from 'node:events';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Acme, operations } from './support/acme.ts';
import { answer, rejection, script, sendJson, serve, serveBytes } from '@partner-apis/test-kit';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What a program of its own prints, and how it ends. */
async function run(
  code: string,
  ...flags: string[]
): Promise<{ readonly code: unknown; readonly text: string; readonly ms: number }> {
  const start = performance.now();
  const child = spawn(
    process.execPath,
    ['--conditions=@partner-apis/source', ...flags, '--input-type=module-typescript', '--eval', code],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const [status] = await once(child, 'close');
  return { code: status, text: text.trim(), ms: performance.now() - start };
}

const acmeModule = JSON.stringify(`${root}/test/support/acme.ts`);

describe('a program ends by itself', () => {
  test('after successes, failures and half read bodies, without close()', async () => {
    const server = await serve((_, response, { url }) => {
      if (url === '/files') response.writeHead(200, { 'content-length': 100 }).write('half');
      else sendJson(response, { name: 'a' }, url === '/things/bad' ? 404 : 200);
    });
    const { code, text, ms } = await run(`
      import { Acme, operations } from ${acmeModule};
      const acme = new Acme({ baseUrl: ${JSON.stringify(server.url)} });
      const { signal } = new AbortController();
      for (const id of ['a', 'bad', 'c']) {
        await acme.do.call(operations.get, { params: { id } }, { signal }).then(() => console.log('ok'), (error) => console.log(error.code));
      }
      const body = await acme.do.call(operations.download, {});
      for await (const _ of body.stream()) break;
      (await acme.do.call(operations.download, {})).discard();
      console.log('done');
    `);
    expect({ code, text }).toEqual({ code: 0, text: 'ok\nNOT_FOUND\nok\ndone' });
    // Its shortest time limit, had it been left running, is 30 s; a kept connection lives 4 s.
    expect(ms).toBeLessThan(20_000);
  }, 30_000);

  test('after importing only', async () => {
    expect(await run("import '@partner-apis/core'; console.log('done');")).toMatchObject({
      code: 0,
      text: 'done',
    });
  }, 30_000);
});

describe('importing changes nothing for the host', () => {
  test.each([
    ['', ''],
    ['after the host has used fetch', "await fetch('data:,x');"],
  ])(
    'its fetch keeps its own dispatcher %s',
    async (_, first) => {
      const server = await serve(answer(200));
      const { text } = await run(`
      ${first}
      const key = Symbol.for('undici.globalDispatcher.1');
      void globalThis.Headers;
      const before = globalThis[key];
      const { undiciTransport } = await import('@partner-apis/core');
      console.log(globalThis[key] === before);
      const answer = await fetch(${JSON.stringify(server.url)});
      console.log(answer.status, (await answer.json()).name);
      console.log(String(globalThis[key]?.constructor?.name));
    `);
      expect(text).toMatch(/^true\n200 thing\n(Agent|undefined)$/);
    },
    30_000,
  );

  test.runIf(Number.parseInt(process.versions['undici'] ?? '', 10) < 8)(
    'nor is its fetch loaded: a program that uses none does not wait for it',
    async () => {
      const { text } = await run(`
      await import('@partner-apis/core');
      console.log(process.moduleLoadList.filter((name) => name.includes('deps/undici')).length);
    `);
      expect(text).toBe('0');
    },
    30_000,
  );

  test("a dispatcher that the host has set stays, and the host's fetch goes through it", async () => {
    const { url } = await serve(answer(200));
    const { text } = await run(`
      const key = Symbol.for('undici.globalDispatcher.1');
      void globalThis.Headers;
      await fetch('data:,x');
      const own = globalThis[key];
      const dispatch = own.dispatch.bind(own);
      let used = 0;
      own.dispatch = (...args) => { used += 1; return dispatch(...args); };
      await import('@partner-apis/core');
      await fetch(${JSON.stringify(url)});
      console.log(globalThis[key] === own, used);
    `);
    expect(text).toBe('true 1');
  }, 30_000);
});

describe('nothing is left behind', () => {
  test('listeners on a signal that many calls share', async () => {
    const server = await serve(
      script(answer(200), answer(404), answer(503), answer(200), (_, response) => response.end('<')),
    );
    const { signal } = new AbortController();
    const acme = new Acme({ baseUrl: server.url, random: () => 0 });
    for (let i = 0; i < 4; i += 1)
      await acme.do.call(operations.get, { params: { id: 'a' } }, { signal }).catch(() => undefined);
    await Promise.allSettled(
      Array.from({ length: 100 }, () => acme.do.call(operations.get, { params: { id: 'a' } }, { signal })),
    );
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('connections of answers that were not read to their end', async () => {
    const server = await serveBytes((socket) =>
      socket.once('data', () =>
        socket.write(`HTTP/1.1 500 No\r\nContent-Length: 1000000\r\n\r\n${'x'.repeat(200_000)}`),
      ),
    );
    const acme = new Acme({ baseUrl: server.url, retry: { retries: 2, minDelayMs: 0 } });
    await rejection(acme.do.call(operations.get, { params: { id: 'a' } }));
    expect(server.connections()).toBe(3);
    await server.drained();
    expect(server.sockets.size).toBe(0);
  });

  test('memory, over many failing answers of 1 MB', async () => {
    const text = 'x'.repeat(1_000_000);
    const server = await serve((_, response) => response.writeHead(500).end(text));
    const acme = new Acme({ baseUrl: server.url, retry: false });
    const errors: unknown[] = [];
    for (let i = 0; i < 50; i += 1)
      errors.push(await rejection(acme.do.call(operations.get, { params: { id: 'a' } })));
    const kept = errors.reduce<number>((sum, error) => sum + JSON.stringify(error).length, 0);
    expect(kept).toBeLessThan(50 * 70_000);
  });
});
