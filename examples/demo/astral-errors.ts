import {
  AstralClient,
  AuthenticationError,
  ConnectionError,
  isAstralHttpError,
  NotFoundError,
  RequestValidationError,
} from '@partner-apis/astral';
import type { Scene } from './stage.ts';

/** What goes wrong comes as a class, a code and a sentence. */
export const astralErrors: Scene = {
  title: 'Astral.Platform: errors',
  async play({ sandbox, server, show, check }) {
    const baseUrl = server.urls.astral;
    await using astral = new AstralClient({ baseUrl, ...server.credentials.astral });
    const caught = async (call: PromiseLike<unknown>): Promise<unknown> => {
      try {
        await call;
      } catch (error) {
        return error;
      }
      return undefined;
    };

    const missing = await caught(astral.events.get('0'.repeat(32)));
    check('an unknown event is a NotFoundError', missing instanceof NotFoundError);
    if (isAstralHttpError(missing)) show('the platform said', missing.body.title);

    const sent = sandbox.requests().length;
    const invalid = await caught(astral.events.poll({ timeout: 5 }));
    check('a bad argument is a RequestValidationError', invalid instanceof RequestValidationError);
    check('nothing was sent for it', sandbox.requests().length === sent);
    if (invalid instanceof Error) show(invalid.message);

    await using stranger = new AstralClient({ baseUrl, apiKey: 'a-key-nobody-issued' });
    const refused = await caught(stranger.events.poll({ timeout: 10 }));
    check('a wrong key is an AuthenticationError', refused instanceof AuthenticationError);
    check('the key is not in what is printed', !JSON.stringify(refused).includes('a-key-nobody-issued'));

    sandbox.faults.inject({
      vendor: 'astral',
      operation: 'events.get',
      kind: 'status',
      status: 503,
      times: 1,
    });
    const event = sandbox.astral.publish({ code: 'demo', data: {} });
    const { response } = await astral.events.get(event.id).withResponse();
    const statuses = response.attempts.map(({ status }) => status).join(', then ');
    check('a read survives a short outage', response.status === 200, statuses);

    sandbox.faults.inject({
      vendor: 'astral',
      operation: 'events.publish',
      kind: 'reset-after-effect',
      times: 1,
    });
    const lost = await caught(astral.events.publish({ code: 'demo', consumer: ['nobody'], data: {} }));
    check('a publication that may have arrived is not repeated', lost instanceof ConnectionError);
    if (lost instanceof Error) show(lost.message.split('. ')[1] ?? '');
  },
};
