import type { Evidence, Method, Safety } from './operation.ts';

/** What is known of an endpoint. */
export interface OperationInfo {
  /** The method of the client, which errors, logs and hooks name. */
  readonly id: string;
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

/** An operation as it is declared. */
export type DeclaredOperation = Omit<OperationInfo, 'evidence'> & { readonly evidence?: Evidence };

/**
 * What is known of the endpoints of a vendor, frozen, in the order given.
 *
 * @throws TypeError for an operation that does not say how well it is evidenced.
 */
export function operationList(declared: readonly DeclaredOperation[]): readonly OperationInfo[] {
  return Object.freeze(
    declared.map(({ id, method, path, safety, evidence, source, summary }) => {
      if (evidence === undefined) throw new TypeError(`${id} does not say how well it is evidenced.`);
      return Object.freeze({ id, method, path, safety, evidence, source, summary });
    }),
  );
}
