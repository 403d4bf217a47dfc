import { isBadRequestError, StormwallV3Client } from '@partner-apis/stormwall';
import type { Scene } from './stage.ts';

/** A site of version 3: domain, origin, certificate, redirect. */
export const stormwallV3: Scene = {
  title: 'Stormwall, version 3: a site and its certificate',
  async play({ sandbox, server, show, check }) {
    const baseUrl = server.urls.stormwall;
    await using client = new StormwallV3Client({ baseUrl, apiKey: sandbox.stormwall.apiKey() });
    sandbox.stormwall.configureV3({ created: 'empty', certificateMs: 120 });

    const { id } = await client.domains.create(1, { name: 'new.example' });
    check('a domain whose answer had no id was found by its name', id > 0, `domain ${id}`);
    await client.backends.add(id, { backend: { ip: '192.0.2.7', port: 80 }, domain: { port: 80 } });
    check('it has an origin', (await client.backends.list(id)).items.length === 1);

    await client.ssl.requestLetsEncrypt(id);
    check('its certificate takes time', (await client.ssl.get(id)) === null);
    const certificate = await client.ssl.waitForCertificate(id, { intervalMs: 40, maxIntervalMs: 40 });
    show('the certificate is of', String(certificate.issuerOrganization));
    check(
      'its private key is there, and not printed',
      certificate.sslKey != null && !JSON.stringify(certificate).includes('KEY'),
    );

    try {
      await client.domains.create(1, { name: 'new.example' });
    } catch (error) {
      check(
        'a second one is refused in the vendor’s words',
        isBadRequestError(error),
        error instanceof Error ? error.message : '',
      );
    }
    await client.domains.delete(id);
  },
};
