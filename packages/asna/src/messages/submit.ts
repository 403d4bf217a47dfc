import {
  type ApiCall,
  type CallOptions,
  type Method,
  type Safety,
  RequestValidationError,
} from '@partner-apis/core';
import { type Answer, type Caller, defineOperation } from '@partner-apis/core/vendor';
import { z } from 'zod';
import { messageIdIn } from './location.ts';
import type { MessageStatus } from './message-state.ts';
import { isSuccess, problemOf } from '../api/profile.ts';
import { waitForMessage, type WaitOptions } from './wait.ts';

/** Data to send in. */
export interface SubmitRequest {
  readonly method: Exclude<Method, 'GET'>;
  /** From the base URL on, such as `/v5/stores/{id}/stocks` with the id filled in. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Whether it may be sent twice. Default `unsafe`: the manual says of no upload that it may. */
  readonly safety?: Safety;
}

/** What became of data sent in: taken for later, or done at once. */
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

const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Sends data in. 202 means that it is processed later. */
export function submit(
  client: Caller,
  { method, path, body, safety = 'unsafe' }: SubmitRequest,
  options?: CallOptions,
): ApiCall<Submitted> {
  const operation = defineOperation({
    id: 'submit',
    summary: 'Send in data that may be processed later',
    source: 'ASNA REST API manual, "Other capabilities", checking deferred processing',
    method,
    path: '{+path}',
    safety,
    params: z.strictObject({
      path: z.string('must be a string'),
      method: z.enum(METHODS, `must be one of ${METHODS.join(', ')}`),
    }),
    body: z.unknown(),
    response: z.custom<Submitted>(),
    absorb: (answer) => outcome(client, client.runtime.base.prefix + path, answer),
  });
  return client.call(operation, { params: { path, method }, body }, options);
}

function outcome(client: Caller, url: string, answer: Answer): { value: Submitted } | undefined {
  const { status, headers, body } = answer;
  if (!isSuccess(status) || problemOf(body)?.isError === true) return undefined;
  if (status !== 202) return { value: { state: 'done', status, data: body } };
  const messageId = messageIdIn(headers['location'], url);
  const wait = (options: WaitOptions = {}): Promise<MessageStatus> =>
    messageId === null ? Promise.reject(withoutId()) : waitForMessage(client, messageId, options);
  return { value: { state: 'accepted', messageId, wait } };
}

function withoutId(): RequestValidationError {
  const message =
    'the answer 202 had no Location with a message id on the host of baseUrl, so there is nothing to ask for';
  return new RequestValidationError(
    `ASNA submit cannot wait: ${message}.`,
    [{ path: ['messageId'], message }],
    {
      vendor: 'asna',
      operation: 'submit',
      hint: 'Subscribe to the webhook of this event, or read the data back.',
    },
  );
}
