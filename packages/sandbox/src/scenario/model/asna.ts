import type { AsnaSettings } from '../../asna/settings.ts';

/** ASNA in a {@link Scenario}. */
export interface AsnaSection {
  /** By name; a name alone is enough. `pharmacy` (the credentials' one) always exists. */
  clients?: Record<string, ScenarioAsnaClient | null> | undefined;
  /** Who is told of which events. Default: nobody. */
  subscriptions?: ScenarioSubscription[] | undefined;
  /** Packages, on their way or arrived. Default: none. */
  messages?: ScenarioMessage[] | undefined;
  /** Stores beside that of each client, which has its client id. */
  stores?: ScenarioStore[] | undefined;
  /** Processed stock, by GUID of the store. Default: none. */
  stocks?: Record<string, Record<string, unknown>[]> | undefined;
  /** Processed price lists, by GUID of the legal entity. Default: none. */
  preorders?: Record<string, Record<string, unknown>[]> | undefined;
  /** Orders with their rows and statuses. Default: none. */
  orders?: ScenarioOrder[] | undefined;
  /** What the manual leaves open; what is left out is as at the start. */
  settings?: ScenarioAsnaSettings | undefined;
}

/** A client in a scenario. What is left out follows from the seed. */
export interface ScenarioAsnaClient {
  /** GUID. */
  clientId?: string | undefined;
  /** Secret with which it asks for tokens. */
  clientSecret?: string | undefined;
  /** Key with which its webhooks are signed. */
  webhookSecret?: string | undefined;
  /** Rights that stand in its tokens. Default: those of the manual's sample. */
  rights?: string[] | undefined;
  /** Tokens that it holds: `token`, and when it `expires` (ISO 8601 with an offset). Default: none. */
  tokens?: { token: string; expires: string }[] | undefined;
}

/** A subscription in a scenario. */
export interface ScenarioSubscription {
  /** Name of the event. */
  event: string;
  /** GUID of the client that it is about. Default: that of the owner. */
  clientId?: string | undefined;
  /** Where webhooks go: http or https. */
  url: string;
  /** Name of the client whose key signs. Default `pharmacy`. */
  owner?: string | undefined;
}

/** A package in a scenario. */
export interface ScenarioMessage {
  /** GUID of the package. */
  messageId: string;
  /** Code of its status: 0 accepted, 1 processing, 2 processed, 3 error. */
  status: number;
  /** When it came into it, ISO 8601 with an offset. Default: now. */
  changed?: string | undefined;
  /** Where the package is on its way. Default: it has arrived. */
  journey?: ScenarioJourney | undefined;
}

/** The way of a package that is being processed. */
export interface ScenarioJourney {
  /** Event that is told at the end. */
  event: string;
  /** GUID of the client. */
  clientId: string;
  /** When it comes into status 1, ISO 8601 with an offset. */
  processing: string;
  /** When it comes into its last status. */
  done: string;
  /** Code of that status. */
  outcome: number;
  /** What was sent in, to be kept when it has been processed. Default: nothing. */
  rows?: Record<string, unknown>[] | undefined;
}

/** A store in a scenario. */
export interface ScenarioStore {
  /** GUID of the store. */
  guid: string;
  /** Default `store`. */
  name?: string | undefined;
  /** Default `store Ltd`. */
  company?: string | undefined;
  /** Default true. */
  active?: boolean | undefined;
}

/** Head of an order with its rows; other members are kept. */
export interface ScenarioOrder {
  /** GUID of the order. Default: one that follows from the seed. */
  orderId?: string | undefined;
  /** GUID of the store. Default: the client id of `pharmacy`. */
  storeId?: string | undefined;
  /** Its rows. */
  rows?: Record<string, unknown>[] | undefined;
  /** Its statuses, with the `ts` of the order. Default: one, of a new order. */
  statuses?: Record<string, unknown>[] | undefined;
  /** Code of the status of a new order. Default 100. */
  status?: number | undefined;
  /** When it last changed. Default: now. */
  ts?: string | undefined;
  [member: string]: unknown;
}

/** How ASNA behaves in a scenario. */
export type ScenarioAsnaSettings = {
  [Name in Exclude<keyof AsnaSettings, 'delivery'>]?: AsnaSettings[Name] | undefined;
} & {
  /** How webhooks are delivered. */
  delivery?:
    | { [Name in keyof AsnaSettings['delivery']]?: AsnaSettings['delivery'][Name] | undefined }
    | undefined;
};
