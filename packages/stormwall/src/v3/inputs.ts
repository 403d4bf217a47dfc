import { isIP } from 'node:net';
import { once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { idSchema } from '../api/ids.ts';
import { maxPagesSchema } from '../api/paging.ts';

// Version 3 refuses members that it does not know, and nulls: so do these.

/** A boolean: version 3 has 0 and 1 in redirects only. */
export const boolean = once(() => z.boolean('must be true or false'));

const flag = once(() => z.union([z.literal(0), z.literal(1)], 'must be 0 or 1: redirects have no booleans'));

const port = once(() =>
  z.int('must be an integer').check(z.gte(1, 'must be 1 to 65535'), z.lte(65_535, 'must be 1 to 65535')),
);

const ip = once(() =>
  z.string('must be a string').check(z.refine((text) => isIP(text) !== 0, 'must be an IP address')),
);

/** Addresses to assign. */
export const ipList = once(() =>
  z.readonly(z.array(ip(), 'must be an array').check(z.minLength(1, 'must not be empty'))),
);

/** Name of a domain. */
export const domainName = once(() =>
  z
    .string('must be a string')
    .check(
      z.regex(/^[^\s/:@?#]+\.[^\s/:@?#.]+$/u, 'must be the name of a domain, without scheme, port and path'),
    ),
);

const paging = {
  offset: z.lazy(() => z.optional(z.int('must be an integer').check(z.nonnegative('must be 0 or more')))),
  limit: z.lazy(() => z.optional(z.int('must be an integer').check(z.gte(1, 'must be 1 or more')))),
  maxPages: z.lazy(maxPagesSchema),
};

/** Which domains to list. */
export const domainQuery = z.lazy(() =>
  z.pipe(
    z.strictObject({
      ...paging,
      serviceId: z.optional(idSchema()),
      search: z.optional(z.string('must be a string').check(z.minLength(1, 'must not be empty'))),
    }),
    z.transform(({ maxPages: _, ...query }) => query),
  ),
);

/** Which origins to list. */
export const backendQuery = z.lazy(() =>
  z.pipe(
    z.strictObject({ ...paging, serviceId: z.optional(idSchema()) }),
    z.transform(({ maxPages: _, ...query }) => query),
  ),
);

const backend = once(() =>
  z.strictObject({
    ip: ip(),
    port: port(),
    type: z._default(z.string('must be a string'), 'balance'),
    status: z._default(z.string('must be a string'), 'enabled'),
    weight: z._default(z.int('must be an integer').check(z.gte(0, 'must not be negative')), 1),
    useSsl: z._default(boolean(), false),
    useProxySni: z._default(boolean(), false),
  }),
);

/** A public port bound to an origin. */
export const binding = z.lazy(() =>
  z.strictObject({
    backend: backend(),
    domain: z.strictObject({ port: port(), useSsl: z._default(boolean(), false) }),
  }),
);

/** All public ports of a domain. */
export const ports = once(() =>
  z.readonly(
    z
      .array(
        z.strictObject({
          port: port(),
          useSsl: boolean(),
          isWs: boolean(),
          backends: z.readonly(
            z.array(backend(), 'must be an array').check(z.minLength(1, 'must not be empty')),
          ),
        }),
        'must be an array',
      )
      .check(z.minLength(1, 'must not be empty: that would take every port off the domain')),
  ),
);

/** Redirects, all of them: what is left out is switched off. */
export const redirects = z.lazy(() =>
  z
    .strictObject({
      useRedirectToHttps: z._default(flag(), 0),
      wwwRedirectMode: z._default(z.int('must be an integer').check(z.gte(0, 'must not be negative')), 0),
      useExternalRedirect: z._default(flag(), 0),
      externalRedirectUrl: z._default(z.string('must be a string'), ''),
    })
    .check(
      z.refine(
        ({ useExternalRedirect, externalRedirectUrl: url }) => useExternalRedirect === 0 || URL.canParse(url),
        {
          path: ['externalRedirectUrl'],
          message: 'must be an absolute URL where useExternalRedirect is 1',
        },
      ),
    ),
);
