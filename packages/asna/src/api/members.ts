/** The members of an object, for reading what came over the wire; none for anything that is no object. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  // Every member is unknown, so whoever reads one has to check it.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
