import { once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';

const UUID = /^(?:[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;

/** As ids are kept and sent, and as nearly all of them come. */
const NORMAL = /^[0-9a-f]{32}$/;

const WHAT = 'must be 32 hex digits or a dashed UUID';

/** Lower case, no dashes; undefined for anything that is not an id. */
export function normalId(text: string): string | undefined {
  if (NORMAL.test(text)) return text;
  return UUID.test(text) ? text.replaceAll('-', '').toLowerCase() : undefined;
}

/** An id as a caller may write it; sent as 32 lower-case hex digits. Manual, sections 3.3 and 3.6 to 3.10. */
export const idSchema = once(() =>
  z.pipe(
    z.string(WHAT).check(z.regex(UUID, WHAT)),
    z.transform((text) => text.replaceAll('-', '').toLowerCase()),
  ),
);

/** Many ids as {@link idSchema} gives them, without its way through each of them; undefined where one is none, which the schema then names. */
export function normalIds(list: readonly unknown[]): readonly string[] | undefined {
  const ids: string[] = [];
  for (const text of list) {
    const id = typeof text === 'string' ? normalId(text) : undefined;
    if (id === undefined) return undefined;
    ids.push(id);
  }
  return ids.length === 0 ? undefined : ids;
}

/** A file is addressed through a packet, whose access list applies. Manual, section 1.2. */
export interface FileReference {
  /** Id of the packet: 32 hex digits or a UUID with dashes, in any case. */
  readonly packetId: string;
  /** Id of the file, likewise. */
  readonly fileId: string;
}

/** `packetId/fileId`, or its two parts. */
export type FileRef = string | FileReference;

/** A file reference as a caller may write it. */
export const fileRefSchema = once(() =>
  z.pipe(
    z.union(
      [
        z.strictObject({ packetId: idSchema(), fileId: idSchema() }),
        z.pipe(
          z.pipe(
            z.string().check(z.regex(/^[^/]+\/[^/]+$/)),
            z.transform((text) => ({
              packetId: text.slice(0, text.indexOf('/')),
              fileId: text.slice(text.indexOf('/') + 1),
            })),
          ),
          z.object({ packetId: idSchema(), fileId: idSchema() }),
        ),
      ],
      "must be 'packetId/fileId' or { packetId, fileId }, each id 32 hex digits or a dashed UUID",
    ),
    z.transform((ref): FileReference => ref),
  ),
);

/**
 * The two ids of a full file id such as an event's `data` holds, as 32 hex digits each; undefined for any other text.
 */
export function parseFileRef(text: string): FileReference | undefined {
  return fileRefSchema().safeParse(text).data;
}

/** `packetId/fileId`, as an event's `data` should hold it. Throws a TypeError for ids that are none. */
export function formatFileRef(ref: FileReference): string {
  const checked = fileRefSchema().safeParse(ref);
  if (!checked.success)
    throw new TypeError(`A file reference ${checked.error.issues[0]?.message ?? 'is invalid'}.`);
  return `${checked.data.packetId}/${checked.data.fileId}`;
}
