import { ApiCall, type CallOptions } from '@partner-apis/core';
import type { Caller } from '@partner-apis/core/vendor';
import { getMessageStatus } from './message-operations.ts';
import type { MessageStatus } from './message-state.ts';
import { reportUnknownCode, waitForMessage, type WaitOptions } from './wait.ts';

/** Deferred processing: what became of data that ASNA answered with 202. */
export class Messages {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Reads the status of a package; null when ASNA knows nothing about it (204).
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see ASNA REST API manual, "Other capabilities", checking deferred processing
   */
  getStatus(messageId: string, options?: CallOptions): ApiCall<MessageStatus | null> {
    return watched(this.#client, this.#client.call(getMessageStatus, { params: { messageId } }, options));
  }

  /**
   * Waits until a package is processed, asking again and again with growing pauses. A package that ASNA does not know yet counts as
   * pending.
   *
   * @throws MessageFailedError when ASNA could not process it.
   * @throws TimeoutError, phase `deadline`, when it is not done within `timeoutMs`; waiting again is safe.
   * @throws AbortedError when `signal` aborts.
   */
  wait(messageId: string, options: WaitOptions = {}): Promise<MessageStatus> {
    return waitForMessage(this.#client, messageId, options);
  }
}

/** The same call, with a log line for a code that is not in the manual. */
function watched(client: Caller, call: ApiCall<MessageStatus | null>): ApiCall<MessageStatus | null> {
  return new ApiCall(
    call.withResponse().then((answer) => {
      reportUnknownCode(client, answer.data);
      return answer;
    }),
  );
}
