import type { StormwallClient } from '@partner-apis/stormwall';
import { ask, limits, type Links } from './ask.ts';
import { type Check, ok, unsure } from './check.ts';
import { clockCheck } from './clock.ts';

const LINKS: Links = {
  credential: 'token',
  refused: 'The token has expired or was revoked: make a new one in the account and set STORMWALL_TOKEN.',
  permission: 'rights',
  forbidden: 'The token is valid and may not list services: have its user given the right to.',
  read: 'read',
};

/** Connection, token, rights, the list of services by version 1 of the API, clock. */
export async function* stormwallChecks(client: StormwallClient): AsyncGenerator<Check, void, undefined> {
  const answer = yield* ask(() => client.services.list({ limit: 1 }, limits), LINKS);
  if (answer === undefined) return;
  const { items, softErrors } = answer.data;
  yield softErrors.length > 0
    ? unsure('read', `The list of services came with ${softErrors.length} soft errors.`)
    : items.length === 0
      ? unsure('read', 'Version 1 of the API answers; the account has no services.')
      : ok('read', 'Version 1 of the API lists services.');
  yield clockCheck(answer.date);
}
