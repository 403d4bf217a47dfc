import {
  type AstralClient,
  isHttpError,
  isNotFoundError,
  isPermissionDeniedError,
} from '@partner-apis/astral';
import { limits } from './ask.ts';
import { type Check, failed, failure, ok } from './check.ts';
import { clockCheck } from './clock.ts';

/** An event that does not exist: asking for it takes nothing. */
const NO_EVENT = '0'.repeat(32);

/** Tunnel, platform, key, one read, clock. Takes no events. */
export async function* astralChecks(client: AstralClient): AsyncGenerator<Check, void, undefined> {
  const { ok: well, tunnel, platform, keyAccepted, hint } = await client.ping();
  if (tunnel === 'down') return yield failed('tunnel', 'Nothing listens at that address.', hint);
  if (tunnel === 'broken')
    return yield failed('tunnel', 'The tunnel is up here, and its far side does not answer.', hint);
  yield ok('tunnel', 'The connection stands.');
  if (platform === 'unknown') return yield failed('platform', 'It was not the platform that answered.', hint);
  yield ok('platform', 'The platform answers.');
  if (keyAccepted === false) return yield failed('key', 'The platform refused the key.', hint);
  if (!well) return yield failed('key', 'The platform did not say whether it accepts the key.', hint);
  yield ok('key', 'Accepted.');
  yield* read(client);
}

async function* read(client: AstralClient): AsyncGenerator<Check, void, undefined> {
  try {
    const { response } = await client.events.get(NO_EVENT, limits).withResponse();
    yield ok('read', 'An event was asked for.');
    yield clockCheck(response.headers['date']);
  } catch (error) {
    if (!isHttpError(error) || !(isNotFoundError(error) || isPermissionDeniedError(error)))
      return yield failure('read', error);
    yield ok('read', 'An event that does not exist was asked for and is not there.');
    yield clockCheck(error.headers['date']);
  }
}
