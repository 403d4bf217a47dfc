import { once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A GUID in any case, sent as it was given: the manual's own samples mix cases. */
export const guid = once(() =>
  z.string('must be a GUID').check(z.regex(GUID, 'must be a GUID: 8-4-4-4-12 hex digits')),
);

/** Whether a text is a GUID. */
export function isGuid(text: string): boolean {
  return GUID.test(text);
}
