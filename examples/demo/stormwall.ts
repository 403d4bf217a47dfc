import { AuthenticationError, isSoftErrorsError, StormwallClient } from '@partner-apis/stormwall';
import type { Scene } from './stage.ts';

/** Lists that walk themselves, a blacklist, and the two levels of errors. */
export const stormwall: Scene = {
  title: 'Stormwall: services, blacklist, soft errors',
  async play({ sandbox, server, show, check }) {
    const baseUrl = server.urls.stormwall;
    await using client = new StormwallClient({ baseUrl, ...server.credentials.stormwall });

    for (let i = 1; i <= 25; i += 1) sandbox.stormwall.addDomain(4, `node-${i}.api.example`);
    let domains = 0;
    for await (const service of client.services.list()) {
      for await (const _ of client.domains.list(service.service_id ?? 0)) domains += 1;
    }
    const pages = sandbox.requests({ vendor: 'stormwall', operation: 'domains.list' }).length;
    check('walked every page of two lists', domains === 29, `${domains} domains on ${pages} pages`);

    const { softErrors: none } = await client.blacklist.add(1, 2, ['203.0.113.7', '2001:db8::/32']);
    const { items } = await client.blacklist.list(1, 2);
    check(
      'two entries on the blacklist, no soft errors',
      none.length === 0 && items.length === 2,
      items.join(', '),
    );

    const pair = {
      certificate: '-----BEGIN CERTIFICATE-----\nof another key\n-----END CERTIFICATE-----',
      private_key: '-----BEGIN PRIVATE KEY-----\nof another certificate\n-----END PRIVATE KEY-----',
    };
    const install = { method: 'PUT', path: '/user/service/1/domain/2/ssl', body: pair } as const;
    const { softErrors } = await client.command(install);
    const codes = softErrors.map(({ type, code }) => `${type} ${code}`).join();
    check('200, and yet not installed', codes === 'SSL INVALID_CERT_KEY_PAIR', codes);

    const thrown: unknown = await client
      .command(install, { softErrors: 'throw' })
      .catch((error: unknown) => error);
    check("with softErrors: 'throw' nobody can overlook it", isSoftErrorsError(thrown));

    sandbox.faults.inject({ vendor: 'stormwall', kind: 'status', status: 503, times: 1 });
    const { response } = await client.blacklist.remove(1, 2, ['203.0.113.7']).withResponse();
    const statuses = response.attempts.map(({ status }) => status).join(', then ');
    check('503 means that nothing was started: sent again', response.status === 200, statuses);

    const { token } = sandbox.stormwall.issueToken();
    await using rotated = client.with({ token });
    sandbox.stormwall.expireToken(token);
    const expired: unknown = await rotated.domains.get(1, 2).catch((error: unknown) => error);
    check('an expired token is an AuthenticationError', expired instanceof AuthenticationError);
    if (expired instanceof AuthenticationError) show(expired.hint ?? '');
  },
};
