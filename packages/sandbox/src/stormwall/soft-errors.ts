import * as z from 'zod';

/** The schema of {@link StormwallSoftError}. */
export const softErrorSchema = z.looseObject({
  type: z.union([z.string(), z.number()]),
  code: z.string(),
});

/** An entry of `error_list`. What else is given stands in the answer too. */
export interface StormwallSoftError {
  /** Group of the error. The manual's table has a number, its example a text, so both may be sent. */
  type: string | number;
  /** What it is. */
  code: string;
  [member: string]: unknown;
}

/** For which commands soft errors are sent, and how often. */
export interface SoftErrorScope {
  /** Operation id such as `blacklist.add`. Default: every command. */
  operation?: string;
  /** How many answers carry them. Default: no end. */
  times?: number;
}

interface Plan {
  readonly errors: readonly StormwallSoftError[];
  readonly operation: string | undefined;
  left: number;
}

/** Soft errors that were asked for. */
export class SoftErrors {
  #plans: Plan[] = [];

  /** Sets what the commands of a scope answer from here on, in place of what was set for the same scope. */
  set(errors: readonly StormwallSoftError[], { operation, times }: SoftErrorScope): void {
    this.#plans = this.#plans.filter((plan) => plan.operation !== operation);
    if (errors.length === 0) return;
    this.#plans.push({ errors, operation, left: times ?? Number.POSITIVE_INFINITY });
  }

  /** What is armed, with how many answers are left. */
  armed(): readonly {
    readonly errors: readonly StormwallSoftError[];
    readonly operation: string | undefined;
    readonly left: number;
  }[] {
    return this.#plans;
  }

  /** What an answer carries, counted. */
  draw(operation: string): readonly StormwallSoftError[] {
    const plan =
      this.#plans.find((each) => each.operation === operation) ??
      this.#plans.find((each) => each.operation === undefined);
    if (plan === undefined) return [];
    plan.left -= 1;
    if (plan.left <= 0) this.#plans = this.#plans.filter((each) => each !== plan);
    return plan.errors;
  }
}
