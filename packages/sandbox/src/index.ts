import './node-version.ts';

export { createSandbox, type ClockControls, type FaultControls, type Sandbox } from './sandbox.ts';
export type { ListenOptions, SandboxOptions } from './options.ts';
export type { SandboxServer } from './server.ts';
export type { Inspector } from './inspector/inspector.ts';
export type { AsnaSection } from './scenario/model/asna.ts';
export type { AstralSection } from './scenario/model/astral.ts';
export type { ReestroSection } from './scenario/model/reestro.ts';
export type { Scenario, ScenarioFault } from './scenario/model/scenario.ts';
export type { StormwallSection } from './scenario/model/stormwall.ts';
export { parseScenario, readScenarioFile, ScenarioFileError } from './scenario/scenario-file.ts';
export { ScenarioError, type ScenarioIssue } from './scenario/part.ts';
export type { VendorName } from './vendors.ts';
export { manualClock, systemClock, type Clock, type ManualClock } from './clock.ts';
export { faultKinds, type FaultHandle, type FaultKind, type FaultSpec } from './faults/fault.ts';
export type { Outcome, RecordedRequest, RequestFilter } from './requests/ledger.ts';
export type { AstralSandbox, EventDraft, PacketFile, PacketView } from './astral/controls.ts';
export type { Participant } from './astral/participants.ts';
export type { AstralEvent } from './astral/events/event.ts';
export type { ArchiveShape, DeleteAnswer, EmptyAnswer, PartialAnswer } from './astral/settings.ts';
export type { StormwallSandbox, TokenOptions } from './stormwall/controls.ts';
export type { StormwallAttack, StormwallDomain, StormwallService } from './stormwall/objects.ts';
export type { SoftErrorScope, StormwallSoftError } from './stormwall/soft-errors.ts';
export type { Token } from './stormwall/tokens.ts';
export type { AsnaSandbox, SubscriptionView, WebhookDraft } from './asna/controls.ts';
export type { AsnaClientView } from './asna/clients.ts';
export type { AsnaSettings, AsnaSettingsPatch } from './asna/settings.ts';
export type { Delivery } from './asna/webhooks/deliveries.ts';
export type { MessageView } from './asna/messages/messages.ts';
export type {
  InspectionKind,
  ReestroAddition,
  ReestroContent,
  ReestroFile,
  ReestroSandbox,
  ReestroWhere,
} from './reestro/controls.ts';
export type { ReestroEvent, ReestroEventDraft, SampleName } from './reestro/events/event.ts';
export type { Organization } from './reestro/organizations.ts';
export type { BalanceState, EmptyPage, RefusalBody, UnknownCursor, WorkOutcome } from './reestro/settings.ts';
