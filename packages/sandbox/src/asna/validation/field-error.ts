/** One entry of `validationErrors`. */
export interface FieldError {
  /** Path such as `stocks[0].prtId`. */
  readonly field: string;
  readonly message: string;
}
