import type { StormwallClient, StormwallV3Client } from '@partner-apis/stormwall';
import { ask, limits, type Links } from './ask.ts';
import { type Check, ok, unsure } from './check.ts';
import { clockCheck } from './clock.ts';

const LINKS: Links = {
  credential: 'token',
  refused:
    'The token is wrong, has expired or was revoked: make a new one in the account and set STORMWALL_TOKEN.',
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

const V3_LINKS: Links = {
  credential: 'v3 key',
  refused:
    'The API key was refused: make one under Users, API Tokens, and set STORMWALL_V3_API_KEY. Tokens of version 1 are others.',
  permission: 'v3 rights',
  forbidden: 'The key is valid and may not list services: its permissions are chosen when it is made.',
  read: 'v3 read',
};

/** The same by version 3, which has a key of its own. */
export async function* stormwallV3Checks(client: StormwallV3Client): AsyncGenerator<Check, void, undefined> {
  const answer = yield* ask(() => client.services.list({ limit: 1 }, limits), V3_LINKS);
  if (answer === undefined) return;
  yield answer.data.items.length === 0
    ? unsure('v3 read', 'Version 3 of the API answers; the account has no services.')
    : ok('v3 read', 'Version 3 of the API lists services.');
}
