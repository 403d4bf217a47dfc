import { isIP } from 'node:net';
import * as z from 'zod';
import { idSchema } from '../api/ids.ts';
import { maxPagesSchema } from '../api/paging.ts';

// Version 3 refuses members that it does not know, and nulls: so do these.

/** A boolean: version 3 has 0 and 1 in redirects only. */
export const boolean = z.boolean('must be true or false');

const flag = z.union([z.literal(0), z.literal(1)], 'must be 0 or 1: redirects have no booleans');

const port = z.int('must be an integer').min(1, 'must be 1 to 65535').max(65_535, 'must be 1 to 65535');

const ip = z.string('must be a string').refine((text) => isIP(text) !== 0, 'must be an IP address');

/** Addresses to assign. */
export const ipList = z.array(ip, 'must be an array').min(1, 'must not be empty').readonly();

/** Name of a domain. */
export const domainName = z
  .string('must be a string')
  .regex(/^[^\s/:@?#]+\.[^\s/:@?#.]+$/u, 'must be the name of a domain, without scheme, port and path');

const paging = {
  offset: z.int('must be an integer').nonnegative('must be 0 or more').optional(),
  limit: z.int('must be an integer').min(1, 'must be 1 or more').optional(),
  maxPages: maxPagesSchema,
};

/** Which domains to list. */
export const domainQuery = z
  .strictObject({
    ...paging,
    serviceId: idSchema.optional(),
    search: z.string('must be a string').min(1, 'must not be empty').optional(),
  })
  .transform(({ maxPages: _, ...query }) => query);

/** Which origins to list. */
export const backendQuery = z
  .strictObject({ ...paging, serviceId: idSchema.optional() })
  .transform(({ maxPages: _, ...query }) => query);

const backend = z.strictObject({
  ip,
  port,
  type: z.string('must be a string').default('balance'),
  status: z.string('must be a string').default('enabled'),
  weight: z.int('must be an integer').min(0, 'must not be negative').default(1),
  useSsl: boolean.default(false),
  useProxySni: boolean.default(false),
});

/** A public port bound to an origin. */
export const binding = z.strictObject({
  backend,
  domain: z.strictObject({ port, useSsl: boolean.default(false) }),
});

/** All public ports of a domain. */
export const ports = z
  .array(
    z.strictObject({
      port,
      useSsl: boolean,
      isWs: boolean,
      backends: z.array(backend, 'must be an array').min(1, 'must not be empty').readonly(),
    }),
    'must be an array',
  )
  .min(1, 'must not be empty: that would take every port off the domain')
  .readonly();

/** Redirects, all of them: what is left out is switched off. */
export const redirects = z
  .strictObject({
    useRedirectToHttps: flag.default(0),
    wwwRedirectMode: z.int('must be an integer').min(0, 'must not be negative').default(0),
    useExternalRedirect: flag.default(0),
    externalRedirectUrl: z.string('must be a string').default(''),
  })
  .refine(
    ({ useExternalRedirect, externalRedirectUrl: url }) => useExternalRedirect === 0 || URL.canParse(url),
    {
      path: ['externalRedirectUrl'],
      message: 'must be an absolute URL where useExternalRedirect is 1',
    },
  );
