// A site from its domain to its redirect, with version 3 of the API. Without STORMWALL_V3_API_KEY it runs against the sandbox. Against the
// vendor it needs a domain of yours: SITE_DOMAIN and SITE_ORIGIN, the address of your server.
import { isTimeoutError, StormwallV3Client } from '@partner-apis/stormwall';
import { withStormwallV3 } from './support/with-stormwall.ts';

const name = process.env['SITE_DOMAIN'] ?? 'new-shop.example';
const ip = process.env['SITE_ORIGIN'] ?? '192.0.2.7';

await withStormwallV3(async () => {
  await using stormwall = StormwallV3Client.fromEnv();
  const [service] = (await stormwall.services.list()).items;
  if (service === undefined) throw new Error('The account has no service.');
  const { serviceId } = service;

  const { id } = await stormwall.domains.create(serviceId, { name });
  console.log(`domain ${name} is ${id}`);

  // One public port to one origin each.
  for (const [port, useSsl] of [
    [80, false],
    [443, true],
  ] as const)
    await stormwall.backends.add(
      id,
      { backend: { ip, port, useSsl }, domain: { port, useSsl } },
      { serviceId },
    );

  for (const address of await stormwall.domains.ips(id)) console.log('point its DNS to', address.ip);
  for (const { type, record } of await stormwall.dns.list(id)) console.log('or use', type, record);

  await stormwall.ssl.requestLetsEncrypt(id, { wwwIncluded: true });
  try {
    const { issuerOrganization, expirationTimestamp } = await stormwall.ssl.waitForCertificate(id, {
      timeoutMs: 24 * 3_600_000,
      onProgress: () => console.log('there is something of a certificate'),
    });
    console.log(
      `certificate of ${issuerOrganization} until ${new Date((expirationTimestamp ?? 0) * 1_000).toISOString()}`,
    );
  } catch (error) {
    // Waiting again is safe: where its DNS was just changed it takes up to a day.
    if (isTimeoutError(error)) console.error('no certificate yet:', error.message);
    throw error;
  }

  // Only now: before there is a certificate a redirect to HTTPS leads nowhere.
  await stormwall.redirects.set(id, { useRedirectToHttps: 1 });
  console.log('visitors are led to HTTPS');
});
