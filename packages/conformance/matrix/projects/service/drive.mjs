// Starts the server that its arguments name, and does to it what ASNA and a caller would: `node drive.mjs node express.mjs`. Before the
// program may stand paths that have to answer 200, and a module whose default export does more: `node drive.mjs /health ./more.mjs node server.mjs`.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { AsnaClient } from '@partner-apis/asna';

const LIMIT_MS = 40_000;
/** How servers say where they listen; workerd says it in JSON. */
const LISTENING = /127\.0\.0\.1:(\d+)|"event":"listen".*"port":(\d+)/;

const words = process.argv.slice(2);
const extras = words.slice(
  0,
  words.findIndex((word) => !/^\.?\//.test(word)),
);
const [program, ...args] = words.slice(extras.length);
const server = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
const ended = once(server, 'exit');
const limit = setTimeout(() => server.kill('SIGKILL'), LIMIT_MS);
try {
  const at = `http://127.0.0.1:${await Promise.race([listening(), endedEarly()])}`;
  await Promise.race([drive(at), endedEarly()]);
} finally {
  server.kill('SIGTERM');
  await ended;
  clearTimeout(limit);
  server.stdout.destroy();
}

async function drive(at) {
  const url = `${at}/webhooks/asna`;
  const asna = AsnaClient.fromEnv();
  const clientId = process.env.ASNA_CLIENT_ID;
  const { failed } = await asna.subscriptions.ensure({ clientId, url, events: ['stocks_full'] });
  await asna.close();
  assert.deepEqual(failed, []);

  await act('/api/asna/webhooks', { event: 'stocks_full' });
  let report;
  do {
    await act('/api/astral/events', { code: 'signature.verified' });
    report = await answer(fetch(`${at}/report`));
    if (report.webhooks.length === 0) await sleep(100);
  } while (report.webhooks.length === 0);
  const { webhooks, ...rest } = report;
  assert.equal(webhooks.length, 1);
  assert.deepEqual(rest, {
    astral: 'signature.verified',
    packet: 'a packet',
    stormwall: 2,
    reestro: 0,
    failure: 'NOT_FOUND',
  });

  const headers = { 'content-type': 'application/json', 'x-signature': `sha256=${'0'.repeat(64)}` };
  const forged = await fetch(url, { method: 'POST', body: '{}', headers });
  assert.equal(forged.status, 401);

  for (const extra of extras) {
    if (extra.startsWith('.')) await (await import(extra)).default(at);
    else while ((await fetch(new URL(extra, at))).status !== 200) await sleep(100);
  }
  console.log('a signed webhook came in, a forged one did not, four clients were answered');
}

/** The vendor's side: what the sandbox's inspector does when it is told to. */
async function act(path, body) {
  const headers = { 'content-type': 'application/json' };
  const target = new URL(path, process.env.SANDBOX_INSPECTOR_URL);
  await answer(fetch(target, { method: 'POST', body: JSON.stringify(body), headers }));
}

async function answer(request) {
  const response = await request;
  const text = await response.text();
  assert.ok(response.ok, `${response.url}: ${response.status} ${text}`);
  return JSON.parse(text);
}

async function listening() {
  for await (const line of createInterface(server.stdout)) {
    console.log(line);
    const [, port, other = port] = LISTENING.exec(line) ?? [];
    if (other !== undefined) return other;
  }
  return endedEarly();
}

async function endedEarly() {
  const [code, signal] = await ended;
  assert.fail(`the server ended: ${code ?? signal}`);
}
