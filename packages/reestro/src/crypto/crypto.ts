import type { Caller } from '@partner-apis/core/vendor';
import type { EventFeedOptions } from '../events/durable-feed.ts';
import { EventFeed } from '../events/event-feed.ts';
import { listEvents } from './event-operations.ts';
import { Forms, Signatures } from './forms.ts';
import type { CryptoEvent } from './models.ts';

/** What happened to certificates, kept for three months. Manual, GET /events. */
export type CryptoEvents = EventFeed<CryptoEvent>;

/** Options of a durable reader. `logger`, `clock` and `random` default to those of the client. Events are those of certificates unless named. */
export type ReestroFeedOptions<Event = CryptoEvent> = EventFeedOptions<Event>;

/** The crypto part of the API: certificates. */
export class Crypto {
  /** What happened to certificates, kept for three months. Manual, GET /events. */
  readonly events: CryptoEvents;
  /** Certificate forms. */
  readonly forms: Forms;
  /** Signatures of files. */
  readonly signatures: Signatures;

  /** @internal */
  constructor(client: Caller) {
    this.events = new EventFeed((query, options) => client.call(listEvents, { query }, options), client, {
      name: 'crypto.events',
    });
    this.forms = new Forms(client);
    this.signatures = new Signatures(client);
  }
}
