import type { ClientOptions, Secret } from '@partner-apis/core';
import {
  type AuthStrategy,
  bearerToken,
  type Caller,
  type ClientDefinition,
  cookieToken,
  defineOperation,
  headerKey,
  PartnerClient,
  schemeWithParameters,
  TRANSFER_TIMEOUTS,
  type VendorProfile,
} from '@partner-apis/core/vendor';
import { z } from 'zod';

/** A vendor made for these tests, with every kind of rule that real ones have. */
const acmeProfile: VendorProfile = {
  vendor: 'acme',
  title: 'Acme',
  succeeded: (status) => status >= 200 && status <= 299 && status !== 201,
  readFailure({ status, body }) {
    const said = Object(body) === body ? (body as Record<string, unknown>) : {};
    const inBody = typeof said['status'] === 'number' ? said['status'] : undefined;
    if (status >= 200 && status <= 299 && status !== 201 && (inBody === undefined || inBody < 400))
      return undefined;
    return {
      status: status >= 200 && status <= 299 ? inBody : status,
      text: typeof said['error'] === 'string' ? said['error'] : undefined,
      requestId: typeof said['report'] === 'string' ? said['report'] : undefined,
      hint: typeof said['hint'] === 'string' ? said['hint'] : undefined,
      notStarted: said['notStarted'] === true,
      transient: said['transient'] === true,
      retryAfterMs: typeof said['waitMs'] === 'number' ? said['waitMs'] : undefined,
    };
  },
  connectionHint: (reason) => (reason === 'ECONNREFUSED' ? 'Start the Acme tunnel.' : undefined),
};

const Thing = z.looseObject({ name: z.string(), kind: z.string().optional() });

/** Operations of every safety and shape. */
export const operations = {
  get: defineOperation({
    id: 'things.get',
    summary: 'Read one thing',
    source: 'test',
    method: 'GET',
    path: '/things/{id}',
    safety: 'read',
    params: z.strictObject({ id: z.string() }),
    query: z.strictObject({ verbose: z.boolean().optional() }).optional(),
    response: Thing,
  }),
  put: defineOperation({
    id: 'things.put',
    summary: 'Replace a thing',
    source: 'test',
    method: 'PUT',
    path: '/things',
    safety: 'idempotent',
    body: z.strictObject({ name: z.string() }),
    response: Thing,
    result: (thing, { body }) => ({ ...thing, asked: body.name }),
  }),
  create: defineOperation({
    id: 'things.create',
    summary: 'Make a thing',
    source: 'test',
    method: 'POST',
    path: '/things',
    safety: 'unsafe',
    body: z.strictObject({ name: z.string() }),
    response: Thing,
  }),
  remove: defineOperation({
    id: 'things.remove',
    summary: 'Remove a thing',
    source: 'test',
    method: 'DELETE',
    path: '/things',
    safety: 'idempotent',
    response: 'empty',
    absorb: ({ status }, attempts) => (status === 404 && attempts > 1 ? { value: undefined } : undefined),
  }),
  upload: defineOperation({
    id: 'files.upload',
    summary: 'Send a file',
    source: 'test',
    method: 'POST',
    path: '/files',
    safety: 'idempotent',
    lane: 'transfer',
    body: 'stream',
    response: Thing,
    timeouts: () => TRANSFER_TIMEOUTS,
  }),
  download: defineOperation({
    id: 'files.download',
    summary: 'Fetch a file',
    source: 'test',
    method: 'GET',
    path: '/files',
    safety: 'read',
    lane: 'transfer',
    response: 'stream',
  }),
  poll: defineOperation({
    id: 'things.poll',
    summary: 'Wait for things',
    source: 'test',
    method: 'GET',
    path: '/poll',
    safety: 'unsafe',
    lane: 'poll',
    response: Thing,
    timeouts: () => ({ headersMs: 60_000, idleMs: 60_000, attemptMs: 60_000, deadlineMs: 60_000 }),
  }),
  shout: defineOperation({
    id: 'things.shout',
    summary: 'Read a name in capitals',
    source: 'test',
    method: 'GET',
    path: '/loud',
    safety: 'read',
    response: Thing,
    result({ name }) {
      if (name === '__throw') throw new RangeError('a mistake of the operation');
      return name.toUpperCase();
    },
  }),
  probe: defineOperation({
    id: 'probe',
    summary: 'Ask without the credential',
    source: 'test',
    method: 'GET',
    path: '/probe',
    safety: 'read',
    anonymous: true,
    response: z.unknown(),
  }),
};

/** Options of {@link Acme}. */
export interface AcmeOptions extends ClientOptions {
  readonly key?: Secret;
  readonly cookie?: Secret;
  readonly token?: Secret;
  readonly sid?: Secret;
  readonly orgId?: Secret;
  readonly auth?: AuthStrategy;
}

function authOf({ key, cookie, token, sid, orgId, auth }: AcmeOptions): AuthStrategy {
  if (auth !== undefined) return auth;
  if (token !== undefined) return bearerToken(token);
  if (cookie !== undefined) return cookieToken('acme_token', cookie, 'cookie');
  if (sid !== undefined && orgId !== undefined) {
    return schemeWithParameters('Acme', [
      { name: 'sid', secret: sid, option: 'sid' },
      { name: 'orgId', secret: orgId, option: 'orgId' },
    ]);
  }
  return headerKey('X-Acme-Key', key === undefined ? KEY : key, 'key');
}

const anything = z.unknown().optional();

const definition: ClientDefinition<AcmeOptions> = {
  profile: acmeProfile,
  options: {
    key: anything,
    cookie: anything,
    token: anything,
    sid: anything,
    orgId: anything,
    auth: anything,
  },
  credentials: ['key', 'cookie', 'token', 'sid', 'orgId', 'auth'],
  baseUrl: ({ baseUrl }) => (baseUrl === undefined ? 'https://api.acme.example' : baseUrl),
  auth: authOf,
};

/** The credential of clients that are given none. */
export const KEY = 'acme-secret-0123456789';

/** A client as a vendor package would make it; `do` is what its resource methods use. */
export class Acme extends PartnerClient<AcmeOptions> {
  constructor(options: AcmeOptions = {}) {
    super(definition, options);
  }

  get do(): Caller {
    return this.caller;
  }
}
