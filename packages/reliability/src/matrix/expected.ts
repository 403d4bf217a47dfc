import type { Subject } from '../vendors/every-operation.ts';
import { type FaultCase, hadEffect } from './fault-cases.ts';
import { codeOf, isAnswer, RENEWS, repeats, takes, whenDoneBefore } from './rules.ts';

/** Attempts after the first that the clients of the matrix may make. */
export const RETRIES = 2;

/** What came of one call, as its caller and its vendor saw it. */
export interface Outcome {
  /** `ok`, or the code of its error; of a time-out with its phase. */
  readonly outcome: string;
  /** Attempts by the client's count. */
  readonly attempts: number;
  /** Requests that reached the vendor. */
  readonly requests: number;
  /** Requests that the vendor carried out. */
  readonly done: number;
}

/** How a fault looks from the client's side. */
interface Seen {
  readonly outcome: string;
  /** Whether the next attempt is made. */
  readonly again: boolean;
}

/**
 * How the good answer of an operation ends: `never begins` where its status has no body (204), `empty` where it has one of no bytes.
 */
export type Body = 'never begins' | 'empty' | 'some';

/** What must come of a call whose requests meet a fault `times` times, or always; `body` is the one of its good answer. */
export function expected(fault: FaultCase, subject: Subject, body: Body, times: number): Outcome {
  // Nothing can be cut off nothing; only chunks have an end that can be missing all the same.
  const nothingToCut = body === 'never begins' || (body === 'empty' && fault.framing !== 'chunked');
  const { outcome, again } = seenOf(fault, subject, nothingToCut);
  // A credential is renewed once; everything else is repeated up to the limit.
  const most = fault.status === 401 ? 2 : 1 + RETRIES;
  const met = again ? Math.min(times, most) : 1;
  const recovers = again && met < most;
  const reached = fault.kind === 'refuse' ? 0 : met;
  return {
    outcome: recovers ? (hadEffect(fault.kind) ? whenDoneBefore(subject) : 'ok') : outcome,
    attempts: met + (recovers ? 1 : 0),
    requests: reached + (recovers ? 1 : 0),
    done: (hadEffect(fault.kind) ? reached : 0) + (recovers ? 1 : 0),
  };
}

function seenOf({ kind, status = 0 }: FaultCase, subject: Subject, nothingToCut: boolean): Seen {
  const harmless = subject.safety !== 'unsafe';
  const answer = takes(subject);
  switch (kind) {
    case 'refuse':
      return { outcome: 'CONNECTION', again: true };
    case 'reset':
    case 'reset-after-effect':
      return { outcome: 'CONNECTION', again: harmless };
    case 'stall-headers':
      return { outcome: 'TIMEOUT headers', again: harmless };
    // The answer has begun: whatever becomes of it now, the vendor is not asked twice.
    case 'stall-body':
      return { outcome: nothingToCut ? 'ok' : 'TIMEOUT idle', again: false };
    case 'cut-body':
      return { outcome: nothingToCut ? 'ok' : cut(answer), again: false };
    case 'bad-json':
      return { outcome: broken(answer), again: false };
    case 'slow':
      return { outcome: 'ok', again: false };
    case 'status': {
      if (isAnswer(subject, status)) return { outcome: 'ok', again: false };
      const renews = status === 401 && RENEWS.has(subject.vendor);
      return { outcome: codeOf(status), again: renews || repeats(subject, status) };
    }
  }
}

/** Of an answer that is cut: what is read whole cannot be decoded, what is streamed loses its connection, an archive lacks its end. */
function cut(answer: ReturnType<typeof takes>): string {
  if (answer === 'archive') return 'ARCHIVE';
  return answer === 'file' ? 'CONNECTION' : 'RESPONSE_DECODE';
}

/** Of a success whose body is not what it says. */
function broken(answer: ReturnType<typeof takes>): string {
  const codes = {
    json: 'RESPONSE_DECODE',
    any: 'ok',
    secret: 'RESPONSE_VALIDATION',
    file: 'ok',
    archive: 'ARCHIVE',
  };
  return codes[answer];
}
