import type { FaultKind } from '../../faults/fault.ts';
import type { VendorName } from '../../vendors.ts';
import type { AsnaSection } from './asna.ts';
import type { AstralSection } from './astral.ts';
import type { ReestroSection } from './reestro.ts';
import type { StormwallSection } from './stormwall.ts';

/** What a sandbox starts with: a scenario file, `sandbox.load(…)`, and what `sandbox.snapshot()` gives back. */
export interface Scenario {
  /** Address of the JSON Schema, for editors; not looked at. */
  $schema?: string | undefined;
  /** Ids and keys follow from it. Default: that of the sandbox. */
  seed?: string | number | undefined;
  /** What time it is, ISO 8601 with an offset. Default: the real time. */
  now?: string | undefined;
  /** Participants, events, packets, settings. */
  astral?: AstralSection | undefined;
  /** Accounts, services, blacklists, settings. */
  stormwall?: StormwallSection | undefined;
  /** Clients, subscriptions, packages, stores, orders, settings. */
  asna?: AsnaSection | undefined;
  /** Organizations, events, settings. */
  reestro?: ReestroSection | undefined;
  /** What goes wrong from the start; the first that matches is met. Default: nothing. */
  faults?: ScenarioFault[] | undefined;
}

/** A fault in a scenario: as `sandbox.faults.inject()` takes it. */
export interface ScenarioFault {
  /** Whose requests it meets. */
  vendor: VendorName;
  /** Operation id. Default: all requests of the vendor. */
  operation?: string | undefined;
  /** What goes wrong. */
  kind: FaultKind;
  /** HTTP status of kind `status`, 200 to 599. Default 503. */
  status?: number | undefined;
  /** `Retry-After` of kind `status`: seconds, or the header's text. Default: none. */
  retryAfter?: number | string | undefined;
  /** How many requests it meets. Default: no end. */
  times?: number | undefined;
  /** Share of requests that it meets, 0 to 1. Default 1. */
  probability?: number | undefined;
  /** Delay of kind `slow`, in milliseconds. Default 1,000. */
  delayMs?: number | undefined;
  /** Framing of a body that is cut. Default `length`. */
  framing?: 'length' | 'chunked' | undefined;
}
