/** What a handler asks for by returning it: made by `ctx.release()` and `ctx.deadLetter()`, and nothing before it is returned. */
export class Decision {
  readonly kind: 'release' | 'deadLetter';
  readonly reason: string | undefined;

  /** @internal */
  constructor(kind: Decision['kind'], reason: string | undefined) {
    this.kind = kind;
    this.reason = reason;
  }
}
