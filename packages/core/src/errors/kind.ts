/**
 * `instanceof` that holds across duplicate installs of this package. Two copies have two class objects, so each error carries
 * the names of its classes under a registered symbol, and the classes compare names instead of prototypes.
 */
const KINDS = Symbol.for('@partner-apis/core/error-kinds');

interface KindedClass {
  readonly kind?: string;
}

/** Names of the SDK's own error classes between `errorClass` and the root, most specific first. */
function kindsOf(errorClass: KindedClass): readonly string[] {
  const kinds: string[] = [];
  let current: unknown = errorClass;
  while (typeof current === 'function') {
    const kind: unknown = Object.getOwnPropertyDescriptor(current, 'kind')?.value;
    if (typeof kind === 'string') kinds.push(kind);
    current = Object.getPrototypeOf(current);
  }
  return kinds;
}

/** Writes the class names onto a new error, hidden from printing. Called once, by the root class. */
export function stampKinds(error: Error, errorClass: KindedClass): void {
  const kinds = kindsOf(errorClass);
  Object.defineProperty(error, KINDS, { value: kinds });
  Object.defineProperty(error, 'name', {
    value: kinds[0] ?? 'PartnerApiError',
    configurable: true,
    writable: true,
  });
}

/** Whether `value` is an error of class `kind` or of a subclass, made by any copy of this package. */
export function hasKind(value: unknown, kind: string): boolean {
  if (typeof value !== 'object' || value === null || !(KINDS in value)) return false;
  const kinds: unknown = value[KINDS];
  return Array.isArray(kinds) && kinds.includes(kind);
}
