import { isGuid } from '../api/ids.ts';

/**
 * The message id in the `Location` of a 202. The manual does not say whether that is absolute or relative, nor which scheme it has, so the
 * address itself is never asked: only the id is taken, and only where the host is our own.
 *
 * @param requested - URL of the request that was answered.
 */
export function messageIdIn(location: string | undefined, requested: string): string | null {
  if (location === undefined || !URL.canParse(location, requested)) return null;
  const url = new URL(location, requested);
  const own = new URL(requested);
  if (url.host !== own.host || !/^https?:$/.test(url.protocol)) return null;
  const segments = url.pathname.split('/');
  const id = segments[segments.lastIndexOf('messages') + 1];
  return segments.includes('messages') && id !== undefined && isGuid(id) ? id : null;
}
