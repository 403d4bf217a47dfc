import { type ClientOptions, ConfigurationError, type Secret } from '@partner-apis/core';
import {
  type ClientDefinition,
  environment,
  PartnerClient,
  schemeWithParameters,
} from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { Assessment } from './assessment/assessment.ts';
import { StoredContents } from './contents/contents.ts';
import { Crypto } from './crypto/crypto.ts';
import { Entities } from './entities/entities.ts';
import { InspectionApi } from './inspection/inspection.ts';
import { Rosreestr } from './rosreestr/rosreestr.ts';
import { Addresses, Billing, Identification } from './services/services.ts';
import { type BasePaths, basePathsSchema, moved } from './wire/base-paths.ts';
import { reestroProfile } from './wire/profile.ts';

/** The vendor's installations. */
const HOSTS = { production: 'https://api.kontur.ru', test: 'https://api.testkontur.ru' } as const;

/** How a program proves who it is: one of the two. */
export type ReestroCredential =
  | {
      /** The key that the vendor gave; sent as `apiKey`. */
      readonly apiKey: Secret;
      /** Absent beside `apiKey`. */
      readonly sid?: undefined;
    }
  | {
      /** A session id of Kontur's authenticator, sent as `auth.sid`: the older way. */
      readonly sid: Secret;
      /** Absent beside `sid`. */
      readonly apiKey?: undefined;
    };

interface CommonOptions extends ClientOptions {
  /** Id of the organization on the Kontur portal whose resources are used; sent as `portal.orgid`. */
  readonly orgId: string;
  /** Which installation to use when there is no `baseUrl`. Default `production`. */
  readonly environment?: keyof typeof HOSTS;
  /** Default `https://api.kontur.ru`, or `https://api.testkontur.ru` with `environment: 'test'`. */
  readonly baseUrl?: string;
  /**
   * Other places for parts of the API, where the vendor's examples do not agree, or where you need another version. Default: those of the
   * vendor's pages.
   */
  readonly basePaths?: BasePaths;
}

/** Options of {@link ReestroClient}. */
export type ReestroOptions = CommonOptions & ReestroCredential;

const VARIABLES = { apiKey: 'REESTRO_API_KEY', orgId: 'REESTRO_ORG_ID', baseUrl: 'REESTRO_BASE_URL' };

const definition: ClientDefinition<ReestroOptions> = {
  profile: reestroProfile,
  options: {
    // Checked where they are used, with messages that do not repeat them.
    apiKey: z.lazy(() => z.optional(z.unknown())),
    sid: z.lazy(() => z.optional(z.unknown())),
    orgId: z.lazy(() => z.optional(z.unknown())),
    environment: z.lazy(() =>
      z.optional(z.enum(['production', 'test'], { error: "must be 'production' or 'test'" })),
    ),
    basePaths: basePathsSchema,
  },
  credentials: ['apiKey', 'sid', 'orgId'],
  variables: VARIABLES,
  baseUrl: ({ baseUrl, environment: place = 'production' }) => baseUrl ?? HOSTS[place],
  auth({ apiKey, sid, orgId }) {
    if ((apiKey === undefined) === (sid === undefined))
      throw new ConfigurationError('Kontur.Reestro needs one credential: give either apiKey or sid.');
    // The order is that of the manual's example.
    return schemeWithParameters('ReestroAuth', [
      apiKey === undefined
        ? { name: 'auth.sid', secret: sid, option: 'sid' }
        : { name: 'apiKey', secret: apiKey, option: 'apiKey' },
      { name: 'portal.orgid', secret: orgId, option: 'orgId' },
    ]);
  },
};

/**
 * Client for Kontur.Reestro: certificates, stored files, document flows, subjects, checks, inspections. How well each method is evidenced
 * stands in its description and in `operations`.
 *
 * @example
 * ```ts
 * await using reestro = new ReestroClient({ apiKey, orgId });
 * for await (const event of reestro.crypto.events.iterate()) {
 *   if (isCertificateReleased(event)) console.log(event.certificateId, event.certificateFormEvent.certificate);
 * }
 * ```
 */
export class ReestroClient extends PartnerClient<ReestroOptions> {
  /** Certificates: forms, events, signatures. */
  readonly crypto: Crypto;
  /** Stored files. */
  readonly contents: StoredContents;
  /** Document flows and monitorings. */
  readonly rosreestr: Rosreestr;
  /** Subjects and representatives. */
  readonly entities: Entities;
  /** Checks. */
  readonly assessment: Assessment;
  /** Objects of real estate and their addresses. */
  readonly addresses: Addresses;
  /** Prepaid balances. */
  readonly billing: Billing;
  /** Identification of persons by courier. */
  readonly identification: Identification;
  /** Inspections at hand-overs. */
  readonly inspection: InspectionApi;

  /**
   * Checks the options; nothing is sent before the first call.
   *
   * @throws ConfigurationError for options that cannot work.
   */
  constructor(options: ReestroOptions) {
    super(definition, options);
    const caller = moved(this.caller, options.basePaths);
    this.crypto = new Crypto(caller);
    this.contents = new StoredContents(caller);
    this.rosreestr = new Rosreestr(caller);
    this.entities = new Entities(caller);
    this.assessment = new Assessment(caller);
    this.addresses = new Addresses(caller);
    this.billing = new Billing(caller);
    this.identification = new Identification(caller);
    this.inspection = new InspectionApi(caller);
  }

  /** A client from `REESTRO_API_KEY`, `REESTRO_ORG_ID` and, when set, `REESTRO_BASE_URL`. Options given here win. */
  static fromEnv(overrides: Partial<ReestroOptions> = {}): ReestroClient {
    // A session id given in code stands for the key.
    const { apiKey, ...others } = VARIABLES;
    const variables = overrides.sid === undefined ? { apiKey, ...others } : others;
    const required = overrides.sid === undefined ? (['apiKey', 'orgId'] as const) : (['orgId'] as const);
    return new ReestroClient(environment<ReestroOptions>({ ...definition, variables }, overrides, required));
  }
}
