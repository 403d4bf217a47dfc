import { StormwallClient, undiciTransport } from '@partner-apis/stormwall';

const [transport] = process.argv.slice(2);
const stormwall = StormwallClient.fromEnv(transport === 'undici' ? { transport: undiciTransport() } : {});
const { items } = await stormwall.services.list();
console.log(`${items.length} services`);
await stormwall.close();
