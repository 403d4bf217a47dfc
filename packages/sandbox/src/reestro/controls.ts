import { z } from 'zod';
import { read } from '../options.ts';
import { draftSchema, samples, type ReestroEvent, type ReestroEventDraft, type SampleName } from './events/event.ts';
import { DEFAULT_ORGANIZATION, type Organization } from './organizations.ts';
import { readSetting, type EmptyPage, type RefusalBody, type UnknownCursor } from './settings.ts';
import type { ReestroState } from './state.ts';

/** What to add: one of the manual's examples by name, or an event of your own. */
export type ReestroAddition = SampleName | ReestroEventDraft;

/** Whose feed; the default organization's when left out. */
export interface ReestroWhere {
  /** Name of the organization. */
  organization?: string;
}

const addition = z.union([z.enum(['released', 'rejected', 'signed']), draftSchema]);

/** Acts and looks from the vendor's side: `sandbox.reestro`. */
export class ReestroSandbox {
  readonly #state: ReestroState;

  constructor(state: ReestroState) {
    this.#state = state;
  }

  /** The organization of a name, made on first use: its ids and keys follow from the seed. Default: the default organization. */
  organization(name: string = DEFAULT_ORGANIZATION): Organization {
    return this.#state.organizations.named(name);
  }

  /** Every organization by name; `partner` (the credentials' one) always exists. */
  get organizations(): Readonly<Record<string, Organization>> {
    return this.#state.organizations.all();
  }

  /** Adds an event to the end of the feed. Default: a certificate was issued. */
  addEvent(event: ReestroAddition = 'released', where: ReestroWhere = {}): ReestroEvent {
    const checked = read(addition, event, 'event');
    const draft = typeof checked === 'string' ? structuredClone(samples[checked]) : checked;
    return this.#state.addEvent(this.organization(where.organization).orgId, draft);
  }

  /** Adds several, such as `addEvents(250)`. */
  addEvents(count: number, event?: ReestroAddition, where?: ReestroWhere): ReestroEvent[] {
    return Array.from({ length: count }, () => this.addEvent(event, where));
  }

  /** Adds one event every so many milliseconds of the sandbox's clock, until the function returned is called. */
  addEventEvery(ms: number, event?: ReestroAddition, where?: ReestroWhere): () => void {
    return this.#state.repeat(ms, () => void this.addEvent(event, where));
  }

  /** The events that can still be seen, oldest first. */
  events(where: ReestroWhere = {}): ReestroEvent[] {
    return this.#state.feed(this.organization(where.organization).orgId).events();
  }

  /** What becomes of a cursor that the feed does not, or no longer, have. Default `refuse`. */
  get unknownCursor(): UnknownCursor {
    return this.#state.settings.unknownCursor;
  }

  set unknownCursor(value: UnknownCursor) {
    this.#state.settings.unknownCursor = readSetting('unknownCursor', value);
  }

  /** `lastEventId` of a page without events. Default `same`: the cursor that was asked for with. */
  get emptyPage(): EmptyPage {
    return this.#state.settings.emptyPage;
  }

  set emptyPage(value: EmptyPage) {
    this.#state.settings.emptyPage = readSetting('emptyPage', value);
  }

  /** Body of 401 and 403. Default `empty`. */
  get refusalBody(): RefusalBody {
    return this.#state.settings.refusalBody;
  }

  set refusalBody(value: RefusalBody) {
    this.#state.settings.refusalBody = readSetting('refusalBody', value);
  }
}
