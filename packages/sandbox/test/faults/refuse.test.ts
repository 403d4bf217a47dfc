import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { codeOf, start } from '../support.ts';

const READ = '/events?unconfirmed=true';

describe('refuse', () => {
  it('closes the port with its connections, and opens it again when it is removed', async () => {
    const { sandbox, send, waiting } = await start();
    const held = codeOf(send('/events?timeout=600'));
    await waiting(1);
    const fault = sandbox.faults.inject({ vendor: 'astral', kind: 'refuse' });
    expect(await held).toBe('ECONNRESET');
    for (let n = 0; n < 3; n++) expect(await codeOf(send(READ))).toBe('ECONNREFUSED');
    expect(fault.active).toBe(true);
    await fault.remove();
    expect((await send(READ)).status).toBe(200);
  });

  it('is there for the very next connection, and gone for the one after remove()', async () => {
    const { sandbox, send } = await start();
    for (let n = 0; n < 5; n++) {
      const fault = sandbox.faults.inject({ vendor: 'astral', kind: 'refuse' });
      expect(await codeOf(send(READ))).toBe('ECONNREFUSED');
      void fault.remove();
      expect((await send(READ)).status).toBe(200);
    }
  });

  it('counts the attempts of this process, by node:http and by fetch', async () => {
    const { sandbox, url, send } = await start();
    const fault = sandbox.faults.inject({ vendor: 'astral', kind: 'refuse', times: 2 });
    expect(await codeOf(send(READ))).toBe('ECONNREFUSED');
    expect(fault.met).toBe(1);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    expect(fault).toMatchObject({ met: 2, active: false });
    expect((await send(READ)).status).toBe(200);
  });

  it('ends by itself, after a second for each of its times, when it sees no attempt', async () => {
    const { sandbox, clock, url, send } = await start();
    const fault = sandbox.faults.inject({ vendor: 'astral', kind: 'refuse', times: 3 });
    // Another process is refused as well, but nobody here can count that.
    const script = `fetch('${url}').catch((error) => console.log(error.cause.code))`;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script]);
    expect(stdout.trim()).toBe('ECONNREFUSED');
    expect(fault.met).toBe(0);
    clock.advance(2999);
    expect(fault.active).toBe(true);
    clock.advance(1);
    expect(fault.active).toBe(false);
    expect((await send(READ)).status).toBe(200);
  });

  it('counts only, once it has seen an attempt', async () => {
    const { sandbox, clock, send } = await start();
    const fault = sandbox.faults.inject({ vendor: 'astral', kind: 'refuse', times: 2 });
    expect(await codeOf(send(READ))).toBe('ECONNREFUSED');
    clock.advance(60_000);
    expect(await codeOf(send(READ))).toBe('ECONNREFUSED');
    expect(fault.active).toBe(false);
  });

  it('holds for a server that starts later, and for every server of the sandbox', async () => {
    const { sandbox, send } = await start();
    sandbox.faults.inject({ vendor: 'astral', kind: 'refuse' });
    const late = await sandbox.listen();
    expect(await codeOf(send(READ))).toBe('ECONNREFUSED');
    await expect(fetch(late.urls.astral)).rejects.toThrow('fetch failed');
    await sandbox.reset();
    expect((await send(READ)).status).toBe(200);
    expect((await fetch(late.urls.astral)).status).toBe(404);
  });

  it('gives its turn to the next one', async () => {
    const { sandbox, send } = await start();
    const first = sandbox.faults.inject({ vendor: 'astral', kind: 'refuse', times: 1 });
    const second = sandbox.faults.inject({ vendor: 'astral', kind: 'refuse', times: 1 });
    expect(await codeOf(send(READ))).toBe('ECONNREFUSED');
    expect([first.active, second.active]).toEqual([false, true]);
    expect(await codeOf(send(READ))).toBe('ECONNREFUSED');
    expect((await send(READ)).status).toBe(200);
  });
});
