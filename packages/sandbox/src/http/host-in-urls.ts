/** An address to listen on, as it stands in URLs. "Every address of this machine" is none to connect to, so it becomes this machine's own. */
export function hostInUrls(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
