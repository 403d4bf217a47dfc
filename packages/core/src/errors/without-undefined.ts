/** A copy without the members that are undefined, so that laying it over defaults does not erase them. */
export function withoutUndefined<T extends object>(value: T): T {
  for (const key in value) {
    // Almost always there is nothing to leave out, and then no copy is made.
    if (value[key] === undefined)
      return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;
  }
  return value;
}
