import type { Exchange } from '../http/exchange.ts';
import { createRandom, type Random } from '../random.ts';
import type { VendorContext } from '../vendor.ts';
import { BlobStore } from './packets/blob-store.ts';
import { PacketStore } from './packets/packet-store.ts';
import { Envelopes } from './envelope.ts';
import { EventStore } from './events/event-store.ts';
import { ID_PATTERN } from './ids.ts';
import { Participants, type Participant } from './participants.ts';
import { defaultSettings, type Settings } from './settings.ts';

/** Everything the emulator knows, and the two questions that every method asks first. */
export class AstralState {
  readonly context: VendorContext;
  readonly envelopes: Envelopes;
  participants: Participants;
  readonly blobs = new BlobStore();
  readonly settings: Settings = defaultSettings();
  #events: EventStore;
  #packets: PacketStore;
  /** Files that were deleted, as packet and file. */
  readonly deleted = new Set<string>();

  constructor(context: VendorContext) {
    this.context = context;
    this.envelopes = new Envelopes(context.clock, this.#ids('reports'), this.settings);
    this.participants = new Participants(context.seed);
    this.#events = new EventStore(this.#ids('events'));
    this.#packets = new PacketStore(this.#ids('packets'), context.clock);
  }

  get events(): EventStore {
    return this.#events;
  }

  get packets(): PacketStore {
    return this.#packets;
  }

  /** Who sent a request; refuses one without a key, or with a key that is nobody's. */
  authorize(exchange: Exchange): Participant {
    const key = exchange.headers.get('x-api-key');
    if (key === null || key === '') return this.envelopes.refuse('noKey');
    const participant = this.participants.withKey(key);
    if (participant === undefined) return this.envelopes.refuse('wrongKey');
    exchange.record.participant = participant.id;
    return participant;
  }

  /** An id out of a path; refuses what is not spelt as the manual has it. */
  readId(text: string): string {
    return ID_PATTERN.test(text) ? text : this.envelopes.refuse('badId', 'Ожидается [a-f0-9]{32}');
  }

  /** Forgets all but the participants. Ids start over, so that a test does not depend on the ones before it. */
  reset(): void {
    this.#events.clear();
    this.#packets.clear();
    this.deleted.clear();
    this.#events = new EventStore(this.#ids('events'));
    this.#packets = new PacketStore(this.#ids('packets'), this.context.clock);
    Object.assign(this.settings, defaultSettings());
  }

  /** Each kind of id has a sequence of its own: an error report more does not change the next packet's id. */
  #ids(kind: string): Random {
    return createRandom(`${this.context.seed}/astral/${kind}`);
  }
}
