import { ApiCall, RequestValidationError } from '@partner-apis/core';
import type { Answer, Caller } from '@partner-apis/core/vendor';
import { messageIdIn } from './location.ts';
import type { MessageStatus } from './message-state.ts';
import { isSuccess, problemOf } from '../api/profile.ts';
import { waitForMessage, type WaitOptions } from './wait.ts';

/** What became of data sent in, by `state`: taken for later (`accepted`), or processed at once (`done`). */
export type Submitted =
  | {
      readonly state: 'accepted';
      /** Id of the package; null when the answer names none of ASNA's own host. */
      readonly messageId: string | null;
      /** Waits until the package is processed, as `messages.wait` does. Rejects when there is no message id. */
      wait(options?: WaitOptions): Promise<MessageStatus>;
    }
  | {
      readonly state: 'done';
      /** 200, 201 or 204. */
      readonly status: number;
      /** Parsed JSON, else text; undefined for an empty body. */
      readonly data: unknown;
    };

/** The answer to data sent in, before it has a way to wait. */
export interface SubmissionAnswer {
  readonly status: number;
  readonly location: string | undefined;
  readonly data: unknown;
}

/** Any success is an answer, with a body or without. */
export function submissionAnswer({ status, headers, body }: Answer): { value: SubmissionAnswer } | undefined {
  if (!isSuccess(status) || problemOf(body)?.isError === true) return undefined;
  return { value: { status, location: headers['location'], data: body } };
}

/**
 * The same call, resolving to what became of the data.
 *
 * @param path - From the base URL on: what a relative Location counts from.
 */
export function submitted(
  client: Caller,
  path: string,
  operation: string,
  call: ApiCall<SubmissionAnswer>,
): ApiCall<Submitted> {
  const url = client.runtime.base.prefix + path;
  return new ApiCall(
    call.withResponse().then(({ data: { status, location, data }, response }) => {
      if (status !== 202) return { data: { state: 'done', status, data }, response };
      const messageId = messageIdIn(location, url);
      const wait = (options: WaitOptions = {}): Promise<MessageStatus> =>
        messageId === null
          ? Promise.reject(withoutId(operation))
          : waitForMessage(client, messageId, options);
      return { data: { state: 'accepted', messageId, wait }, response };
    }),
  );
}

function withoutId(operation: string): RequestValidationError {
  const message =
    'the answer 202 had no Location with a message id on the host of baseUrl, so there is nothing to ask for';
  return new RequestValidationError(
    `ASNA ${operation} cannot wait: ${message}.`,
    [{ path: ['messageId'], message }],
    {
      vendor: 'asna',
      operation,
      hint: 'Subscribe to the webhook of this event, or read the data back.',
    },
  );
}
