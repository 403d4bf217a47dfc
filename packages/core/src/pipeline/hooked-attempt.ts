import { runHooked } from '../observe/run-hooked.ts';
import { AttemptFailed } from '../call/attempt-failed.ts';
import { type Call, callInfo, nameOf } from '../call/call.ts';
import { Ended } from '../call/call-scope.ts';
import { describeIssues, RequestValidationError } from '../errors/request-validation-error.ts';
import { headerIssues, secretHeaderValues } from '../operation/headers.ts';
import type { AttemptResult, Hooks } from '../observe/hooks.ts';
import type { PreparedRequest } from './prepare.ts';
import type { TransportResponse } from '../transport/transport.ts';

/** One exchange with the program's own hook around it. Throws {@link AttemptFailed}. */
export async function hookedAttempt(
  call: Call,
  request: PreparedRequest,
  hook: NonNullable<Hooks['attempt']>,
  exchange: (extra: Readonly<Record<string, string>>) => Promise<TransportResponse>,
): Promise<TransportResponse> {
  const info = { ...callInfo(call), attempt: call.attempts.length + 1, headers: request.headers };
  try {
    return await runHooked<TransportResponse, AttemptResult, Readonly<Record<string, string>>>(
      {
        hook: 'attempt',
        run: async (extra = {}) => {
          checkHeaders(call, extra);
          call.ownSecrets.push(...secretHeaderValues(extra));
          return exchange(extra);
        },
        seen: ({ status, headers }) => ({ status, headers }),
        seenError: (error) => (error instanceof AttemptFailed ? error.error : error),
        stop: () => call.scope.abort(new Ended('attempt')),
        drop: ({ body }) => body.discard(),
      },
      (next) => hook(info, next),
    );
  } catch (error) {
    throw error instanceof AttemptFailed ? error : new AttemptFailed(error);
  }
}

function checkHeaders(call: Call, headers: Readonly<Record<string, string>>): void {
  const issues = headerIssues(headers);
  if (issues.length === 0) return;
  throw new RequestValidationError(
    `${nameOf(call)} was not sent, its attempt hook gave invalid headers: ${describeIssues(issues)}.`,
    issues,
  );
}
