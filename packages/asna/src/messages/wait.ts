// By its package, so that the declarations of two types of one name are told apart.
import type * as vendor from '@partner-apis/core/vendor';
import { type Caller, pollUntil } from '@partner-apis/core/vendor';
import { MessageFailedError } from './message-failed-error.ts';
import { getMessageStatus } from './message-operations.ts';
import type { MessageStatus } from './message-state.ts';

/** How to wait for a package. The other options go to each status request. */
export interface WaitOptions extends vendor.WaitOptions<MessageStatus> {
  /** For the whole wait, in milliseconds; `Infinity` waits for ever. Default 600,000. */
  readonly timeoutMs?: number;
  /** Pause before the second request, in milliseconds; each further one is twice as long. Default 1,000. */
  readonly intervalMs?: number;
  /** The longest pause, in milliseconds. Default 15,000. */
  readonly maxIntervalMs?: number;
  /** Called after each request that brought a status, the last one included. What it throws ends the wait. Default: nobody is told. */
  readonly onProgress?: (status: MessageStatus) => void;
}

/** Asks for the status until it is final. The status request's own retries apply to each request. */
export async function waitForMessage(
  client: Caller,
  messageId: string,
  options: WaitOptions,
): Promise<MessageStatus> {
  const reported = new Set<number>();
  return pollUntil<MessageStatus | null, MessageStatus>(
    client,
    {
      operation: 'messages.wait',
      what: `the package ${messageId}`,
      late: 'was not processed',
      defaults: { timeoutMs: 600_000, intervalMs: 1_000, maxIntervalMs: 15_000 },
      ask: (call) => client.call(getMessageStatus, { params: { messageId } }, call),
      seen: (status) => {
        if (status === null) return undefined;
        if (status.state === 'unknown' && !reported.has(status.statusId)) reportUnknownCode(client, status);
        reported.add(status.statusId);
        return status;
      },
      done: (status) => {
        if (status.state === 'error') throw new MessageFailedError(status);
        return status.state === 'processed';
      },
      known: (last) =>
        last === null || last === undefined
          ? 'ASNA knows nothing about it'
          : `its last status was ${last.statusId} (${last.state})`,
    },
    options,
  );
}

/** A code that is not in the manual counts as pending, and somebody should know. */
export function reportUnknownCode({ runtime }: Caller, status: MessageStatus | null): void {
  if (status?.state !== 'unknown') return;
  runtime.logger.warn(
    {
      vendor: 'asna',
      operation: getMessageStatus.id,
      messageId: status.messageId,
      statusId: status.statusId,
    },
    `ASNA messages.getStatus got the status code ${status.statusId}, which the manual does not have; it counts as pending`,
  );
}
