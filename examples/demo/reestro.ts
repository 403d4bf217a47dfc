import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileCursorStore, isReestroHttpError, ReestroClient } from '@partner-apis/reestro';
import type { Scene } from './stage.ts';

/** A process that reads the feed is killed in the middle of a page; the next one goes on, and nothing is missed. */
export const reestroFeed: Scene = {
  title: 'Kontur.Reestro: the feed of certificates',
  async play({ sandbox, server, show, check }) {
    const baseUrl = server.urls.reestro;
    await using reestro = new ReestroClient({ ...server.credentials.reestro, baseUrl });
    const folder = await mkdtemp(join(tmpdir(), 'demo-'));
    const cursors = join(folder, 'cursors.json');
    try {
      const added = sandbox.reestro.addEvents(250, 'released').map(({ eventId }) => eventId);
      show('250 certificates were issued', 'three pages of the feed');

      const before = await readAndKill(cursors, sandbox.environment(server.urls), 140);
      check(
        'a process read and was killed (SIGKILL)',
        before.length >= 140,
        `${before.length} events handled`,
      );

      added.push(sandbox.reestro.addEvent('signed').eventId);
      const after: string[] = [];
      const feed = reestro.crypto.events.feed({
        key: 'certificates',
        store: fileCursorStore(cursors),
        startFrom: 'oldest',
        handler({ eventId }) {
          after.push(eventId);
          if (eventId === added.at(-1)) void feed.stop();
        },
      });
      await feed.run();
      const repeated = after.filter((id) => before.includes(id));
      check(
        'the next process went on at the saved cursor',
        after.length < added.length,
        `${after.length} events, ${repeated.length} of them again`,
      );
      const all = new Set([...before, ...after]);
      check(
        'nothing was lost',
        [...all].join() === added.join(),
        `${all.size} of ${added.length} events, in order`,
      );

      const refused: unknown = await reestro.crypto.events
        .list({ afterEventId: '42' })
        .catch((e: unknown) => e);
      const field = isReestroHttpError(refused) ? refused.body.errors?.[0]?.message : undefined;
      check('a wrong cursor is explained', field === 'afterEventId should be guid', field);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Runs a reader of its own process until it has handled so many events, then kills it. Gives the ids that it handled. */
async function readAndKill(
  cursors: string,
  environment: Record<string, string>,
  count: number,
): Promise<string[]> {
  const script = new URL('reestro-reader.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [...process.execArgv, script, cursors], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ids: string[] = [];
  for await (const id of createInterface({ input: child.stdout })) {
    ids.push(id);
    if (ids.length === count) child.kill('SIGKILL');
  }
  return ids;
}
