import { ConfigurationError, systemClock } from '@partner-apis/core';
import { type AuthStrategy, bearerToken, callable, parseBaseUrl, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import type { AsnaOptions } from '../api/options.ts';
import { clientCredentials } from './client-credentials.ts';

/** The address in the manual's section on authorization. Other sources have other ports, so it is an option. */
const TOKEN_URL = 'https://sso.asna.cloud:5000/connect/token';

const TOKEN_TIMEOUT_MS = 15_000;
const RATE_LIMIT_FLOOR_MS = 30_000;

const secret = once(() => z.union([z.string(), callable], 'must be a string, or a function that gets it'));
const milliseconds = once(() =>
  z.number('must be a number of milliseconds').check(z.positive('must be more than 0')),
);

/** Options of this vendor beside the common ones. */
export const asnaOptionShape: z.core.$ZodShape = {
  token: z.lazy(() => z.nullish(secret())),
  auth: z.lazy(() =>
    z.nullish(
      z.strictObject({
        clientId: z
          .string('must be a string')
          .check(
            z.minLength(1, 'must not be empty'),
            z.regex(/^\P{Cc}*$/u, 'must not have control characters'),
          ),
        clientSecret: secret(),
        tokenUrl: z.optional(z.string('must be a string')),
        tokenTimeoutMs: z.optional(milliseconds()),
      }),
    ),
  ),
  rateLimitFloorMs: z.lazy(() =>
    z.optional(z.number('must be a number of milliseconds').check(z.gte(0, 'must be 0 or more'))),
  ),
};

/** `rateLimitFloorMs` with its default. */
export function rateLimitFloor(options: AsnaOptions | undefined): number {
  return options?.rateLimitFloorMs ?? RATE_LIMIT_FLOOR_MS;
}

/** Which option holds the credential, for messages. */
export function credentialName(options: AsnaOptions | undefined): string {
  if (options?.token != null) return '`token`';
  return options?.auth == null ? '`token` or `auth`' : '`auth`';
}

/** How the client proves who it is: by a token, or by client credentials. */
export function authOf(options: AsnaOptions): AuthStrategy {
  const { token, auth, logger } = options;
  if (token != null && auth != null)
    throw new ConfigurationError('ASNA client options: give token or auth, not both.');
  if (token != null) return bearerToken(token);
  if (auth == null)
    throw new ConfigurationError(
      'ASNA client options: give auth: { clientId, clientSecret }, or token when you get tokens yourself.',
    );
  const url = parseTokenUrl(auth.tokenUrl ?? TOKEN_URL);
  if (parseBaseUrl(url.origin).exposed) {
    logger?.warn(
      { vendor: 'asna', host: url.hostname },
      `ASNA: the client secret goes to ${url.hostname} over plain HTTP, where others can read it. Use https: for auth.tokenUrl.`,
    );
  }
  const endpoint = {
    url: url.href,
    clientId: auth.clientId,
    timeoutMs: auth.tokenTimeoutMs ?? TOKEN_TIMEOUT_MS,
    rateLimitFloorMs: rateLimitFloor(options),
    transport: options.transport,
    clock: options.clock ?? systemClock,
  };
  return clientCredentials(endpoint, auth.clientSecret);
}

function parseTokenUrl(text: string): URL {
  const bad = (why: string): never => {
    throw new ConfigurationError(`auth.tokenUrl ${why}. Give it as https://host[:port]/path.`);
  };
  const url = URL.canParse(text) ? new URL(text) : bad('is not an absolute URL');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return bad('must be http: or https:');
  if (url.username !== '' || url.password !== '') return bad('must not hold a user name or password');
  if (url.hash !== '') return bad('must not have a fragment');
  return url;
}
