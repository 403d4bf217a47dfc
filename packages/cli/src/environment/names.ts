/** Vendors, in the order in which they are reported. */
export const vendorNames = ['astral', 'stormwall', 'asna', 'reestro'] as const;

/** Name of a vendor on the command line. */
export type VendorName = (typeof vendorNames)[number];

/** The variables that `fromEnv()` of each client reads. */
const variables: Readonly<Record<VendorName, readonly string[]>> = {
  astral: ['ASTRAL_BASE_URL', 'ASTRAL_API_KEY'],
  stormwall: [
    'STORMWALL_BASE_URL',
    'STORMWALL_TOKEN',
    'STORMWALL_V2_BASE_URL',
    'STORMWALL_V3_BASE_URL',
    'STORMWALL_V3_API_KEY',
  ],
  asna: ['ASNA_BASE_URL', 'ASNA_TOKEN', 'ASNA_CLIENT_ID', 'ASNA_CLIENT_SECRET', 'ASNA_TOKEN_URL'],
  reestro: ['REESTRO_BASE_URL', 'REESTRO_API_KEY', 'REESTRO_ORG_ID'],
};

/** The environment of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Which of a vendor's variables hold something. */
export function found(vendor: VendorName, env: Environment): string[] {
  return variables[vendor].filter((name) => (env[name] ?? '') !== '');
}

/** A variable that looks like one of ours and is not read. */
export interface Unread {
  readonly name: string;
  readonly vendor: VendorName;
  /** The variable that was probably meant. */
  readonly meant?: string;
}

/** Variables that begin like a vendor's and are read by nothing, in the order of the alphabet. */
export function unread(env: Environment): Unread[] {
  const names = Object.keys(env).filter((name) => (env[name] ?? '') !== '');
  return names.toSorted().flatMap((name) => {
    const vendor = vendorNames.find((candidate) => new RegExp(`^${candidate}[_-]`, 'i').test(name));
    if (vendor === undefined || variables[vendor].includes(name)) return [];
    const meant = nearest(name, variables[vendor]);
    return [{ name, vendor, ...(meant === undefined ? {} : { meant }) }];
  });
}

/** What to tell about a variable that is not read. */
export function explainUnread({ name, meant }: Unread): string {
  return meant === undefined ? `${name} is not read.` : `${name} is not read; did you mean ${meant}?`;
}

/** Further apart than this, two names are two names. */
const MOST_EDITS = 2;

function nearest(name: string, known: readonly string[]): string | undefined {
  const plain = letters(name);
  const [best] = known
    .map((candidate) => ({ candidate, edits: distance(plain, letters(candidate)) }))
    .toSorted((a, b) => a.edits - b.edits);
  return best !== undefined && best.edits <= MOST_EDITS ? best.candidate : undefined;
}

function letters(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
}

/** Levenshtein distance. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of Array.from(from).entries()) {
    const next = [index + 1];
    for (const [at, other] of Array.from(to).entries()) {
      const replaced = (row[at] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
