import { type AsnaClient, isTokenError } from '@partner-apis/asna';
import { ask, limits, type Links } from './ask.ts';
import { type Check, failure, ok } from './check.ts';
import { clockCheck } from './clock.ts';

/** Lifetime of the token in the manual's sample: `exp` less `nbf`. */
const TOKEN_LIFE_MS = 3_600_000;

/** A package that does not exist: asking for its status changes nothing. */
const NO_MESSAGE = '00000000-0000-0000-0000-000000000000';

const LINKS: Links = {
  credential: 'access',
  refused:
    'The API refused the token: check that the token endpoint and ASNA_BASE_URL are of one installation.',
  permission: 'rights',
  forbidden: 'The token is valid and may not do this: ask ASNA for the rights of this client.',
  read: 'read',
};

/** Token endpoint and token (with client credentials), connection, access, rights, one read, clock. */
export async function* asnaChecks(client: AsnaClient): AsyncGenerator<Check, void, undefined> {
  const issued = (process.env['ASNA_TOKEN'] ?? '') === '';
  const call = client.messages.getStatus(NO_MESSAGE, limits);
  if (issued) {
    const refusal: unknown = await call.then(
      () => undefined,
      (error: unknown) => error,
    );
    if (isTokenError(refusal) && refusal.status === 0) return yield failure('token endpoint', refusal);
    yield ok('token endpoint', 'It answers.');
    if (isTokenError(refusal)) return yield failure('token', refusal);
    yield ok('token', 'Issued.');
  }
  const answer = yield* ask(() => call, LINKS);
  if (answer === undefined) return;
  yield ok('read', 'The status of a package that does not exist was asked for.');
  yield clockCheck(answer.date, TOKEN_LIFE_MS);
}
