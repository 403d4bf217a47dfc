import manifest from '../../package.json' with { type: 'json' };

/** Version of this package. */
export const VERSION = manifest.version;

/** `User-Agent` of a client: the program's own product first, then ours and the runtime. */
export function userAgent(vendor: string, own: string | undefined): string {
  const node = globalThis.process?.versions?.node;
  const ours = `partner-apis-${vendor}/${VERSION}${node === undefined ? '' : ` node/${node}`}`;
  return own === undefined ? ours : `${own} ${ours}`;
}
