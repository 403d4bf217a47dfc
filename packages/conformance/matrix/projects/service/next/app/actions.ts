'use server';

import { redirect } from 'next/navigation';
import { StormwallClient } from '@partner-apis/stormwall';

export async function countServices() {
  const stormwall = StormwallClient.fromEnv();
  const { items } = await stormwall.services.list();
  await stormwall.close();
  redirect(`/?services=${items.length}`);
}
