import { type Answer, defineOperation, RawJson, isErrorLike } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { type AsnaFieldError, fieldErrorsOf, isSuccess, problemOf } from '../api/profile.ts';

/** What ASNA says about a payload: whether it is `valid`, and if not, why. */
export type ValidationResult =
  | { readonly valid: true }
  | {
      readonly valid: false;
      /** `schema`: see `errors`. `unparsable`: the payload is no JSON, so there are no fields to name. */
      readonly reason: 'schema' | 'unparsable';
      /** What is wrong, field by field; empty for `unparsable`. */
      readonly errors: readonly AsnaFieldError[];
      /** ASNA's own words, in English. */
      readonly message: string;
    };

const schemaNames = ['stocks', 'preorders', 'orders', 'transactions'] as const;

/** Schemas there are. "Other capabilities", validation of data. */
export type SchemaName = (typeof schemaNames)[number];

/** Text goes out as it is, broken JSON included: finding out what is wrong with it is what the call is for. */
const payload = z.lazy(() =>
  z.pipe(
    z.unknown(),
    z.transform((value, context): RawJson => {
      if (typeof value === 'string' && value.trim() !== '') return new RawJson(value);
      try {
        const text: string | undefined =
          typeof value === 'object' && value !== null ? JSON.stringify(value) : undefined;
        if (text !== undefined) return new RawJson(text);
        context.issues.push({
          code: 'custom',
          message: 'must be an object, or JSON as a string that is not empty',
          input: value,
        });
      } catch (error) {
        const why = isErrorLike(error) ? (error.message.split('\n')[0] ?? '') : '';
        context.issues.push({ code: 'custom', message: `cannot be written as JSON: ${why}`, input: value });
      }
      return z.NEVER;
    }),
  ),
);

/** POST /v5/json_schemas/{schemaName}/validation: a dry run, nothing is kept. */
export const validatePayload = defineOperation({
  id: 'schemas.validate',
  summary: 'Check data against a schema without sending it in',
  source: 'ASNA REST API manual, "Other capabilities", validation of JSON data',
  evidence: 'manual',
  method: 'POST',
  path: '/v5/json_schemas/{schemaName}/validation',
  safety: 'read',
  params: z.lazy(() =>
    z.strictObject({
      schemaName: z.enum(schemaNames, `must be one of ${schemaNames.join(', ')}`),
    }),
  ),
  body: payload,
  response: z.lazy(() => z.custom<ValidationResult>()),
  absorb: verdict,
});

/** 200 is a yes, whatever its body, which the manual does not show. 400 with ASNA's error object is a no; anything else is a failure. */
function verdict({ status, body }: Answer): { value: ValidationResult } | undefined {
  const problem = problemOf(body);
  if (isSuccess(status) && problem?.isError !== true) return { value: { valid: true } };
  if ((status !== 400 && !isSuccess(status)) || problem === undefined || problem.isTransient === true)
    return undefined;
  const errors = fieldErrorsOf(problem);
  const message = typeof problem.exceptionMessage === 'string' ? problem.exceptionMessage : '';
  return {
    value:
      errors === undefined
        ? { valid: false, reason: 'unparsable', errors: [], message }
        : { valid: false, reason: 'schema', errors, message },
  };
}
