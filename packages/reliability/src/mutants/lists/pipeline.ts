import type { Mutant } from '../mutant.ts';

/** Ways in which the way of a call could be wrong: preparing, sending, judging, repeating, ending. */
export const pipeline: readonly Mutant[] = [
  {
    name: 'repeats what is unsafe to repeat',
    edits: [['retry/retry.ts', "if (safety === 'unsafe') return false;", '']],
    tests: ['retry'],
  },
  {
    name: 'does not repeat what was never sent',
    edits: [['retry/retry.ts', 'facts.neverSent === true || ', '']],
    tests: ['retry'],
  },
  {
    name: 'does not repeat what the vendor did not begin',
    edits: [['retry/retry.ts', ' || facts.notStarted === true', '']],
    tests: ['retry'],
  },
  {
    name: 'tries again where the failure cannot heal',
    edits: [['retry/retry.ts', 'cannotHeal(error.reason)', 'false']],
    tests: ['transport/failures', 'transport/contract'],
  },
  {
    name: 'gives up at 429',
    edits: [['retry/retry.ts', '425, 429, 500', '425, 500']],
    tests: ['retry'],
  },
  {
    name: 'takes 501 for a passing failure',
    edits: [['retry/retry.ts', '500, 502, 503', '500, 501, 502, 503']],
    tests: ['retry'],
  },
  {
    name: 'ignores what the vendor calls temporary',
    edits: [['retry/retry.ts', 'facts.transient === true || ', '']],
    tests: ['retry'],
  },
  {
    name: 'waits without jitter',
    edits: [['retry/retry.ts', 'random() * bound', 'bound']],
    tests: ['retry'],
  },
  {
    name: 'does not wait longer after each failure',
    edits: [['retry/retry.ts', ' * 2 ** (retry - 1)', '']],
    tests: ['retry'],
  },
  {
    name: 'waits without bound',
    edits: [['retry/retry.ts', 'Math.min(options.maxDelayMs, ', 'Math.max(0, ']],
    tests: ['retry'],
  },
  {
    name: 'obeys any Retry-After, however long',
    edits: [['retry/retry.ts', 'Math.min(retryAfterMs, options.maxRetryAfterMs)', 'retryAfterMs']],
    tests: ['retry'],
  },
  {
    name: 'does not obey Retry-After',
    edits: [
      [
        'retry/retry-loop.ts',
        'isHttpError(failed.error) ? failed.error.retryAfterMs : undefined',
        'undefined',
      ],
    ],
    tests: ['retry'],
  },
  {
    name: 'makes one attempt more than was asked for',
    edits: [
      ['retry/retry-loop.ts', 'retry > call.retry.retries', 'retry > call.retry.retries + 1'],
      ['retry/retry-loop.ts', 'retries - 1,', 'retries,'],
    ],
    tests: ['retry'],
  },
  {
    name: 'waits past the deadline',
    edits: [['retry/retry-loop.ts', 'delayMs >= scope.remainingMs', 'false']],
    tests: ['retry'],
  },
  {
    name: 'multiplies an outage: no retry budget',
    edits: [['retry/retry-loop.ts', '!runtime.budget.take()', 'false']],
    tests: ['retry'],
  },
  {
    name: 'never pays the retry budget back',
    edits: [['pipeline/pipeline.ts', 'runtime.budget.succeeded();', '']],
    tests: ['retry'],
  },
  {
    name: 'lets the limit of an attempt end the wait after it',
    edits: [['retry/retry-loop.ts', 'call.scope.endAttempt();', '']],
    tests: ['time', 'retry'],
  },
  {
    name: 'takes the first retry for the last',
    edits: [['retry/retry-loop.ts', 'retriesConsumed + 2', 'retriesConsumed + 9']],
    tests: ['retry'],
  },
  {
    name: 'reads a date of Retry-After by our clock',
    edits: [['failure/retry-after.ts', 'Number.isNaN(answeredAt) ? now : answeredAt', 'now']],
    tests: ['retry'],
  },
  {
    name: 'takes the seconds of Retry-After for milliseconds',
    edits: [['failure/retry-after.ts', 'Number(text) * 1000', 'Number(text)']],
    tests: ['retry'],
  },
  {
    name: 'says that an unsafe call is safe to repeat',
    edits: [['failure/whether-carried-out.ts', "operation.safety !== 'unsafe'", 'true']],
    tests: ['errors/errors', 'arrival'],
  },
  {
    name: 'says that nothing was sent of what was cut short',
    edits: [
      [
        'failure/whether-carried-out.ts',
        "'It was not sent to its end, so it was not carried out.'",
        "'Nothing was sent.'",
      ],
    ],
    tests: ['arrival', 'transport/unsent'],
  },
  {
    name: 'forgets that an earlier attempt may have arrived',
    edits: [['call/arrival.ts', "this.#before === 'may have arrived' ? this.#before : state", 'state']],
    tests: ['arrival'],
  },
  {
    name: 'takes what did not go out for what may have arrived',
    edits: [['call/arrival.ts', 'this.#state = this.#before;', '']],
    tests: ['arrival', 'transport/unsent'],
  },
  {
    name: 'does not say after a server error that the call may have been carried out',
    edits: [['failure/http-failure.ts', 'answer.status === 408 || answer.status >= 500', 'false']],
    tests: ['errors/errors', 'answers', 'client'],
  },
  {
    name: 'has no deadline',
    edits: [['call/call-scope.ts', 'clock.now() + deadlineMs', 'Number.POSITIVE_INFINITY']],
    tests: ['time'],
  },
  {
    name: 'has no limit for an attempt',
    edits: [['call/call-scope.ts', 'Math.min(attemptMs, remainingMs)', 'remainingMs']],
    tests: ['time'],
  },
  {
    name: 'takes the end of an attempt for the end of the call',
    edits: [['call/call-scope.ts', "reason.by !== 'attempt'", 'true']],
    tests: ['time'],
  },
  {
    name: 'does not hear a signal that aborts later',
    edits: [['call/call-scope.ts', "else caller.addEventListener('abort', onAbort);", '']],
    tests: ['time'],
  },
  {
    name: "leaves its listener on the caller's signal",
    edits: [['call/call-scope.ts', "this.#caller?.removeEventListener('abort', this.#onAbort)", 'void 0']],
    tests: ['time', 'leaks'],
  },
  {
    name: 'leaves its timer behind',
    edits: [['call/call-scope.ts', 'end(): void {\n    this.#cancelTimer?.();', 'end(): void {']],
    tests: ['time', 'leaks'],
  },
  {
    name: "lets a client's limits cut its long polls",
    edits: [['call/call.ts', "operation.lane === 'poll'", 'false']],
    tests: ['time'],
  },
  {
    name: 'ignores the limits of a call',
    edits: [
      [
        'call/call.ts',
        'limitsOf(runtime, operation, needs, options.timeouts)',
        'limitsOf(runtime, operation, needs, undefined)',
      ],
    ],
    tests: ['time'],
  },
  {
    name: 'prints a secret that only this call has',
    edits: [['call/call.ts', 'redactor.plus(call.ownSecrets)', 'redactor']],
    tests: ['redaction'],
  },
  {
    name: 'keeps the cause of an error as it came, secrets included',
    edits: [['call/call.ts', 'redactor.cause(more.cause)', 'more.cause']],
    tests: ['redaction'],
  },
  {
    name: 'repeats what the vendor wrote, secrets included',
    edits: [
      [
        'failure/http-failure.ts',
        'redactor.value(failure.body ?? answer.body)',
        'failure.body ?? answer.body',
      ],
    ],
    tests: ['redaction'],
  },
  {
    name: 'keeps the cookies that a server sets',
    edits: [['failure/http-failure.ts', "name !== 'set-cookie'", "name !== ''"]],
    tests: ['redaction'],
  },
  {
    name: 'cuts a text before it is scrubbed, so that half a secret stays',
    edits: [
      [
        'pipeline/decode.ts',
        'const clean = redactor.text(text);',
        'const clean = redactor.text(text.slice(0, SHOWN));',
      ],
    ],
    tests: ['redaction', 'answers'],
  },
  {
    name: 'takes a body that is larger than its limit',
    edits: [['pipeline/decode.ts', 'if (body.truncated)', 'if (false)']],
    tests: ['answers'],
  },
  {
    name: 'takes a success for one whatever its body says',
    edits: [
      ['pipeline/decode.ts', 'if (failure !== undefined) throw httpErrorOf', 'if (false) throw httpErrorOf'],
    ],
    tests: ['answers', 'errors/errors'],
  },
  {
    name: 'hands out an answer of an unknown shape',
    edits: [['pipeline/decode.ts', "if (call.validation !== 'warn') throw error;", '']],
    tests: ['answers', 'client', 'errors/errors'],
  },
  {
    name: 'takes text for JSON',
    edits: [['pipeline/decode.ts', 'if (!answer.json) throw', 'if (false) throw']],
    tests: ['answers'],
  },
  {
    name: 'rounds large integers',
    edits: [
      ['pipeline/answer-text.ts', 'exact ? JSON.parse(text, exactly) : JSON.parse(text)', 'JSON.parse(text)'],
    ],
    tests: ['answers'],
  },
  {
    name: 'reads every answer as UTF-8',
    edits: [['pipeline/answer-text.ts', 'if (decoder !== undefined) return', 'if (false) return']],
    tests: ['charsets'],
  },
  {
    name: 'sends the credential with an anonymous operation',
    edits: [['pipeline/authorize.ts', 'if (call.operation.anonymous === true) return undefined;', '']],
    tests: ['auth/auth'],
  },
  {
    name: 'renews a refused credential without end',
    edits: [['pipeline/authorize.ts', 'call.renewed = true;', '']],
    tests: ['auth/auth'],
  },
  {
    name: 'waits for a credential longer than the call may last',
    edits: [['pipeline/authorize.ts', 'untilAborted(pending, call.scope.signal)', 'pending']],
    tests: ['time', 'auth/auth'],
  },
  {
    name: 'sends a refused credential again after its renewal failed',
    edits: [['pipeline/authorize.ts', 'call.held = undefined;', '']],
    tests: ['auth/auth'],
  },
  {
    name: 'lets the headers of a hook replace the credential',
    edits: [
      [
        'pipeline/exchange.ts',
        'const sent = mergeHeaders({ ...request.headers }, extra);\n    const pending = authorize(call, sent);',
        'const sent = mergeHeaders({ ...request.headers }, extra);\n    const pending = authorize(call, sent);\n    Object.assign(sent, extra);',
      ],
    ],
    tests: ['hooks', 'auth/auth'],
  },
  {
    name: 'sends what is longer than the vendor takes',
    edits: [['pipeline/request-limits.ts', 'if (size > limit)', 'if (false)']],
    tests: ['rules'],
  },
  {
    name: 'sends although its arguments are wrong',
    edits: [['pipeline/prepare.ts', 'query.issues !== undefined ||', '']],
    tests: ['client', 'request'],
  },
  {
    name: 'sends a request of a client that is closed',
    edits: [['pipeline/pipeline.ts', 'if (lifecycle.closed) throw', 'if (false) throw']],
    tests: ['client'],
  },
  {
    name: 'holds the connection of a body that nobody reads',
    edits: [['pipeline/stream-body.ts', 'response.body.discard();', '']],
    tests: ['streams', 'time', 'leaks'],
  },
  {
    name: 'takes a broken stream for its end',
    edits: [['pipeline/stream-body.ts', 'throw left ? raw : callError(raw, call);', 'if (left) throw raw;']],
    tests: ['streams'],
  },
  {
    name: 'hands out a body twice',
    edits: [['pipeline/stream-body.ts', 'if (reading || ended)\n        throw', 'if (false)\n        throw']],
    tests: ['streams'],
  },
  {
    name: 'does not know a rate limit',
    edits: [
      [
        'pipeline/attempt.ts',
        'if (runtime.limiter !== undefined) await takeTurn(call, runtime.limiter);',
        '',
      ],
    ],
    tests: ['rules'],
  },
];
