import { createHash } from 'node:crypto';
import type { AsnaEventName, WebhookContext, WebhookEvent, WebhookReceiver } from '@partner-apis/asna';
import { ConfigurationError } from '@partner-apis/core';
import { settlesWithin } from '@partner-apis/core/vendor';
import type { Intake, Source } from './source.ts';

/** Options of {@link asnaSource}. */
export interface AsnaSourceOptions {
  /** Names of events to hand over. Default: all that have no handler of their own in the receiver. */
  readonly events?: readonly AsnaEventName[];
}

/**
 * The webhooks of ASNA that a receiver gets. The sender gets 200 when the engine has the event, and 503 with Retry-After while the engine is
 * away, and before `run()` and after `stop()`. The receiver stays yours: serve it, and stop it after the forwarder.
 *
 * @throws ConfigurationError when the receiver has handlers for these events already.
 */
export function asnaSource(receiver: WebhookReceiver, { events }: AsnaSourceOptions = {}): Source {
  const gate = new Gate();
  const handler = (event: WebhookEvent, context: WebhookContext): unknown => gate.take(event, context);
  if (events === undefined) receiver.otherwise(handler);
  else receiver.on(events, handler);
  return {
    name: 'asna',
    open(intake) {
      const stopped = Promise.withResolvers<void>();
      gate.reserve();
      return {
        run() {
          gate.open(intake);
          return stopped.promise;
        },
        pause: () => undefined,
        resume: () => undefined,
        async stop({ drainMs, graceMs }) {
          gate.close();
          let drained = await settlesWithin(intake.clock, drainMs, gate.quiet());
          if (!drained) {
            intake.cancel();
            drained = await settlesWithin(intake.clock, graceMs, gate.quiet());
          }
          stopped.resolve();
          return { drained, abandoned: gate.ids(), unconfirmed: [] };
        },
        health: () => ({ live: gate.isOpen, unconfirmed: 0 }),
      };
    },
  };
}

/** Lets webhooks through while a forwarder runs. */
class Gate {
  #intake: Intake | undefined;
  #reserved = false;
  readonly #inside = new Map<Promise<unknown>, string>();

  get isOpen(): boolean {
    return this.#intake !== undefined;
  }

  reserve(): void {
    if (this.#reserved) throw new ConfigurationError('An asnaSource() is for one forwarder.');
    this.#reserved = true;
  }

  open(intake: Intake): void {
    this.#intake = intake;
  }

  close(): void {
    this.#intake = undefined;
  }

  ids(): string[] {
    return [...this.#inside.values()];
  }

  quiet(): Promise<unknown> {
    return Promise.allSettled(this.#inside.keys());
  }

  async take(event: WebhookEvent, context: WebhookContext): Promise<unknown> {
    const intake = this.#intake;
    if (intake === undefined) return context.later();
    const id = idOf(event);
    const receivedAt = Math.floor(intake.clock.now());
    const offered = intake.offer({ id, source: 'asna', type: event.Event, event, receivedAt });
    this.#inside.set(offered, id);
    const ending = await offered;
    this.#inside.delete(offered);
    if (ending === 'later') return context.later();
    if (ending !== 'taken')
      throw new Error(`The engine rejected it (${ending.rejected}), and there is no deadLetter.`);
    return undefined;
  }
}

/** What makes two deliveries the same, as for the receiver: package, event, client and result. */
function idOf({ MessageId, Event, ClientId, Message }: WebhookEvent): string {
  const parts = JSON.stringify([MessageId, Event, ClientId, Message]);
  return createHash('sha256').update(parts).digest('hex').slice(0, 32);
}
