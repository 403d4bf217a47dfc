import { once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import type { V3Certificate } from './models.ts';

const words = once(() => z.nullish(z.string()));
const number = once(() => z.nullish(z.number()));

/** A certificate as it comes; every member may be missing or null before one is issued. */
export const certificate = once(() =>
  z.looseObject({
    sslCertificate: words(),
    sslKey: words(),
    sslPort: number(),
    expirationTimestamp: number(),
    issuerCountry: words(),
    issuerOrganization: words(),
  }),
);

/** The same with a private key that printing and JSON do not show. */
export function visible(found: z.output<ReturnType<typeof certificate>> | null): V3Certificate | null {
  if (found === null || typeof found !== 'object') return null;
  const { sslKey, ...members } = found;
  return Object.defineProperty<V3Certificate>(members, 'sslKey', { value: sslKey });
}

/** Whether a certificate is there with its key, and has not expired. */
export function isActive(
  { sslCertificate, sslKey, expirationTimestamp }: V3Certificate,
  now: number,
): boolean {
  const there = (text: string | null | undefined): boolean => text != null && text !== '';
  return there(sslCertificate) && there(sslKey) && (expirationTimestamp ?? 0) * 1_000 > now;
}
