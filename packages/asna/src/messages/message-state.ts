import { once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';

/** How far the deferred processing of a package has come. `unknown`: a code that is not in the manual. */
export type MessageState = 'accepted' | 'processing' | 'processed' | 'error' | 'unknown';

/** Codes of `statusId`. "Other capabilities", statuses of packages. */
const STATES: Readonly<Record<number, MessageState>> = {
  0: 'accepted',
  1: 'processing',
  2: 'processed',
  3: 'error',
};

/** What ASNA says about a package; see {@link MessageStatus}. */
export const statusSchema = once(() =>
  z.looseObject({
    id: z.optional(z.number()),
    messageId: z.string(),
    statusId: z.number(),
    statusMessage: z.nullish(z.string()),
    statusDate: z.nullish(z.string()),
  }),
);

/** Answer of GET /v5/messages/{messageId}/status; null stands for 204: nothing is known about the package. */
export const statusAnswer = z.lazy(() => z.nullable(statusSchema()));

/** Status of a package, with what its code means in `state`. */
export interface MessageStatus {
  /** What `statusId` means. */
  readonly state: MessageState;
  /** Id of the record. */
  id?: number | undefined;
  /** GUID of the package. */
  messageId: string;
  /** Code of the status: branch on `state` or on this, never on the text. */
  statusId: number;
  /** In Russian. For people. */
  statusMessage?: string | null | undefined;
  /** ISO 8601 with up to seven digits of a second, which a `Date` would cut. */
  statusDate?: string | null | undefined;
  /** Members that the manual does not have are kept as they came. */
  [member: string]: unknown;
}

/** Adds `state`. */
export function withState(status: z.output<typeof statusAnswer>): MessageStatus | null {
  return status === null ? null : { ...status, state: STATES[status.statusId] ?? 'unknown' };
}
