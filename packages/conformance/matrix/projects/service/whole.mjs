// What a runtime has to be good for beside calls: streams up and down, files, loops that stop, limits of time.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AstralClient } from '@partner-apis/astral';
import { fileCursorStore, ReestroClient } from '@partner-apis/reestro';
import { isConnectionError, isTimeoutError, StormwallClient } from '@partner-apis/stormwall';

const astral = AstralClient.fromEnv();
const reestro = ReestroClient.fromEnv();
const folder = await mkdtemp(join(tmpdir(), 'whole-'));

try {
  // A packet up as a stream, and down into a folder, checked against its metadata.
  const bytes = new Uint8Array(300_000).fill(7);
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += 50_000) yield bytes.subarray(at, at + 50_000);
  }
  const packet = await astral.packets.upload([
    { name: 'Опись.txt', data: 'Договор', type: 'text/plain' },
    { name: 'Скан.bin', data: pieces, size: bytes.length },
  ]);
  const extracted = await astral.packets.extract(packet.id, join(folder, 'inbox'), { verify: true });
  assert.deepEqual(extracted.map(({ name, size }) => [name, size]).toSorted(), [
    ['Опись.txt', 14],
    ['Скан.bin', bytes.length],
  ]);
  assert.equal(await readFile(extracted.find(({ size }) => size === 14).path, 'utf8'), 'Договор');

  // A consumer handles what is there, and stops.
  const seen = [];
  const consumer = astral.consumer().on('signature.verified', (event) => {
    seen.push(event.code);
    void consumer.stop();
  });
  await act('/api/astral/events', { code: 'signature.verified' });
  await consumer.run();
  assert.deepEqual(seen, ['signature.verified']);

  // A feed that keeps its place in a file.
  await act('/api/reestro/events', { kind: 'released', count: 3 });
  let handled = 0;
  const feed = reestro.crypto.events.feed({
    key: 'certificates',
    store: fileCursorStore(join(folder, 'cursors.json')),
    startFrom: 'oldest',
    handler: () => {
      handled += 1;
      if (handled === 3) void feed.stop();
    },
  });
  await feed.run();
  assert.equal(handled, 3);

  // Failures say what happened.
  const nobody = new StormwallClient({ token: 'a', baseUrl: 'http://127.0.0.1:1', retry: false });
  const refused = await nobody.services.list().catch((error) => error);
  assert.ok(isConnectionError(refused), String(refused));
  assert.equal(refused.neverSent, true);
  await act('/api/faults', { vendor: 'stormwall', kind: 'stall-headers', times: 1 });
  const impatient = StormwallClient.fromEnv({ retry: false, timeouts: { deadlineMs: 600 } });
  const late = await impatient.services.list().catch((error) => error);
  assert.ok(isTimeoutError(late), String(late));
  assert.equal(late.phase, 'deadline');

  await astral.close();
  await Promise.all([impatient.close(), nobody.close()]);
  await reestro.close();
  console.log('a packet, a consumer, a feed and two failures came out right');
} finally {
  await rm(folder, { recursive: true });
}

/** The vendor's side: what the sandbox's inspector does when it is told to. */
async function act(path, body) {
  const target = new URL(path, process.env.SANDBOX_INSPECTOR_URL);
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(target, { method: 'POST', body: JSON.stringify(body), headers });
  assert.ok(response.ok, `${path}: ${response.status} ${await response.text()}`);
}
