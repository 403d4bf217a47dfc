// The manual's own examples write one thing in several ways: `errors` is an array in the answer 400 and an object in an event, `error` is
// an array under a singular name, `signedFiles` an object under a plural one. Here they all become arrays.

type Wire = Readonly<Record<string, unknown>>;

/** Whether a JSON value is an object. */
export function isObject(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An array of what may be an array, one thing, or nothing; nothing stays undefined. */
export function listed(value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? value : [value];
}

/** Errors at any depth, as arrays; nothing stays undefined. */
export function normalErrors(value: unknown): unknown {
  const list = listed(value);
  return Array.isArray(list) ? list.map(normalError) : undefined;
}

/** An error whose `errors` are an array, and those of its errors. Text stands for an error that has nothing but a message. */
export function normalError(error: unknown): unknown {
  if (typeof error === 'string') return { message: error };
  if (!isObject(error) || !('errors' in error)) return error;
  return replaced(error, { errors: normalErrors(error['errors']) });
}

/** An event with arrays where there may be several, and with the untouched event under `raw`. */
export function normalEvent(wire: unknown): unknown {
  if (!isObject(wire)) return wire;
  const { certificateFormEvent, signEvent } = wire;
  const [form, sign] = [variant(certificateFormEvent), variant(signEvent)];
  // Nothing to take out, nothing to put in its place: one copy, and none that lost a member, which is slow to read from then on.
  if (form === certificateFormEvent && sign === signEvent) return { ...wire, raw: wire };
  return { ...replaced(wire, { certificateFormEvent: form, signEvent: sign }), raw: wire };
}

/** A member that makes an event one of the known kinds; null, or anything but an object, does not. */
function variant(value: unknown): Wire | undefined {
  if (!isObject(value)) return undefined;
  const { error, errors, signedFiles } = value;
  const several = signedFiles === undefined || Array.isArray(signedFiles);
  if (error === undefined && errors === undefined && several) return value;
  return replaced(value, {
    error: normalErrors(error),
    errors: normalErrors(errors),
    signedFiles: listed(signedFiles),
  });
}

/** A copy with some members replaced; those that come to nothing are left out. */
function replaced(value: Wire, changes: Wire): Wire {
  const copy: Record<string, unknown> = { ...value };
  for (const [name, change] of Object.entries(changes)) {
    if (change === undefined) delete copy[name];
    else copy[name] = change;
  }
  return copy;
}

/** An event, or another object, with the untouched one under `raw`. */
export function withRaw(wire: unknown): unknown {
  return isObject(wire) ? { ...wire, raw: wire } : wire;
}

/** The list in an answer whose wrapper is not documented: the answer itself, the member of a known name, or its only array. */
export function itemsIn(answer: unknown, ...names: readonly string[]): unknown {
  if (!isObject(answer)) return answer;
  const known = ['items', ...names].map((name) => answer[name]).find((value) => Array.isArray(value));
  const arrays = Object.values(answer).filter((value) => Array.isArray(value));
  return known ?? (arrays.length === 1 ? arrays[0] : answer);
}
