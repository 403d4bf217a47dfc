import { VERSION } from '../version.ts';

/** `User-Agent` of a client: the program's own product first, then ours and the runtime. */
export function userAgent(vendor: string, own: string | undefined): string {
  const node = globalThis.process?.versions?.node;
  const ours = `partner-apis-${vendor}/${VERSION}${node === undefined ? '' : ` node/${node}`}`;
  return own === undefined ? ours : `${own} ${ours}`;
}
