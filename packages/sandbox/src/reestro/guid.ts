import { createRandom, type Random } from '../random.ts';

/** GUIDs as the manual has them: dashed, any case. */
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a GUID. */
export function isGuid(text: string): boolean {
  return GUID.test(text);
}

/** The next GUID of a sequence, in lower case as in the manual's examples. */
export function guid(random: Random): string {
  const hex = random.hex(32);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join('-');
}

/** A sequence of GUIDs; a label keeps it apart from others. */
export function guids(seed: string, label: string): () => string {
  const random = createRandom(`${seed}/reestro/${label}`);
  return () => guid(random);
}
