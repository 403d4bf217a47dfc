import { AstralClient, isServerError } from '@partner-apis/astral';
import { StormwallClient } from '@partner-apis/stormwall';
import { test } from '@partner-apis/sandbox/vitest';
import { expect } from 'vitest';
import { Signatures } from './signatures.ts';

test('takes the events again when the confirmation fails', async ({ sandbox, clients }) => {
  await using astral = new AstralClient({ ...clients.astral, retry: { retries: 0 } });
  const service = new Signatures(astral);
  const { id } = sandbox.astral.publish({ code: 'signature.verified', data: { packet: 'p1', valid: true } });

  sandbox.faults.inject({
    vendor: 'astral',
    operation: 'events.confirm',
    kind: 'status',
    status: 503,
    times: 1,
  });
  await expect(service.collect()).rejects.toSatisfy(isServerError);

  expect(sandbox.astral.unconfirmed()).toEqual([id]);
  expect(service.verdicts.size).toBe(1);
});

test('a connection that breaks once the work is done', async ({ sandbox, clients }) => {
  await using stormwall = new StormwallClient(clients.stormwall);
  sandbox.faults.inject({ vendor: 'stormwall', operation: 'blacklist.add', kind: 'reset-after-effect' });

  // Not repeated by itself: nobody knows whether it was done. It was.
  await expect(stormwall.blacklist.add(1, 2, ['203.0.113.7'])).rejects.toThrow('ECONNRESET');
  expect(sandbox.stormwall.blacklist(1, 2)).toEqual(['203.0.113.7/32']);
});
