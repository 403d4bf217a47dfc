import * as z from 'zod';
import { read } from '../options.ts';
import {
  draftSchema,
  samples,
  type ReestroEvent,
  type ReestroEventDraft,
  type SampleName,
} from './events/event.ts';
import { DEFAULT_ORGANIZATION, type Organization } from './organizations.ts';
import {
  readSetting,
  type BalanceState,
  type EmptyPage,
  type FeedStart,
  type RefusalBody,
  type UnchangedAnswer,
  type UnknownCursor,
  type WorkOutcome,
} from './settings.ts';
import type { ReestroState } from './state.ts';

/** What to add: one of the manual's examples by name, or an event of your own. */
export type ReestroAddition = SampleName | ReestroEventDraft;

/** Whose feed; the default organization's when left out. */
export interface ReestroWhere {
  /** Name of the organization. */
  organization?: string;
}

/** What a file that is added is called. */
export interface ReestroFile {
  /** Short kind of file. Default `pdf`. */
  contentType?: string;
  /** Name for people. */
  contentName?: string;
}

/** A stored file, as the vendor describes it. */
export interface ReestroContent {
  /** Id of the file. */
  readonly contentId: string;
  /** 32 hex digits in upper case. */
  readonly md5: string;
  readonly [member: string]: unknown;
}

/** Kinds of items of the inspection part. */
export type InspectionKind = 'inspection' | 'owner' | 'ownerRepresentative' | 'building' | 'room' | 'element';

const addition = z.union([z.enum(['released', 'rejected', 'signed']), draftSchema]);

/** Acts and looks from the vendor's side: `sandbox.reestro`. */
export class ReestroSandbox {
  readonly #state: ReestroState;

  /** @internal */
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

  /** Keeps a file, such as the scan of a signed application; how files are uploaded is not documented. Text goes in as UTF-8. */
  addContent(data: string | Uint8Array, file: ReestroFile = {}, where: ReestroWhere = {}): ReestroContent {
    const { contentType = 'pdf', contentName } = file;
    const bytes = typeof data === 'string' ? Buffer.from(data) : Uint8Array.from(data);
    return this.#state.addContent(
      this.organization(where.organization).orgId,
      bytes,
      contentType,
      contentName,
    );
  }

  /** Adds an object that is monitored, and the event that says so. */
  addMonitoring(data: Record<string, unknown> = {}, where: ReestroWhere = {}): string {
    const { orgId } = this.organization(where.organization);
    const monitoringId = this.#state.newId();
    this.#state.store(orgId).add('monitoring', monitoringId, { monitoringId, ...data });
    this.#state.addFeedEvent(orgId, 'monitorings', { monitoringId });
    return monitoringId;
  }

  /** Adds an object of real estate. */
  addEstateObject(
    cadastralNumber: string,
    data: Record<string, unknown> = {},
    where: ReestroWhere = {},
  ): void {
    const store = this.#state.store(this.organization(where.organization).orgId);
    store.add('estate', cadastralNumber, { cadastralNumber, ...data });
  }

  /** Adds an item of the inspection part; its id is 24 hex digits unless given, as for some on the vendor's pages. */
  addInspectionItem(
    kind: InspectionKind,
    data: Record<string, unknown> = {},
    where: ReestroWhere = {},
  ): string {
    const store = this.#state.store(this.organization(where.organization).orgId);
    const id =
      typeof data['id'] === 'string' ? data['id'] : this.#state.newId().replaceAll('-', '').slice(0, 24);
    store.add(kind, id, { ...data, id });
    return id;
  }

  /** What becomes of work that is asked for. Default `success`. */
  get outcome(): WorkOutcome {
    return this.#state.settings.outcome;
  }

  set outcome(value: WorkOutcome) {
    this.#state.settings.outcome = readSetting('outcome', value);
  }

  /** Whether paid calls are served. Default `enough`. */
  get balance(): BalanceState {
    return this.#state.settings.balance;
  }

  set balance(value: BalanceState) {
    this.#state.settings.balance = readSetting('balance', value);
  }

  /** How long work takes, in milliseconds of the sandbox's clock. Default 50. */
  get workMs(): number {
    return this.#state.settings.workMs;
  }

  set workMs(value: number) {
    this.#state.settings.workMs = readSetting('workMs', value);
  }

  /** Where a feed begins without a cursor. Default `oldest`. */
  get withoutCursor(): FeedStart {
    return this.#state.settings.withoutCursor;
  }

  set withoutCursor(value: FeedStart) {
    this.#state.settings.withoutCursor = readSetting('withoutCursor', value);
  }

  /** What is answered to the tag of an object that did not change. Default `not-modified`. */
  get unchanged(): UnchangedAnswer {
    return this.#state.settings.unchanged;
  }

  set unchanged(value: UnchangedAnswer) {
    this.#state.settings.unchanged = readSetting('unchanged', value);
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
