/** JSON in bytes; undefined for what is none, which a check then says. */
export function parsed(bytes: Uint8Array | null | undefined): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes ?? new Uint8Array()));
  } catch {
    return undefined;
  }
}
