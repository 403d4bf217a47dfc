import { type ErrorContext, PartnerApiError } from '@partner-apis/core';
import type { MessageStatus } from './message-state.ts';

/** ASNA could not process a package that it had accepted; it gives no reason. Code `MESSAGE_FAILED`. */
export class MessageFailedError extends PartnerApiError {
  static override readonly kind = 'MessageFailedError';
  declare readonly code: 'MESSAGE_FAILED';
  /** The status that said so. */
  readonly messageStatus: MessageStatus;

  constructor(messageStatus: MessageStatus, context?: ErrorContext) {
    super(
      'MESSAGE_FAILED',
      `ASNA did not process the package ${messageStatus.messageId}: its status is ${messageStatus.statusId} (error).`,
      {
        hint: 'ASNA gives no reason: check the data with schemas.validate().',
        vendor: 'asna',
        operation: 'messages.wait',
        ...context,
      },
    );
    this.messageStatus = messageStatus;
  }

  protected override details(): Record<string, unknown> {
    return { messageStatus: this.messageStatus };
  }
}

/** Whether `error` is a {@link MessageFailedError}, from any copy of this package. */
export function isMessageFailedError(error: unknown): error is MessageFailedError {
  return error instanceof MessageFailedError;
}
