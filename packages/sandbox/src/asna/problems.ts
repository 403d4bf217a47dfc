import { jsonAnswer, Refusal, type Answer } from '../http/answer.ts';
import type { FieldError } from './validation/field-error.ts';

/** How failures other than 400 look: the manual shows no body for them. */
export type FailureBody = 'empty' | 'json' | 'html';

/** Something in the data is wrong. "Validation of data", the two samples of an answer. */
export function badRequest(message: string, errors?: readonly FieldError[]): Answer {
  return jsonAnswer(400, {
    statusCode: 400,
    isError: true,
    isTransient: false,
    exceptionMessage: message,
    ...(errors !== undefined && { validationErrors: errors }),
  });
}

/** A failure that is no 400. */
export function failure(status: number, shape: FailureBody, headers: Record<string, string> = {}): Answer {
  if (status === 400) return badRequest('The request is invalid');
  if (shape === 'json') {
    const body = { statusCode: status, isError: true, isTransient: status >= 500, exceptionMessage: 'Error' };
    return jsonAnswer(status, body, headers);
  }
  if (shape === 'html')
    return {
      status,
      headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
      body: `<html><body><h1>${status}</h1></body></html>`,
    };
  return { status, headers, body: null };
}

/** Ends a handler with a failure. */
export function refuse(answer: Answer): never {
  throw new Refusal(answer);
}
