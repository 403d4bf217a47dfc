import type { ReestroEventDraft, SampleName } from '../../reestro/events/event.ts';
import type { Settings } from '../../reestro/settings.ts';

/** Kontur.Reestro in a {@link Scenario}. */
export interface ReestroSection {
  /** By name; a name alone is enough. `partner` (the credentials' one) always exists. */
  organizations?: Record<string, ScenarioOrganization | null> | undefined;
  /** Events of feeds, oldest first: one of the manual's examples by name, or what is said of it. Default: none. */
  events?: (SampleName | ScenarioFeedEvent)[] | undefined;
  /** What the manual leaves open; what is left out is as at the start. */
  settings?: { [Name in keyof Settings]?: Settings[Name] | undefined } | undefined;
}

/** An organization in a scenario. What is left out follows from the seed. */
export interface ScenarioOrganization {
  /** Id on the Kontur portal, sent as `portal.orgid`. */
  orgId?: string | undefined;
  /** Key that it sends as `apiKey`. */
  apiKey?: string | undefined;
  /** Session id that it may send as `auth.sid` instead. */
  sid?: string | undefined;
}

/** An event of a feed in a scenario. */
export interface ScenarioFeedEvent {
  /** One of the manual's examples. Default `released`. Not beside `event`. */
  kind?: SampleName | undefined;
  /** An event of your own. */
  event?: ReestroEventDraft | undefined;
  /** How many of it. Default 1. */
  count?: number | undefined;
  /** Name of the organization whose feed it is. Default `partner`. */
  organization?: string | undefined;
  /** When it leaves the feed, ISO 8601 with an offset. Default: in three months. */
  expires?: string | undefined;
}
