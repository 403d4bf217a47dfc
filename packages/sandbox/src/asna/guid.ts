import type { Random } from '../random.ts';

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a GUID, in any case: the manual's own samples mix cases. */
export function isGuid(text: string): boolean {
  return GUID.test(text);
}

/** What stands in maps for a GUID, whatever its case. */
export function guidKey(guid: string): string {
  return guid.toLowerCase();
}

/** The next GUID of a sequence. */
export function nextGuid(random: Random): string {
  return random.hex(32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
