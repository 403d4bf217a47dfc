import type { Answer, Failure, VendorProfile } from '@partner-apis/core/vendor';
import { membersOf } from './members.ts';

/** What ASNA sends with a failure. Only validation shows it in the manual; other failures may be empty or no JSON at all. */
export interface AsnaProblem {
  /** Repeats the HTTP status. */
  readonly statusCode?: number;
  /** Whether the answer means failure. */
  readonly isError?: boolean;
  /** Whether the same request may work later. */
  readonly isTransient?: boolean;
  /** In English. For people: never branch on it. */
  readonly exceptionMessage?: string;
  /** What is wrong with the data; absent when the body could not be parsed. */
  readonly validationErrors?: readonly AsnaFieldError[];
  readonly [member: string]: unknown;
}

/** One thing that is wrong with a payload. */
export interface AsnaFieldError {
  /** Path such as `stocks[0].prtId`. */
  readonly field: string;
  /** Line, position, value and reason, in English. */
  readonly message: string;
}

/** How many fields a message names. */
const FIELDS_NAMED = 5;

/** The answer's body as ASNA's error object, when it is one. */
export function problemOf(body: unknown): AsnaProblem | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  // Members that are not what they should be are left as they are: whoever reads them checks their type.
  const problem = body as AsnaProblem;
  const known = typeof problem.isError === 'boolean' || typeof problem.exceptionMessage === 'string';
  return known ? problem : undefined;
}

/** The field errors of a problem; undefined when it has none, because the body could not be parsed. */
export function fieldErrorsOf(problem: AsnaProblem): AsnaFieldError[] | undefined {
  if (!Array.isArray(problem.validationErrors)) return undefined;
  const items: readonly unknown[] = problem.validationErrors;
  return items.map((item) => {
    const { field, message } = membersOf(item);
    return {
      field: typeof field === 'string' ? field : '',
      message: typeof message === 'string' ? message : '',
    };
  });
}

/** Everything that sets ASNA apart. `floorMs` is the client's `rateLimitFloorMs`; `credential` names its option that holds the credential. */
export function asnaProfile(floorMs: number, credential: string): VendorProfile {
  return {
    vendor: 'asna',
    title: 'ASNA',
    // Of orders: the customer's name and telephone.
    hiddenMembers: ['name', 'mPhone'],
    succeeded: isSuccess,
    readFailure: (answer) => readFailure(answer, floorMs, credential),
  };
}

/** Whether an HTTP status is a success. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}

/** A failure is an HTTP status that is not 2xx, or an error object under any status. */
function readFailure({ status, body }: Answer, floorMs: number, credential: string): Failure | undefined {
  const problem = problemOf(body);
  const failed = !isSuccess(status);
  if (!failed && problem?.isError !== true) return undefined;
  const decided = failed ? status : statusIn(problem);
  return {
    status: decided,
    text: problem === undefined ? undefined : textOf(problem),
    transient: problem?.isTransient === true,
    hint: decided === 401 ? refusedHint(credential) : HINTS[decided],
    // By source address, for a time that the manual does not tell; Retry-After is not in it either.
    floorMs: decided === 429 ? floorMs : undefined,
  };
}

function refusedHint(credential: string): string {
  return `The token was refused, also after a renewal where one was possible: check that the credential given as ${credential} is for this API.`;
}

const HINTS: Readonly<Record<number, string>> = {
  403: 'The credential lacks the right to do this: ask ASNA which rights it has.',
  429: 'Too many requests came from this address: all programs behind it share one limit.',
};

function statusIn(problem: AsnaProblem | undefined): number {
  const status = problem?.statusCode;
  return typeof status === 'number' && Number.isInteger(status) && status >= 400 && status <= 599
    ? status
    : 500;
}

/** The vendor's words and the names of the fields, not their values: those may be anybody's data. */
function textOf(problem: AsnaProblem): string | undefined {
  const text = typeof problem.exceptionMessage === 'string' ? problem.exceptionMessage : '';
  const fields = fieldErrorsOf(problem)?.map(({ field }) => field) ?? [];
  if (fields.length === 0) return text;
  const shown = fields.slice(0, FIELDS_NAMED).join(', ');
  const more = fields.length > FIELDS_NAMED ? ` and ${fields.length - FIELDS_NAMED} more` : '';
  return `${text} (${shown}${more})`;
}
