import { operations as asna } from '@partner-apis/asna';
import { operations as astral } from '@partner-apis/astral';
import { operations as reestro } from '@partner-apis/reestro';
import { operations as stormwall } from '@partner-apis/stormwall';
import { asnaCalls } from './asna-calls.ts';
import { astralCalls } from './astral-calls.ts';
import type { Call, Calls } from './calls.ts';
import { reestroCalls } from './reestro-calls.ts';
import { stormwallCalls } from './stormwall-calls.ts';
import type { Clients, Facts } from './world.ts';

export type VendorName = 'astral' | 'stormwall' | 'asna' | 'reestro';

/** An operation that a client has a method for, and how it is called. */
export interface Subject {
  readonly vendor: VendorName;
  readonly id: string;
  readonly safety: 'read' | 'idempotent' | 'unsafe';
  prepare(clients: Clients, facts: Facts): Call | Promise<Call>;
}

/** All of them: what the packages list, none left out. */
export const everyOperation: readonly Subject[] = [
  ...subjects('astral', astral, astralCalls, (clients) => clients.astral),
  ...subjects('stormwall', stormwall, stormwallCalls, (clients) => clients),
  ...subjects('asna', asna, asnaCalls, (clients) => clients.asna),
  ...subjects('reestro', reestro, reestroCalls, (clients) => clients.reestro),
];

function subjects<Client>(
  vendor: VendorName,
  operations: readonly Pick<Subject, 'id' | 'safety'>[],
  calls: Calls<Client>,
  clientOf: (clients: Clients) => Client,
): Subject[] {
  return operations.map(({ id, safety }) => {
    const call = calls[id];
    if (call === undefined) throw new Error(`Nobody has said how ${vendor} ${id} is called.`);
    return { vendor, id, safety, prepare: (clients, facts) => call(clientOf(clients), facts) };
  });
}
