import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { json, rejection, stubServer } from '@partner-apis/test-kit';
import { expect, test } from 'vitest';
import { ParcelsClient } from '../src/parcels.ts';
import { root } from '../src/workspace.ts';

const parcel = { id: 'RB123456789', state: 'sorted', carrier: 'a member nobody has heard of' };
const retry = { retries: 2, minDelayMs: 1, maxDelayMs: 2 };

test('the guide shows the vendor as it is tried here', () => {
  const code = readFileSync(new URL('../src/parcels.ts', import.meta.url), 'utf8');
  expect(readFileSync(join(root, 'docs/write-a-vendor.md'), 'utf8')).toContain(code.trim());
});

test('a vendor of one page sends, checks, repeats and explains as the others do', async () => {
  await using server = await stubServer((request, response, count) => {
    const answer =
      request.method === 'POST'
        ? json({ error: 'the warehouse is closed' }, 423)
        : count === 1
          ? json({}, 503)
          : json(request.url === '/parcels/RB000000000' ? { error: 'no such parcel' } : parcel);
    answer(request, response, count);
  });
  await using parcels = new ParcelsClient({ key: 'key of a test', baseUrl: server.url, retry });

  const { data, response } = await parcels.get(parcel.id).withResponse();
  expect(data).toEqual(parcel);
  expect(response.attempts.map(({ status }) => status)).toEqual([503, 200]);
  expect(server.requests[0]?.headers).toMatchObject({ 'x-parcels-key': 'key of a test' });

  expect(await rejection(parcels.get('../secret'))).toMatchObject({
    code: 'REQUEST_VALIDATION',
    issues: [{ path: ['parcelId'] }],
  });
  const failed = await rejection(parcels.get('RB000000000'));
  expect(failed).toMatchObject({ vendor: 'parcels', operation: 'parcels.get', code: 'HTTP' });
  expect(failed.message).toContain('no such parcel');
  // Nothing was begun, so even what must not happen twice is tried again.
  const refused = await rejection(parcels.send({ to: 'Anna', grams: 500 }));
  expect(refused).toMatchObject({ status: 423, attempts: { length: 3 } });
});
