const TAGS = ['[object Error]', '[object DOMException]'];

/**
 * Whether a value is an error of any realm. Test runners such as jest load programs into a realm of their own, where the errors of
 * Node.js itself (`ECONNREFUSED`, `ENOENT`) are no instances of `Error`.
 */
export function isErrorLike(value: unknown): value is Error {
  return value instanceof Error || TAGS.includes(Object.prototype.toString.call(value));
}
