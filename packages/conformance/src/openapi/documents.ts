import { documentOf } from './document.ts';
import { vendors } from './vendors.ts';

/** Version of the documents themselves: it grows with what they describe, not with the packages. */
const VERSION = '1.0.0';

/** The text of each vendor's document, by the name of its file. */
export function openApiDocuments(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(vendors).map(([name, vendor]) => [
      name,
      `${JSON.stringify(documentOf(name, vendor, VERSION), null, 2)}\n`,
    ]),
  );
}
