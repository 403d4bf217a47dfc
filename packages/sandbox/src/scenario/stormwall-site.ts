import * as z from 'zod';
import type { Site } from '../stormwall/v3/sites.ts';
import { epoch, iso, jsonObject, moment } from './common.ts';
import { defined } from './part.ts';

/** A domain of Stormwall as version 3 knows it. */
export const siteSchema = z.strictObject({
  ips: z.array(z.strictObject({ ip: z.string(), isShared: z.boolean() })).optional(),
  backends: z.array(jsonObject).optional(),
  ports: z.array(jsonObject).optional(),
  redirects: jsonObject.optional(),
  certificate: moment.optional().describe('When it is there.'),
  wwwIncluded: z.boolean().optional(),
});

/** Puts one back as it was. */
export function loadSite(site: Site, given: z.output<typeof siteSchema>): void {
  const { certificate, ...members } = given;
  Object.assign(site, defined(members));
  if (certificate !== undefined) site.certificateAt = epoch(certificate);
}

/** One as a scenario has it; nothing where version 3 knows nothing. */
export function siteOf(site: Site | undefined): { site?: z.output<typeof siteSchema> } {
  if (site === undefined) return {};
  const { certificateAt, ips, backends, ports, redirects, wwwIncluded } = structuredClone(site);
  return {
    site: {
      ips,
      backends: backends.map((one) => ({ ...one })),
      ports: ports.map((one) => ({ ...one })),
      redirects: { ...redirects },
      wwwIncluded,
      ...(certificateAt !== undefined && { certificate: iso(certificateAt) }),
    },
  };
}
