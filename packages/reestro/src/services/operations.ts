import { defineOperation, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { count, id, loose, moment, text } from '../wire/input.ts';
import { anyAnswer, list, maybe, optionalText } from '../wire/schemas.ts';

const OTHERS = 'Programs of others';

/** See EstateObject. */
export const estateObject = z.lazy(() =>
  z.looseObject({
    cadastralNumber: optionalText(),
    address: z.optional(z.unknown()),
    rightAndRestrictions: list(z.unknown()),
  }),
);

const amount = once(() =>
  z.looseObject({ value: maybe(z.union([z.number(), z.string()])), unit: optionalText() }),
);

/** See Balances. */
export const balances = z.lazy(() =>
  z.looseObject({
    items: z.array(z.looseObject({ id: optionalText(), balance: maybe(amount()) })),
  }),
);

/** See BalanceOperations. */
export const balanceOperations = z.lazy(() =>
  z.looseObject({
    operations: z.array(
      z.looseObject({
        operationId: optionalText(),
        amount: maybe(amount()),
        createdAt: optionalText(),
        operationType: optionalText(),
        serviceId: optionalText(),
      }),
    ),
    token: optionalText(),
  }),
);

/** GET /v1/objects. */
export const findObjects = defineOperation({
  id: 'addresses.findObjects',
  summary: 'Find objects of real estate by address',
  source: 'Kontur.Reestro documentation, object/methods/cadastre',
  evidence: 'vendor-docs',
  method: 'GET',
  path: '/realty/address/v1/objects',
  safety: 'read',
  query: z.lazy(() =>
    z.strictObject({ address: text(), filter: z.optional(z.boolean('must be a boolean')) }),
  ),
  response: z.lazy(() => z.unknown()),
  absorb: anyAnswer,
});

const params = z.lazy(() => z.strictObject({ cadastralNumber: text() }));

/** GET /v2/objects/{cadastralNumber}. */
export const getObject = defineOperation({
  id: 'addresses.getObject',
  summary: 'Read the open data of an object of real estate',
  source: OTHERS,
  evidence: 'third-party',
  method: 'GET',
  path: '/realty/address/v2/objects/{cadastralNumber}',
  safety: 'read',
  params,
  response: estateObject,
});

/** GET /v2/address/{cadastralNumber}. */
export const getAddress = defineOperation({
  id: 'addresses.getAddress',
  summary: 'Read the address of an object of real estate by its parts',
  source: OTHERS,
  evidence: 'third-party',
  method: 'GET',
  path: '/realty/address/v2/address/{cadastralNumber}',
  safety: 'read',
  params,
  response: z.lazy(() => z.unknown()),
  absorb: anyAnswer,
});

/** GET /v2/address. */
export const parseAddress = defineOperation({
  id: 'addresses.parse',
  summary: 'Take an address in words apart',
  source: OTHERS,
  evidence: 'third-party',
  method: 'GET',
  path: '/realty/address/v2/address',
  safety: 'read',
  query: z.lazy(() => z.strictObject({ address: text() })),
  response: z.lazy(() => z.unknown()),
  absorb: anyAnswer,
});

/** GET /balance. */
export const getBalance = defineOperation({
  id: 'billing.balance',
  summary: 'Read the prepaid balances',
  source: OTHERS,
  evidence: 'third-party',
  method: 'GET',
  path: '/realty/billing/v1/balance',
  safety: 'read',
  response: balances,
});

/** GET /balance/operations. */
export const listBalanceOperations = defineOperation({
  id: 'billing.operations',
  summary: 'Read a page of what was booked on a balance',
  source: OTHERS,
  evidence: 'third-party',
  method: 'GET',
  path: '/realty/billing/v1/balance/operations',
  safety: 'read',
  query: z.lazy(() =>
    z.strictObject({
      serviceId: id(),
      from: z.optional(moment()),
      to: z.optional(moment()),
      token: z.optional(text()),
      count: count(1_000_000),
    }),
  ),
  response: balanceOperations,
});

/** POST /tasks. */
export const createTask = defineOperation({
  id: 'identification.createTask',
  summary: 'Order a courier who identifies a person',
  source: 'Kontur.Reestro documentation, identification/methods/post-tasks',
  evidence: 'vendor-docs',
  method: 'POST',
  path: '/realty/identification/v1/tasks',
  safety: 'unsafe',
  body: z.lazy(() => z.looseObject({ bankNotice: loose(), meeting: loose() })),
  response: z.lazy(() => z.unknown()),
  absorb: anyAnswer,
});
