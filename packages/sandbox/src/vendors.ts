import { createAsna } from './asna/asna.ts';
import { createAstral } from './astral/astral.ts';
import { createStormwall } from './stormwall/stormwall.ts';
import { createReestro } from './reestro/reestro.ts';

/** The emulated vendors: how each is made, and where its clients look for it when they are told nothing else. */
export const vendors = {
  astral: { create: createAstral, origin: 'http://127.0.0.1:8000' },
  stormwall: { create: createStormwall, origin: 'https://api.stormwall.pro' },
  asna: {
    create: createAsna,
    origin: 'https://api.asna.cloud',
    // Tokens come from a host of their own.
    furtherOrigins: ['https://sso.asna.cloud:5000'],
  },
  reestro: { create: createReestro, origin: 'https://api.kontur.ru' },
} as const;

/** Name of an emulated vendor. */
export type VendorName = keyof typeof vendors;

/** Every emulator of one sandbox, by name. */
export type Vendors = { readonly [Name in VendorName]: ReturnType<(typeof vendors)[Name]['create']> };

/** Their names, in the order in which they get their ports. */
export const vendorNames = Object.keys(vendors) as readonly VendorName[]; // Boundary: keys of the literal above.
