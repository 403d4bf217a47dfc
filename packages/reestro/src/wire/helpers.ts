import { createHash, timingSafeEqual } from 'node:crypto';
import type { ContentInfo } from './models.ts';

/** ISO 8601 to any precision, with a zone or, as everywhere in the manual, in UTC. */
const DATE_TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * The moment that a date of the vendor names. A `Date` holds milliseconds, the vendor writes microseconds: the rest is cut off, so compare
 * and sort by the text.
 *
 * @throws RangeError for text that is no date-time.
 */
export function toDate(text: string): Date {
  const [, second, fraction = '', zone = 'Z'] = DATE_TIME.exec(text) ?? [];
  const date = new Date(`${second ?? ''}.${fraction.padEnd(3, '0').slice(0, 3)}${zone.toUpperCase()}`);
  if (second === undefined || Number.isNaN(date.getTime()))
    throw new RangeError(`Not a date-time such as 2011-01-01T15:03:01.012345Z: ${JSON.stringify(text)}.`);
  return date;
}

/**
 * Whether a downloaded file is the one that the vendor described. False also when the description has no `md5`: nothing was checked then.
 *
 * @param content - A {@link ContentInfo}, or the MD5 itself as hex in any case.
 */
export function matchesMd5(
  bytes: Uint8Array | ArrayBuffer,
  content: Pick<ContentInfo, 'md5'> | string,
): boolean {
  const md5 = typeof content === 'string' ? content : content.md5;
  if (md5 === undefined || !/^[0-9a-f]{32}$/i.test(md5)) return false;
  const actual = createHash('md5')
    .update(bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes)
    .digest();
  return timingSafeEqual(actual, Buffer.from(md5, 'hex'));
}
