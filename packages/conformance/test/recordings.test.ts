import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operations as asna } from '@partner-apis/asna';
import { operations as astral } from '@partner-apis/astral';
import { undiciTransport } from '@partner-apis/core';
import { recordHar, replayHar } from '@partner-apis/core/har';
import { operations as reestro } from '@partner-apis/reestro';
import {
  type Clients,
  clientsOf,
  closeAll,
  everyOperation,
  type Facts,
  names,
  world,
} from '@partner-apis/reliability/vendors';
import { operations as stormwall } from '@partner-apis/stormwall';
import Ajv from 'ajv';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

test('every operation of every vendor replays to the same results, and the recording is valid and holds no secret', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'har-')), 'all.har');
  await using all = await world(`recording ${Math.random()}`);
  const { sandbox, access } = all;
  const inspection = all.facts.inspection();
  // Each run uses the same names, one after the other.
  const facts = (): Facts => ({ ...all.facts, unique: names(), inspection: () => inspection });
  const recorder = recordHar(undiciTransport(), { path });
  const live = clientsOf(access, { transport: recorder, retry: false });
  const said = await callEvery(live, facts());
  const called = new Set(sandbox.requests().map(({ operation }) => operation));
  const declared = [...astral, ...stormwall, ...asna, ...reestro]
    .map(({ id }) => id)
    .filter((id) => id !== 'ping');
  expect(declared.filter((id) => !called.has(id))).toEqual([]);
  await closeAll(live);
  await recorder.close();
  const {
    asna: ofAsna,
    astral: ofAstral,
    stormwall: ofStormwall,
    reestro: ofReestro,
  } = all.server.credentials;
  await sandbox.close();

  const text = await readFile(path, 'utf8');
  for (const secret of [
    ofAsna.auth.clientSecret,
    sandbox.asna.client().webhookSecret,
    ofAstral.apiKey,
    ofStormwall.token,
    sandbox.stormwall.apiKey(),
    ofReestro.apiKey,
  ])
    expect(text.includes(secret), secret.slice(0, 12)).toBe(false);
  const require = createRequire(import.meta.url);
  // Boundary: what the package has are JSON schemas.
  const schemas = require('har-schema') as Record<string, object>;
  const validate = new Ajv();
  validate.addMetaSchema(require('ajv/lib/refs/json-schema-draft-06.json') as object);
  validate.addSchema(Object.values(schemas));
  expect(validate.validate('har.json', JSON.parse(text)), validate.errorsText()).toBe(true);

  const replay = clientsOf(access, { transport: replayHar(path), retry: false });
  const again = await callEvery(replay, facts());
  // What was a secret, or personal, is no longer there.
  const unmasked = (results: unknown[]): string =>
    JSON.stringify(results).replaceAll(/"(name|sslKey|secret|mPhone)":"[^"]*"/g, '');
  expect(unmasked(again)).toBe(unmasked(said));
  await closeAll(replay);
}, 60_000);

/** What every operation resolved to; bytes as text. */
async function callEvery(clients: Clients, facts: Facts): Promise<unknown[]> {
  const said: unknown[] = [];
  for (const operation of everyOperation) {
    const result = await (await operation.prepare(clients, facts))();
    said.push(result instanceof Uint8Array ? Buffer.from(result).toString() : result);
  }
  return said;
}
