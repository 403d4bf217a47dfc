import type { Evidence, Method, Safety } from './operation.ts';
import type { Schema } from '../schema/schema.ts';

/** What is known of an endpoint. */
export interface OperationInfo {
  /** The method of the client, which errors, logs and hooks name. */
  readonly id: string;
  /** HTTP method. */
  readonly method: Method;
  /** Path; places in braces are filled in. */
  readonly path: string;
  /** What may happen when it is sent twice. */
  readonly safety: Safety;
  /** How well it is evidenced. */
  readonly evidence: Evidence;
  /** Where it is documented. */
  readonly source: string;
  /** What it does, in one line. */
  readonly summary: string;
}

/** What goes out and what comes back: a schema, or the kind of body that is no JSON. */
export interface OperationSchemas {
  /** What fills the places of the path; absent where it has none. */
  readonly params?: Schema<unknown, unknown> | undefined;
  /** The query; absent where it has none. */
  readonly query?: Schema<unknown, unknown> | undefined;
  /** The body: of JSON, or a stream; absent where it has none. */
  readonly body?: Schema<unknown, unknown> | 'stream' | undefined;
  /** The answer: of JSON, a stream, bytes as they are, or of no interest. */
  readonly response: Schema<unknown, unknown> | 'stream' | 'bytes' | 'empty';
}

/** An operation as it is declared. */
export type DeclaredOperation = Omit<OperationInfo, 'evidence'> &
  OperationSchemas & { readonly evidence?: Evidence };

const declared = new WeakMap<OperationInfo, OperationSchemas>();

/**
 * What is known of the endpoints of a vendor, frozen, in the order given.
 *
 * @throws TypeError for an operation that does not say how well it is evidenced.
 */
export function operationList(operations: readonly DeclaredOperation[]): readonly OperationInfo[] {
  return Object.freeze(
    operations.map((operation) => {
      const { id, method, path, safety, evidence, source, summary } = operation;
      if (evidence === undefined) throw new TypeError(`${id} does not say how well it is evidenced.`);
      const info = Object.freeze({ id, method, path, safety, evidence, source, summary });
      declared.set(info, operation);
      return info;
    }),
  );
}

/** The schemas of an entry of a package's `operations`: for tools, such as one that writes an OpenAPI document. Undefined for any other object. */
export function schemasOf(info: OperationInfo): OperationSchemas | undefined {
  return declared.get(info);
}
