// Every service and domain of the account, and what they are protected from. Without STORMWALL_TOKEN it runs against the sandbox.
import { StormwallClient } from '@partner-apis/stormwall';
import { withStormwall } from './support/with-stormwall.ts';

await withStormwall(async () => {
  // The vendor limits requests per second and does not say how many: five are modest.
  await using stormwall = StormwallClient.fromEnv({
    rateLimit: { perSecond: 5 },
    timeouts: { deadlineMs: 30_000 },
  });

  // Walks all pages; the next one is asked for when this one is used up.
  for await (const { service_id, service_name } of stormwall.services.list()) {
    console.log(`service ${service_id}: ${service_name}`);
    if (service_id === undefined) continue;
    for await (const { domain_id, domain_name } of stormwall.domains.list(service_id)) {
      if (domain_id === undefined) continue;
      // One page is enough to learn how many there are.
      const { totalCount, items } = await stormwall.blacklist.list(service_id, domain_id, { limit: 1 });
      console.log(`  domain ${domain_id}: ${domain_name}, ${totalCount ?? items.length} blocked`);
    }
  }
});
