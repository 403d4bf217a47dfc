import { createHash } from 'node:crypto';
import { ConfigurationError, type CursorStore, type Feed, type FeedSettings } from '@partner-apis/core';
import {
  isCertificateRejected,
  isCertificateReleased,
  isSigningProcessed,
  type ReestroClient,
} from '@partner-apis/reestro';
import type { ForwardItem } from '../item/item.ts';
import type { Ending, Source } from './source.ts';

/** What all four feeds of Kontur.Reestro give. */
export interface ReestroEvent {
  /** Id of the event. */
  readonly eventId?: string | undefined;
  /** The event as it arrived. */
  readonly raw?: unknown;
}

/** A feed to read: `reestro.rosreestr.events` and its like. */
export interface ReestroFeed<Event extends ReestroEvent = ReestroEvent> {
  /** Makes a durable reader of the feed. */
  feed(options: ReestroFeedSetup<Event>): Feed<Event>;
}

/**
 * How the source sets a feed up: the reader saves the cursor in `store` (`cursorMode: 'managed'`), or only loads it there, and the sink saves it
 * (`'external'`).
 */
export type ReestroFeedSetup<Event> = FeedSettings<Event> & {
  /** Is given the events of a page at once, with the signal of the reader and the cursor behind them. */
  readonly pageHandler: (
    events: readonly Event[],
    ctx: { readonly signal: AbortSignal; readonly cursor: string },
  ) => unknown;
} & (
    | { readonly store: CursorStore; readonly cursorMode: 'managed' }
    | { readonly store: Pick<CursorStore, 'load'>; readonly cursorMode: 'external' }
  );

/** Options of a durable reader that mean something to a forwarder; see `reestro.crypto.events.feed()`. */
export interface ReestroSourceOptions extends Omit<
  FeedSettings<ReestroEvent>,
  'concurrency' | 'handlerRetry' | 'park' | 'saveEvery' | 'pageSize' | 'signal'
> {
  /** Where the place in the feed is kept. Leave it out with a sink that saves it in the transaction of the jobs, such as `pgBossSink`. */
  readonly store?: CursorStore;
}

/**
 * A feed of Kontur.Reestro: the certificates of a client, or another of its feeds. The cursor moves when the engine has the whole page. An
 * item that is rejected and that no `deadLetter` takes ends the forwarder: the cursor cannot pass it.
 */
export function reestroSource<Event extends ReestroEvent>(
  from: ReestroClient | ReestroFeed<Event>,
  options: ReestroSourceOptions,
): Source {
  return {
    name: 'reestro',
    open(intake) {
      const { store: given, ...settings } = options;
      const cursors = given ?? intake.cursors;
      if (cursors === undefined)
        throw new ConfigurationError(
          'reestroSource() needs a store: this sink does not save the cursor by itself.',
        );
      let previous: string | undefined;
      const pageHandler = async (
        events: readonly ReestroEvent[],
        { signal, cursor }: { readonly signal: AbortSignal; readonly cursor: string },
      ): Promise<void> => {
        signal.addEventListener('abort', intake.cancel, { once: true });
        const receivedAt = Math.floor(intake.clock.now());
        const items = events.map((event) => itemOf(event, receivedAt));
        const place = given === undefined ? { key: settings.key, next: cursor, previous } : undefined;
        const endings = await intake.page(items, place);
        signal.removeEventListener('abort', intake.cancel);
        failUnlessTaken(items, endings);
        previous = cursor;
      };
      const common = {
        ...settings,
        pageSize: Math.min(intake.batch, 100),
        handlerRetry: { retries: 0 },
        pageHandler,
      };
      const load = async (key: string): Promise<string | undefined> => (previous = await cursors.load(key));
      const setup: ReestroFeedSetup<ReestroEvent> =
        given === undefined
          ? { ...common, store: { load }, cursorMode: 'external' }
          : { ...common, store: given, cursorMode: 'managed' };
      const feed = feedOf(from, setup);
      return {
        run: () => feed.run(),
        // The page in hand waits, and the reader asks for none beside it.
        pause: () => undefined,
        resume: () => undefined,
        async stop(limits) {
          const { drained, abandoned, unsaved } = await feed.stop(limits);
          // The sink has saved what the engine has.
          return { drained, abandoned, unconfirmed: given === undefined ? [] : unsaved };
        },
        health() {
          const details = feed.health();
          return { live: details.live, unconfirmed: given === undefined ? 0 : details.unsaved, details };
        },
      };
    },
  };
}

function feedOf<Event extends ReestroEvent>(
  from: ReestroClient | ReestroFeed<Event>,
  setup: ReestroFeedSetup<ReestroEvent>,
): Pick<Feed<unknown>, 'run' | 'stop' | 'health'> {
  // Boundary: whatever the events of the feed are, only their id and what they were as received is looked at.
  if ('crypto' in from) return from.crypto.events.feed(setup);
  return from.feed(setup);
}

function failUnlessTaken(items: readonly ForwardItem[], endings: readonly Ending[]): void {
  const at = endings.findIndex((ending) => ending !== 'taken');
  const [item, ending] = [items[at], endings[at]];
  if (item === undefined || ending === undefined || ending === 'taken') return;
  if (ending === 'later') throw new Error('The forwarder is stopping.');
  throw new ConfigurationError(
    `Kontur.Reestro event ${item.id} was rejected by the engine (${ending.rejected}), and there is no deadLetter: the cursor cannot pass it.`,
    { vendor: 'reestro', hint: 'Give forward() a deadLetter that keeps such events.' },
  );
}

function itemOf(event: ReestroEvent, receivedAt: number): ForwardItem {
  const raw = event.raw ?? event;
  // Without an id what is in it has to do: the same event reads the same each time.
  const id = event.eventId ?? createHash('sha256').update(JSON.stringify(raw)).digest('hex').slice(0, 32);
  return { id, source: 'reestro', type: typeOf(event), event: raw, receivedAt };
}

function typeOf(event: ReestroEvent): string {
  // Boundary: the guards look at members that any event may have or not.
  const certificate = event as Parameters<typeof isCertificateReleased>[0];
  if (isCertificateReleased(certificate)) return 'released';
  if (isCertificateRejected(certificate)) return 'rejected';
  if (isSigningProcessed(certificate)) return 'signed';
  const known = Object.entries(event.raw ?? event).find(
    ([, value]) => typeof value === 'object' && value !== null,
  );
  return known?.[0] ?? 'unknown';
}
