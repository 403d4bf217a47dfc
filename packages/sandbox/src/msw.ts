import './node-version.ts';
import { http, HttpResponse, type HttpHandler } from 'msw';
import { createSandbox, type Sandbox } from './sandbox.ts';
import { vendorNames, vendors, type VendorName } from './vendors.ts';

/** The sandbox behind {@link handlers}: act and look from the vendors' side, inject faults, reset between tests. */
export const sandbox: Sandbox = createSandbox();

/** Handlers for `setupServer(...handlers)`: every emulated vendor at the address where its client looks by default. */
export const handlers: HttpHandler[] = createHandlers(sandbox);

/**
 * Handlers for a sandbox of your own, and for other addresses. A fault that needs a connection, such as `reset`, becomes a
 * network error.
 */
export function createHandlers(
  target: Sandbox,
  origins: { readonly [Name in VendorName]?: string } = {},
): HttpHandler[] {
  return vendorNames.flatMap((vendor) => {
    const known: { readonly origin: string; readonly furtherOrigins?: readonly string[] } = vendors[vendor];
    const own = origins[vendor];
    const all = own === undefined ? [known.origin, ...(known.furtherOrigins ?? [])] : [own];
    return all.map((origin) =>
      http.all(`${origin.replace(/\/+$/, '')}/*`, async ({ request }) => {
        try {
          return await target.fetch(vendor, request);
        } catch {
          return HttpResponse.error();
        }
      }),
    );
  });
}
