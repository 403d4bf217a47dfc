import type { ResponseHeaders } from '../errors/http-errors.ts';

/**
 * Milliseconds of a `Retry-After` header, given in seconds or as a date; undefined when there is none to be read. A date is the server's, so
 * it counts from the `Date` of the same answer: the server's clock need not agree with ours, which is `now`.
 */
export function retryAfterMs(headers: ResponseHeaders, now: number): number | undefined {
  const header = headers['retry-after'];
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,10}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const date = Date.parse(text);
  if (Number.isNaN(date) || !/[a-z]/i.test(text)) return undefined;
  const answeredAt = Date.parse(headers['date'] ?? '');
  return Math.max(0, Math.ceil(date - (Number.isNaN(answeredAt) ? now : answeredAt)));
}
