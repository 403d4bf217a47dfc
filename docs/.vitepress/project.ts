import { readFileSync } from 'node:fs';

/** Where the project lives, such as `https://github.com/owner/name`: what the manifest at the root calls its repository. */
export const projectAddress = addressIn(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

/** The file of the repository that an address of the project shows, with its anchor; undefined for any other address. */
export function fileAt(href: string): string | undefined {
  const shown = `${projectAddress}/blob/main/`;
  return href.startsWith(shown) ? href.slice(shown.length) : undefined;
}

function addressIn(manifest: string): string {
  const [, address] = /"url": "git\+(https:[^"]+)\.git"/.exec(manifest) ?? [];
  if (address === undefined) throw new Error('package.json has no repository.url.');
  return address;
}
