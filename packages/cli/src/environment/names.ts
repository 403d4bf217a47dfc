import { explainUnread as wordsFor, nearest } from '@partner-apis/core/vendor';

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
  return wordsFor(name, meant);
}
