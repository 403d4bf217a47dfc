import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operations as asna } from '@partner-apis/asna';
import { operations as astral } from '@partner-apis/astral';
import { undiciTransport } from '@partner-apis/core';
import { recordHar, replayHar } from '@partner-apis/core/har';
import { operations as reestro } from '@partner-apis/reestro';
import { createSandbox } from '@partner-apis/sandbox';
import { operations as stormwall } from '@partner-apis/stormwall';
import Ajv from 'ajv';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { type Clients, clientsOf, prepare, tour } from '../src/every-operation.ts';

test('every operation of every vendor replays to the same results, and the recording is valid and holds no secret', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'har-')), 'all.har');
  const sandbox = createSandbox({ seed: `recording ${Math.random()}` });
  const server = await sandbox.listen({ port: 0 });
  const facts = prepare(sandbox, server);
  const recorder = recordHar(undiciTransport(), { path });
  const live = clientsOf(sandbox, server, recorder);
  const said = await tour(live, facts);
  const called = new Set(sandbox.requests().map(({ operation }) => operation));
  const declared = [...astral, ...stormwall, ...asna, ...reestro]
    .map(({ id }) => id)
    .filter((id) => id !== 'ping');
  expect(declared.filter((id) => !called.has(id))).toEqual([]);
  await Promise.all(everyClient(live).map((client) => client.close()));
  await recorder.close();
  const { asna: ofAsna, astral: ofAstral, stormwall: ofStormwall, reestro: ofReestro } = server.credentials;
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

  const replay = clientsOf(sandbox, server, replayHar(path));
  const again = await tour(replay, facts);
  // What was a secret, or personal, is no longer there.
  const masked = JSON.stringify(said).replaceAll(/"(name|sslKey)":"[^"]*"/g, '');
  expect(JSON.stringify(again).replaceAll(/"(name|sslKey)":"[^"]*"/g, '')).toBe(masked);
  await Promise.all(everyClient(replay).map((client) => client.close()));
}, 60_000);

function everyClient({
  astral,
  stormwall,
  v2,
  v3,
  asna,
  reestro,
}: Clients): readonly { close(): Promise<void> }[] {
  return [astral, stormwall, v2, v3, asna, reestro];
}
