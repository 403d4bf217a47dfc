import type { Answer, Failure } from './profile.ts';
import type { InputOf, OutputOf, Schema } from '../schema/schema.ts';
import type { StreamedBody } from './streamed-body.ts';
import type { Timeouts } from '../time/timeouts.ts';
import type { StreamBody, TransportRequest } from '../transport/transport.ts';

/**
 * What may happen when a request is sent twice. `read`: nothing. `idempotent`: the same as once. `unsafe`: something twice, so it is
 * sent again only when it cannot have arrived, or the vendor says that nothing was started.
 */
export type Safety = 'read' | 'idempotent' | 'unsafe';

/**
 * How well an endpoint is evidenced. `manual`: the vendor's manual. `vendor-docs`: other documentation of the vendor, of which not all could
 * be read. `third-party`: only other programs that use it.
 */
export type Evidence = 'manual' | 'vendor-docs' | 'third-party';

/** HTTP methods the vendors use. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type AnySchema = Schema<unknown, unknown>;

/** A member that may be left out where its schema takes undefined. */
type Member<Name extends string, T> = undefined extends T
  ? { readonly [K in Name]?: T }
  : { readonly [K in Name]: T };

/** What an operation is given: one member per part that it declares. */
export type OperationInput<P, Q, B> = (P extends AnySchema
  ? Member<'params', InputOf<P>>
  : { readonly params?: undefined }) &
  (Q extends AnySchema ? Member<'query', InputOf<Q>> : { readonly query?: undefined }) &
  (B extends AnySchema
    ? Member<'body', InputOf<B>>
    : B extends 'stream'
      ? { readonly body: StreamBody }
      : { readonly body?: undefined });

/** What an operation has sent: its input after the schemas. */
export interface OperationSent<P, Q, B> {
  /** What fills the places of the path. */
  readonly params: P extends AnySchema ? OutputOf<P> : undefined;
  /** The query. */
  readonly query: Q extends AnySchema ? OutputOf<Q> : undefined;
  /** The body. */
  readonly body: B extends AnySchema ? OutputOf<B> : undefined;
}

/** An answer that is taken as it is: not every command of every vendor answers JSON. */
export interface BytesAnswer {
  /** The whole body. */
  readonly bytes: Uint8Array;
  /** As the vendor sent it; undefined when it sent none. */
  readonly contentType: string | undefined;
}

/** An answer as `result` gets it. */
type AnswerOf<R> = R extends AnySchema ? OutputOf<R> : R extends 'bytes' ? BytesAnswer : undefined;

/** The only description of an endpoint; everything else is derived from it. */
export interface Operation<P = unknown, Q = unknown, B = unknown, R = unknown, Result = unknown> {
  /** Stable name, such as `events.confirm`: in errors, logs, hooks and spans. */
  readonly id: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** Where it is documented: which manual, which section. */
  readonly source: string;
  /** How well it is evidenced. */
  readonly evidence?: Evidence;
  /** HTTP method. */
  readonly method: Method;
  /** Path template; `{name}` places are filled from `params`, encoded. */
  readonly path: string;
  /** What may happen when it is sent twice; retries follow from it. */
  readonly safety: Safety;
  /** A schema of what fills the places of the path. */
  readonly params?: P;
  /** A schema of the query. */
  readonly query?: Q;
  /** A schema for a JSON body, or `stream`. */
  readonly body?: B;
  /** A schema for a JSON answer, `stream` or `bytes` for any other, `empty` where the answer is of no interest. */
  readonly response: R;
  /**
   * Turns the checked answer into what the method resolves to; the answer itself when absent. `body` is the answer before its schema,
   * which may have dropped what it does not know.
   */
  readonly result?: (answer: AnswerOf<R>, sent: OperationSent<P, Q, B>, body: unknown) => Result;
  /**
   * Answers that are a result although they look like a failure or hold no JSON; undefined leaves the answer as it is. `attempts` counts
   * this one, `sent` is what was asked.
   */
  readonly absorb?: (
    answer: Answer,
    attempts: number,
    sent: OperationSent<P, Q, B>,
  ) => { readonly value: R extends AnySchema ? InputOf<R> : undefined } | undefined;
  /** Answers that mean failure for this operation only, such as an empty list where one object was asked for. */
  readonly failure?: (answer: Answer) => Failure | undefined;
  /**
   * What to do when it is not known whether an unsafe request was carried out, as a sentence. Default: find out before repeating it.
   */
  readonly uncertain?: string;
  /** What an answer of the wrong shape means for the caller, as a sentence. Default: the vendor has most likely done what was asked. */
  readonly unreadable?: string;
  /** Most bytes of an answer that is read whole; a longer one is an error. Default 64 MiB. */
  readonly maxBytes?: number | undefined;
  /** Integers of the answer that a number cannot hold, beyond 2^53, arrive as text with all their digits. */
  readonly exactIntegers?: boolean;
  /** True for a request that must go out without the credential. */
  readonly anonymous?: boolean;
  /** Time limits that this operation needs, over those of the client. */
  readonly timeouts?: (input: OperationInput<P, Q, B>) => Partial<Timeouts>;
  /** Whose connections it uses; see `TransportRequest.lane`. Default `call`. */
  readonly lane?: TransportRequest['lane'];
}

/** An operation whose parts are not known to the type system; what the pipeline works on. */
export type AnyOperation = Operation<
  AnySchema | undefined,
  AnySchema | undefined,
  AnySchema | 'stream' | undefined,
  AnySchema | 'stream' | 'bytes' | 'empty'
>;

/** Declares an operation; gives it back with its types inferred. */
export function defineOperation<
  const P extends AnySchema | undefined = undefined,
  const Q extends AnySchema | undefined = undefined,
  const B extends AnySchema | 'stream' | undefined = undefined,
  const R extends AnySchema | 'stream' | 'bytes' | 'empty' = 'empty',
  Result = R extends 'stream' ? StreamedBody : AnswerOf<R>,
>(operation: Operation<P, Q, B, R, Result>): Operation<P, Q, B, R, Result> {
  return operation;
}
