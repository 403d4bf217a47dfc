import type { StormwallSoftError } from '../../stormwall/soft-errors.ts';
import type { V1Settings } from '../../stormwall/v1-settings.ts';
import type { V3Settings } from '../../stormwall/v3/sites.ts';

/** Stormwall in a {@link Scenario}. */
export interface StormwallSection {
  /** By name. `partner` (the credentials' one) always exists. */
  accounts?: Record<string, ScenarioAccount | null> | undefined;
  /** Services with their domains. Default: those of the manual's examples. */
  services?: ScenarioService[] | undefined;
  /** Blacklists of domains: ids of `service` and `domain`, and CIDR blocks as `entries`. Default: empty. */
  blacklists?: { service: number; domain: number; entries: string[] }[] | undefined;
  /** What the manual leaves open; what is left out is as at the start. */
  settings?: ScenarioStormwallSettings | undefined;
}

/** An account in a scenario. */
export interface ScenarioAccount {
  /** At least one. The first is the one that the account has from the start. Default: one that follows from the seed. */
  tokens?: ScenarioToken[] | undefined;
}

/** A token of an account in a scenario. */
export interface ScenarioToken {
  /** The token. */
  token: string;
  /** Whose it is, as the inspector shows it. */
  subject: string;
  /** When it ends, ISO 8601 with an offset. */
  expires: string;
  /** Whether it was revoked. Default false. */
  revoked?: boolean | undefined;
  /** Operation ids that it permits. Default: all. */
  commands?: string[] | undefined;
}

/** A service in a scenario. */
export interface ScenarioService {
  /** Default: the next one that is free. */
  id?: number | undefined;
  /** Name of the service. */
  name: string;
  /** Name of the account. Default `partner`. */
  account?: string | undefined;
  /** Its domains. Default: none. */
  domains?: ScenarioDomain[] | undefined;
  /** Attacks on it: `id` and `target`. Default: none. */
  attacks?: { id: string; target: string }[] | undefined;
}

/** A domain of a service in a scenario. */
export interface ScenarioDomain {
  /** Default: the next one that is free. */
  id?: number | undefined;
  /** The domain's name. */
  name: string;
  /** Whether it is switched on. Default true. */
  enabled?: boolean | undefined;
  /** Whether it redirects to HTTPS. Default false. */
  redirectToHttps?: boolean | undefined;
  /** What version 3 knows of it. Default: nothing. */
  site?: ScenarioSite | undefined;
}

/** What version 3 knows of a domain. */
export interface ScenarioSite {
  /** Addresses that answer for it: `ip`, and whether others have it too (`isShared`). */
  ips?: { ip: string; isShared: boolean }[] | undefined;
  /** Origins, as the API has them. */
  backends?: Record<string, unknown>[] | undefined;
  /** Public ports, as the API has them. */
  ports?: Record<string, unknown>[] | undefined;
  /** Redirects, as the API has them. */
  redirects?: Record<string, unknown> | undefined;
  /** When its certificate is there, ISO 8601 with an offset. Default: none was asked for. */
  certificate?: string | undefined;
  /** Whether the certificate is good for www too. Default false. */
  wwwIncluded?: boolean | undefined;
}

/** How Stormwall behaves in a scenario. */
export interface ScenarioStormwallSettings {
  /** Requests in one second; null for no limit. Default: no limit. */
  rateLimit?: number | null | undefined;
  /** Soft errors to report: `errors`, of which `operation` (default: every command), how many `times` (default: no end). */
  softErrors?:
    | { errors: StormwallSoftError[]; operation?: string | undefined; times?: number | undefined }[]
    | undefined;
  /** Ids of new services and domains go on after this one. Default: the highest there is. */
  lastId?: number | undefined;
  /** Of version 1. */
  v1?: { [Name in keyof V1Settings]?: V1Settings[Name] | undefined } | undefined;
  /** Of version 3. */
  v3?: { [Name in keyof V3Settings]?: V3Settings[Name] | undefined } | undefined;
}
