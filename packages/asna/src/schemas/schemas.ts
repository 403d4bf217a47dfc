import type { ApiCall, CallOptions } from '@partner-apis/core';
import type { Caller } from '@partner-apis/core/vendor';
import { type SchemaName, validatePayload, type ValidationResult } from './schema-operations.ts';

/** Validation of data before it is sent in. */
export class Schemas {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Asks ASNA whether data would be accepted; nothing is kept. Data that breaks the schema is a result, not an error. A string goes out as
   * it is, to find out why a text of your own is refused.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see ASNA REST API manual, "Other capabilities", validation of JSON data
   */
  validate(
    schemaName: SchemaName,
    payload: object | string,
    options?: CallOptions,
  ): ApiCall<ValidationResult> {
    return this.#client.call(validatePayload, { params: { schemaName }, body: payload }, options);
  }
}
