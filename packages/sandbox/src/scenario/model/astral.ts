import type { Settings } from '../../astral/settings.ts';

/** Astral.Platform in a {@link Scenario}. */
export interface AstralSection {
  /** By name; a name alone is enough. `partner` (the credentials' one) and `service` always exist. */
  participants?: Record<string, ScenarioParticipant | null> | undefined;
  /** In order of publication. */
  events?: ScenarioAstralEvent[] | undefined;
  /** Packets with their files. */
  packets?: ScenarioPacket[] | undefined;
  /** What the manual leaves open; what is left out is as at the start. */
  settings?: { [Name in keyof Settings]?: Settings[Name] | undefined } | undefined;
}

/** A participant in a scenario. */
export interface ScenarioParticipant {
  /** Participant id. Default: one that follows from the seed. */
  id?: string | undefined;
  /** Key that it sends as `X-API-Key`. Default: one that follows from the seed. */
  apiKey?: string | undefined;
}

/** An event in a scenario. */
export interface ScenarioAstralEvent {
  /** 32 hex digits. Default: the next of the seed. */
  id?: string | undefined;
  /** Type of the event. */
  code: string;
  /** Payload. Default `{}`. */
  data?: Record<string, unknown> | undefined;
  /** Name or id of a participant. Default `service`. */
  producer?: string | undefined;
  /** Names or ids of participants. Default `partner`. */
  consumer?: string | string[] | undefined;
  /** Id of the event that this one answers or continues. Default: none. */
  parent?: string | undefined;
  /** Consumers that were handed the event. Default: none. */
  handedOut?: string[] | undefined;
  /** Consumers that confirmed it. Default: none. */
  confirmed?: string[] | undefined;
}

/** A packet in a scenario. */
export interface ScenarioPacket {
  /** 32 hex digits. Default: the next of the seed. */
  id?: string | undefined;
  /** Name or id of a participant. Default `service`. */
  owner?: string | undefined;
  /** Rights of others, by name or id of a participant. Default: none. */
  access?: Record<string, ('read' | 'write')[]> | undefined;
  /** At least one: files, or links to files of earlier packets. */
  files: (ScenarioFileLink | ScenarioFile)[];
  /** ISO 8601 with an offset. Default: now. */
  created?: string | undefined;
  /** ISO 8601 with an offset. Default: now. */
  updated?: string | undefined;
}

/** A file of an earlier packet, which is in another one too. */
export interface ScenarioFileLink {
  /** Id of the file. */
  link: string;
}

/** A file of a packet in a scenario. */
export interface ScenarioFile {
  /** 32 hex digits. Default: the next of the seed. */
  id?: string | undefined;
  /** Original name. */
  name: string;
  /** Media type. Default `application/octet-stream`. */
  type?: string | undefined;
  /** Content as text. Not beside `base64`. */
  text?: string | undefined;
  /** Content as Base64. Default: empty. */
  base64?: string | undefined;
  /** ISO 8601 with an offset. Default: now. */
  created?: string | undefined;
  /** ISO 8601 with an offset. Default: now. */
  updated?: string | undefined;
}
