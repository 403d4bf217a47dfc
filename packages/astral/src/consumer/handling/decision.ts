/** What a handler asks for by returning it: made by `ctx.confirm()`, `ctx.release()` and `ctx.deadLetter()`, and nothing before it is returned. */
export class Decision {
  /** What is to become of the event. */
  readonly kind: 'confirm' | 'release' | 'deadLetter';
  /** Why, for hooks and logs; undefined where nothing was said. */
  readonly reason: string | undefined;

  /** @internal */
  constructor(kind: Decision['kind'], reason: string | undefined) {
    this.kind = kind;
    this.reason = reason;
  }
}

/** What catches everything must decide: resolving alone does not confirm what nobody was meant to handle. */
export function orRelease(result: unknown, reason: string): Decision {
  return result instanceof Decision ? result : new Decision('release', reason);
}
