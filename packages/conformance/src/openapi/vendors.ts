import { operations as asna } from '@partner-apis/asna';
import { operations as astral } from '@partner-apis/astral';
import type { OperationInfo } from '@partner-apis/core/vendor';
import { operations as reestro } from '@partner-apis/reestro';
import { operations as stormwall } from '@partner-apis/stormwall';
import type { JsonSchema } from './json-schema.ts';

/** What a document says of a vendor beside its operations. */
export interface VendorDocument {
  readonly title: string;
  readonly description: string;
  readonly operations: readonly OperationInfo[];
  /** Ids of operations that send what another one sends, which OpenAPI cannot tell apart. */
  readonly leftOut?: readonly string[];
  /** Base addresses, the first is the usual one. */
  readonly servers: readonly { readonly url: string; readonly description?: string }[];
  /** A base address of its own, for operations that have one. */
  readonly serverOf?: (info: OperationInfo) => string | undefined;
  readonly security: Readonly<Record<string, JsonSchema>>;
  /** Which of them an operation takes. Default: the first. */
  readonly securityOf?: (info: OperationInfo) => string | undefined;
  /** Media types of bodies that are no JSON. */
  readonly media: { readonly request?: string; readonly response?: string };
  /** An answer that means failure. */
  readonly failure: JsonSchema;
}

const text = { type: ['string', 'null'] };
const problem = (properties: JsonSchema): JsonSchema => ({ type: 'object', properties });

/** The four vendors, by the names of their files. */
export const vendors: Readonly<Record<string, VendorDocument>> = {
  astral: {
    title: 'Astral.Platform',
    description:
      'A queue of events, and packets of files, after the manual of the vendor. It is reached through a GOST TLS tunnel.',
    operations: astral,
    // A poll without the key.
    leftOut: ['ping'],
    servers: [{ url: 'http://127.0.0.1:8000', description: 'the local end of the tunnel' }],
    security: { apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' } },
    media: { request: 'multipart/form-data', response: 'application/octet-stream' },
    failure: problem({ status: { type: 'integer' }, type: text, title: text, detail: text }),
  },
  stormwall: {
    title: 'Stormwall',
    description:
      'Protection of sites and networks: version 1 after the manual of the vendor, 2 and 3 as far as they are known in public.',
    operations: stormwall,
    servers: [{ url: 'https://api.stormwall.pro' }],
    serverOf: ({ id }) => (id.startsWith('v2.') ? 'https://apiv2.stormwall.pro/v2' : undefined),
    security: {
      token: { type: 'apiKey', in: 'cookie', name: 'api_access_token' },
      apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
    },
    securityOf: ({ id }) => (id.startsWith('v3.') ? 'apiKey' : 'token'),
    media: { response: 'application/octet-stream' },
    failure: problem({}),
  },
  asna: {
    title: 'ASNA',
    description:
      'Stocks, orders and webhooks of pharmacies, after the manual of the vendor and what is known in public.',
    operations: asna,
    servers: [{ url: 'https://api.asna.cloud' }],
    security: {
      oauth: {
        type: 'oauth2',
        flows: { clientCredentials: { tokenUrl: 'https://sso.asna.cloud/connect/token', scopes: {} } },
      },
    },
    media: {},
    failure: problem({ isError: { type: ['boolean', 'null'] }, exceptionMessage: text }),
  },
  reestro: {
    title: 'Kontur.Reestro',
    description:
      'Certificates, document flows and checks of real estate, after the documentation of the vendor.',
    operations: reestro,
    servers: [
      { url: 'https://api.kontur.ru' },
      { url: 'https://api.testkontur.ru', description: 'for tests' },
    ],
    security: {
      reestroAuth: {
        type: 'apiKey',
        in: 'header',
        name: 'Authorization',
        description: 'ReestroAuth apiKey=…, orgId=…',
      },
    },
    media: { response: 'application/octet-stream' },
    failure: problem({ code: text, message: text }),
  },
};
