import { createHash } from 'node:crypto';
import { Refusal } from '../http/answer.ts';
import type { Exchange } from '../http/exchange.ts';
import type { VendorContext } from '../vendor.ts';
import type { ReestroEvent, ReestroEventDraft } from './events/event.ts';
import { EventFeed } from './events/event-feed.ts';
import { refusal } from './failures.ts';
import { guids } from './guid.ts';
import { Organizations, type Organization } from './organizations.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { ObjectStore, type StoredContent } from './store/object-store.ts';

/** The feeds that are read by event id, and the one that is read by tokens. */
export type FeedName = 'crypto' | 'rosreestr' | 'monitorings' | 'assessment' | 'inspection';

/** Everything the emulator knows. */
export class ReestroState {
  readonly context: VendorContext;
  organizations: Organizations;
  readonly settings: Settings = defaultSettings();
  readonly #feeds = new Map<string, EventFeed>();
  readonly #stores = new Map<string, ObjectStore>();
  readonly #timers = new Set<() => void>();
  #ids: () => string;
  #microseconds = 0;

  constructor(context: VendorContext) {
    this.context = context;
    this.organizations = new Organizations(context.seed);
    this.#ids = guids(context.seed, 'events');
  }

  /** A feed of an organization. */
  feed(orgId: string, name: FeedName = 'crypto'): EventFeed {
    const key = `${name}/${orgId}`;
    let feed = this.#feeds.get(key);
    if (feed === undefined) {
      feed = new EventFeed(this.context.clock);
      this.#feeds.set(key, feed);
    }
    return feed;
  }

  /** Everything that an organization has. */
  store(orgId: string): ObjectStore {
    let store = this.#stores.get(orgId);
    if (store === undefined) {
      store = new ObjectStore();
      this.#stores.set(orgId, store);
    }
    return store;
  }

  /** The next id. */
  newId(): string {
    return this.#ids();
  }

  /** The time, as answers write it. */
  timestamp(): string {
    return this.#now();
  }

  /** Keeps a file, and describes it. */
  addContent(
    orgId: string,
    bytes: Uint8Array,
    contentType: string,
    contentName?: string,
  ): StoredContent['info'] {
    const info = {
      contentId: this.#ids(),
      contentType,
      ...(contentName !== undefined && { contentName }),
      md5: createHash('md5').update(bytes).digest('hex').toUpperCase(),
      // Text, as on the vendor's page.
      size: String(bytes.byteLength),
    };
    this.store(orgId).contents.set(info.contentId, { bytes, info });
    return info;
  }

  /** Adds an event of another feed than that of certificates: what happened is in members of its own. */
  addFeedEvent(orgId: string, name: FeedName, members: Readonly<Record<string, unknown>>): ReestroEvent {
    const event: ReestroEvent = { eventId: this.#ids(), eventDate: this.#now(), ...members };
    this.feed(orgId, name).add(event);
    return event;
  }

  /** Does something later by the sandbox's clock, unless it starts over before. */
  later(action: () => void): void {
    const cancel = this.context.clock.schedule(this.settings.workMs, () => {
      this.#timers.delete(cancel);
      action();
    });
    this.#timers.add(cancel);
  }

  addEvent(orgId: string, draft: ReestroEventDraft, expiresAt?: number): ReestroEvent {
    const {
      eventId = this.#unusedId(orgId),
      eventDate = this.#now(),
      certificateId = this.#ids(),
      ...members
    } = draft;
    const event = { eventId, eventDate, certificateId, ...members };
    this.feed(orgId).add(event, expiresAt);
    return event;
  }

  /** Runs an action again and again until the function returned is called, or the sandbox starts over. */
  repeat(everyMs: number, action: () => void): () => void {
    let cancel = (): void => {};
    const next = (): void => {
      cancel = this.context.clock.schedule(everyMs, () => {
        action();
        next();
      });
    };
    const stop = (): void => {
      cancel();
      this.#timers.delete(stop);
    };
    next();
    this.#timers.add(stop);
    return stop;
  }

  /** Whose resources a request asks for; refuses a stranger with 401, and whoever has no access to the organization with 403. */
  authorize(exchange: Exchange): Organization {
    const parameters = parametersOf(exchange.headers.get('authorization') ?? '');
    const [apiKey, sid] = [parameters?.get('apikey'), parameters?.get('auth.sid')];
    const user =
      apiKey !== undefined
        ? this.organizations.withCredential('apiKey', apiKey)
        : sid === undefined
          ? undefined
          : this.organizations.withCredential('sid', sid);
    if (user === undefined) throw new Refusal(refusal(401, this.settings.refusalBody));
    if (parameters?.get('portal.orgid')?.toLowerCase() !== user.orgId)
      throw new Refusal(refusal(403, this.settings.refusalBody));
    exchange.record.participant = user.orgId;
    return user;
  }

  /** Forgets all but the organizations. Ids start over, so that a test does not depend on the ones before it. */
  reset(): void {
    this.stop();
    this.#feeds.clear();
    this.#stores.clear();
    this.#ids = guids(this.context.seed, 'events');
    Object.assign(this.settings, defaultSettings());
  }

  /** Ends what {@link repeat} began. */
  stop(): void {
    for (const stop of this.#timers) stop();
    this.#timers.clear();
  }

  /** Ids that a scenario brought may be those of the sequence. */
  #unusedId(orgId: string): string {
    for (;;) {
      const id = this.#ids();
      if (!this.feed(orgId).has(id)) return id;
    }
  }

  /** Six digits after the second, as in the manual; the last three count, so that no two are alike. */
  #now(): string {
    this.#microseconds = (this.#microseconds + 1) % 1000;
    const milliseconds = new Date(this.context.clock.now()).toISOString().slice(0, -1);
    return `${milliseconds}${String(this.#microseconds).padStart(3, '0')}Z`;
  }
}

/** `ReestroAuth apiKey=…&portal.orgid=…`: a scheme of the vendor's own, joined like a query. Names are taken in any case. */
function parametersOf(authorization: string): Map<string, string> | undefined {
  const [, list] = /^ReestroAuth (\S+)$/i.exec(authorization) ?? [];
  if (list === undefined) return undefined;
  return new Map(
    list.split('&').map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at).toLowerCase(), pair.slice(at + 1)] as const;
    }),
  );
}
