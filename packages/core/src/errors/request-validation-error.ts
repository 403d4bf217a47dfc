import { type ErrorContext, PartnerApiError } from './partner-api-error.ts';

/** One thing that is wrong with a value, and where. */
export interface Issue {
  /** Property names and indexes from the outside in; empty for the value itself. */
  readonly path: readonly (string | number)[];
  /** What is wrong, as the end of a sentence; never the value itself. */
  readonly message: string;
}

/** `path: message` for each issue, as one line. */
export function describeIssues(issues: readonly Issue[]): string {
  const shown = issues.slice(0, 8).map((issue) => {
    return issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`;
  });
  if (issues.length > shown.length) shown.push(`and ${issues.length - shown.length} more`);
  return shown.join('; ');
}

/** Arguments of a call that cannot be sent; `issues` lists all of them. Code `REQUEST_VALIDATION`. */
export class RequestValidationError extends PartnerApiError {
  static override readonly kind = 'RequestValidationError';
  declare readonly code: 'REQUEST_VALIDATION';
  /** Everything that is wrong with the arguments. */
  readonly issues: readonly Issue[];

  constructor(message: string, issues: readonly Issue[], context?: ErrorContext) {
    super('REQUEST_VALIDATION', message, context);
    this.issues = issues;
  }

  protected override details(): Record<string, unknown> {
    return { issues: this.issues };
  }
}
