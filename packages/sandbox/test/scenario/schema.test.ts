import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { scenarioJsonSchema } from '../../src/scenario/json-schema.ts';

const FILE = fileURLToPath(new URL('../../scenario.schema.json', import.meta.url));

describe('scenario.schema.json', () => {
  it('is the schema that scenarios are read with (`vitest run -u` writes it anew)', async () => {
    const schema = scenarioJsonSchema();
    expect(schema).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: { seed: {}, now: {}, astral: {}, stormwall: {}, asna: {}, reestro: {}, faults: {} },
    });
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(FILE);
  });
});
