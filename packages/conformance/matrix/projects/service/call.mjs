import { StormwallClient } from '@partner-apis/stormwall';

const stormwall = StormwallClient.fromEnv();
const { items } = await stormwall.services.list();
console.log(`${items.length} services`);
await stormwall.close();
