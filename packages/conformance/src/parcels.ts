import type { ApiCall, CallOptions, ClientOptions, Secret } from '@partner-apis/core';
import { type ClientDefinition, defineOperation, headerKey, PartnerClient } from '@partner-apis/core/vendor';
import * as z from 'zod';

// 1. The endpoints, as data. Strict on what is sent, open on what is received.
const Parcel = z.looseObject({ id: z.string(), state: z.string() });

/** GET /parcels/{parcelId}. */
const getParcel = defineOperation({
  id: 'parcels.get',
  summary: 'Read where a parcel is',
  source: 'Parcels manual, section 4',
  method: 'GET',
  path: '/parcels/{parcelId}',
  safety: 'read',
  params: z.strictObject({
    parcelId: z.string().regex(/^[A-Z]{2}\d{9}$/, 'must be two letters and nine digits'),
  }),
  response: Parcel,
});

/** POST /parcels. A second one is a second parcel, so it is never sent again by itself once it may have arrived. */
const sendParcel = defineOperation({
  id: 'parcels.send',
  summary: 'Register a parcel',
  source: 'Parcels manual, section 5',
  method: 'POST',
  path: '/parcels',
  safety: 'unsafe',
  uncertain: 'look for it in the list of today before you register it again',
  body: z.strictObject({ to: z.string().min(1, 'must not be empty'), grams: z.int().positive() }),
  response: Parcel,
});

/** Options of {@link ParcelsClient}. */
export interface ParcelsOptions extends ClientOptions {
  /** Sent as `X-Parcels-Key`. */
  readonly key: Secret;
}

// 2. What sets this vendor apart: its address, its credential, its way to say no.
const definition: ClientDefinition<ParcelsOptions> = {
  profile: {
    vendor: 'parcels',
    title: 'Parcels',
    succeeded: (status) => status >= 200 && status < 300,
    // An answer with `error` is a failure whatever its status, and 423 means that nothing was begun.
    readFailure({ status, body }) {
      const said = z.looseObject({ error: z.string() }).safeParse(body);
      if (!said.success && status < 300) return undefined;
      return { text: said.data?.error, notStarted: status === 423 };
    },
  },
  baseUrl: ({ baseUrl = 'https://api.parcels.example' }) => baseUrl,
  options: { key: z.unknown() },
  credentials: ['key'],
  auth: ({ key }) => headerKey('X-Parcels-Key', key, 'key'),
};

// 3. The methods, with the names that the field uses.
/** Client for Parcels. */
export class ParcelsClient extends PartnerClient<ParcelsOptions> {
  constructor(options: ParcelsOptions) {
    super(definition, options);
  }

  /** Reads where a parcel is. */
  get(parcelId: string, options?: CallOptions): ApiCall<z.output<typeof Parcel>> {
    return this.caller.call(getParcel, { params: { parcelId } }, options);
  }

  /** Registers a parcel. */
  send(parcel: { to: string; grams: number }, options?: CallOptions): ApiCall<z.output<typeof Parcel>> {
    return this.caller.call(sendParcel, { body: parcel }, options);
  }
}
