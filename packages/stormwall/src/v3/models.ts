/** A service of the account. Every member that is not an id may be missing; others are kept as they came. */
export interface V3Service {
  /** Id of the service. */
  serviceId: number;
  /** `service`, `network`, `domain`, `ha_proxy`, `whmcs_service`, or another text. */
  type?: string | null | undefined;
  /** Name of the customer. */
  clientName?: string | null | undefined;
  /** ISO 8601. */
  createdAt?: string | null | undefined;
  /** Id of the product. */
  productId?: number | null | undefined;
  /** Name of the product. */
  productName?: string | null | undefined;
  /** YYYY-MM-DD; which day it is is not documented. */
  billingDay?: string | null | undefined;
  /** Protected addresses of the service. */
  protectedIps?: string[] | null | undefined;
  /** Name of the set of addresses; what it is for is not documented. */
  ipSetName?: string | null | undefined;
  [member: string]: unknown;
}

/** A domain. The vendor calls its name `domain` in lists and `name` elsewhere: it is in `domain`. */
export interface V3Domain {
  /** Id of the domain. */
  id: number;
  /** The domain's name. */
  domain?: string | undefined;
  /** Id of the service that it belongs to. */
  serviceId?: number | null | undefined;
  /** Whether it is switched on. */
  enabled?: boolean | null | undefined;
  /** Protected addresses assigned to it. */
  protectedIps?: string[] | null | undefined;
  /** A number here, a boolean in services. */
  useStormwallDns?: number | boolean | null | undefined;
  [member: string]: unknown;
}

/** An address that answers for a domain: where its DNS is to point. */
export interface V3DomainIp {
  /** The address. */
  ip: string;
  /** Whether other domains have the same address. */
  isShared?: boolean | null | undefined;
  [member: string]: unknown;
}

/** An origin server of a domain, as it is read. */
export interface V3Backend {
  /** Id of the origin in this domain. */
  id?: number | string | undefined;
  /** Address of the origin. */
  ip?: string | null | undefined;
  /** Port of the origin. */
  port?: number | null | undefined;
  [member: string]: unknown;
}

/** An origin server, as it is sent. The vendor refuses members that it does not know, `isWs` among them. */
export interface V3BackendInput {
  /** Address of the origin. */
  readonly ip: string;
  /** Port of the origin. */
  readonly port: number;
  /** Default `balance`, the only one seen. */
  readonly type?: string;
  /** Default `enabled`, the only one seen. */
  readonly status?: string;
  /** Default 1. */
  readonly weight?: number;
  /** Whether the origin speaks TLS. Default false. */
  readonly useSsl?: boolean;
  /** Whether its name is sent in TLS. Default false. */
  readonly useProxySni?: boolean;
}

/** One public port of a domain bound to one origin. */
export interface V3BackendBinding {
  /** The origin. */
  readonly backend: V3BackendInput;
  /** The public side. */
  readonly domain: {
    /** Public port. */
    readonly port: number;
    /** Whether the public port speaks TLS. Default false. */
    readonly useSsl?: boolean;
  };
}

/** One public port with its origins, for `proxiedPorts.replace`. */
export interface V3ProxiedPort {
  /** Public port. */
  readonly port: number;
  /** Whether the public port speaks TLS. */
  readonly useSsl: boolean;
  /** Whether it is for WebSocket. */
  readonly isWs: boolean;
  /** Its origins. */
  readonly backends: readonly V3BackendInput[];
}

/**
 * The certificate of a domain. `sslKey`, its private key, is there for who asks for it by name; printing and JSON leave it out, and errors
 * and logs show `[redacted]`.
 */
export interface V3Certificate {
  /** The certificate, as the vendor writes it; absent before one was issued. */
  sslCertificate?: string | null | undefined;
  /** Port on which it is shown. */
  sslPort?: number | null | undefined;
  /** Unix time in seconds. */
  expirationTimestamp?: number | null | undefined;
  /** Country of who issued it. */
  issuerCountry?: string | null | undefined;
  /** Who issued it. */
  issuerOrganization?: string | null | undefined;
  /** Its private key. Never printed. */
  readonly sslKey?: string | null | undefined;
  [member: string]: unknown;
}

/** Redirects of a domain, all of them: what is left out is switched off. Flags are 0 and 1 here, booleans elsewhere in version 3. */
export interface V3Redirects {
  /** To HTTPS; only once a certificate is active. */
  readonly useRedirectToHttps?: 0 | 1;
  /** 0 for none; the other codes are not documented. */
  readonly wwwRedirectMode?: number;
  /** To another address. */
  readonly useExternalRedirect?: 0 | 1;
  /** That address. */
  readonly externalRedirectUrl?: string;
}

/** A DNS record that the vendor keeps. */
export interface V3DnsRecord {
  /** Such as `NS`. */
  type?: string | null | undefined;
  /** Its value. */
  record?: string | null | undefined;
  [member: string]: unknown;
}
