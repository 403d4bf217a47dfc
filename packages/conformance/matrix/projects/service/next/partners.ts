import { createPartners } from '../partners.mjs';

// Once per process, and not before the first request: a build evaluates the modules of routes without the environment of the service, and the
// development server evaluates them again after every change.
const kept = globalThis as typeof globalThis & { partners?: ReturnType<typeof createPartners> };

export const partners = () => (kept.partners ??= createPartners());
