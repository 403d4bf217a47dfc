import type {
  AstralClient,
  ConsumedEvent,
  ConsumerOptions,
  Decision,
  HandlerContext,
} from '@partner-apis/astral';
import type { Source } from './source.ts';

/** Options of a consumer that mean something to a forwarder; see `astral.consumer()`. */
export type AstralSourceOptions = Pick<
  ConsumerOptions,
  | 'attempts'
  | 'clock'
  | 'hooks'
  | 'limitMax'
  | 'liveWithinMs'
  | 'maxAttempts'
  | 'owner'
  | 'poll'
  | 'random'
  | 'sweep'
>;

/**
 * The events of one participant of Astral.Platform. What the engine has taken is confirmed, a batch with one request. While the engine is away
 * nothing is polled; several forwarders share the events as several consumers do.
 */
export function astralSource(astral: AstralClient, options: AstralSourceOptions = {}): Source {
  return {
    name: 'astral',
    open(intake) {
      const { batch } = intake;
      const consumer = astral.consumer({
        limitMax: batch,
        ...options,
        // A batch is asked for while the one before it is on its way.
        concurrency: batch * 2,
        maxUnconfirmed: batch * 4,
        handlerTimeoutMs: Number.POSITIVE_INFINITY,
        retry: { retries: 0 },
      });
      const handle = async (event: ConsumedEvent<unknown>, ctx: HandlerContext): Promise<Decision> => {
        const type = typeof event.code === 'string' ? event.code : 'unknown';
        ctx.signal.addEventListener('abort', intake.cancel, { once: true });
        const receivedAt = Math.floor(intake.clock.now());
        const ending = await intake.hand({ id: normal(event.id), source: 'astral', type, event, receivedAt });
        ctx.signal.removeEventListener('abort', intake.cancel);
        if (ending === 'taken') return ctx.confirm();
        return ctx.release(ending === 'later' ? 'the forwarder is stopping' : `rejected: ${ending.rejected}`);
      };
      // Also what is no event as the manual has it: whether it can be used is for the worker to say.
      consumer.onInvalid((event, _, ctx) => handle(event, ctx)).otherwise(handle);
      return {
        run: () => consumer.run(),
        pause: () => consumer.pause(),
        resume: () => consumer.resume(),
        stop: (limits) => consumer.stop(limits),
        health() {
          const details = consumer.health();
          return { live: details.live, unconfirmed: details.unconfirmed, details };
        },
      };
    },
  };
}

/** The platform writes ids in two ways; an engine must see one. */
function normal(id: string): string {
  const hex = id.replaceAll('-', '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(hex) ? hex : id;
}
