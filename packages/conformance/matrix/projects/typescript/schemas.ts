// The entry points whose declarations need those of zod: what a vendor is written with, and the sandbox.
import { defineOperation, headerKey } from '@partner-apis/core/vendor';
import { createSandbox, type RecordedRequest, type Scenario } from '@partner-apis/sandbox';
import * as z from 'zod';

export const getParcel = defineOperation({
  id: 'parcels.get',
  summary: 'Read where a parcel is',
  source: 'Parcels manual, section 4',
  method: 'GET',
  path: '/parcels/{parcelId}',
  safety: 'read',
  params: z.strictObject({ parcelId: z.string() }),
  response: z.looseObject({ id: z.string() }),
});
export const auth = headerKey('X-Parcels-Key', 'key', 'key');
export const scenario: Scenario = { seed: 'a' };

export async function rehearse(): Promise<readonly RecordedRequest[]> {
  const sandbox = createSandbox({ seed: 'a' });
  await sandbox.load(scenario);
  const { urls } = await sandbox.listen({ port: 0 });
  const address: string = urls.astral;
  console.log(address);
  return sandbox.requests({ vendor: 'astral' });
}
