import type { ApiCall, CallOptions, Method, Safety } from '@partner-apis/core';
import { type Caller, defineOperation } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { type SubmissionAnswer, submissionAnswer, submitted, type Submitted } from './submitted.ts';

/** Data to send in. */
export interface SubmitRequest {
  /** HTTP method: reading is no submission. */
  readonly method: Exclude<Method, 'GET'>;
  /** From the base URL on, such as `/v5/stores/{id}/stocks` with the id filled in. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Whether it may be sent twice. Default `unsafe`: the manual says of no upload that it may. */
  readonly safety?: Safety;
}

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
    response: z.custom<SubmissionAnswer>(),
    absorb: submissionAnswer,
  });
  return submitted(
    client,
    path,
    'submit',
    client.call(operation, { params: { path, method }, body }, options),
  );
}
