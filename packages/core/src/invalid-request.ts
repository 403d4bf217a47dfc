import { type Call, contextOf, nameOf } from './call.ts';
import { describeIssues, type Issue, RequestValidationError } from './errors/request-validation-error.ts';

/** The error for a request that must not be sent. */
export function invalidRequest(call: Call, issues: readonly Issue[]): RequestValidationError {
  const clean = issues.map(({ path, message }) => ({ path, message: call.runtime.redactor.text(message) }));
  return new RequestValidationError(
    `${nameOf(call)} was not sent, its arguments are invalid: ${describeIssues(clean)}.`,
    clean,
    contextOf(call),
  );
}
