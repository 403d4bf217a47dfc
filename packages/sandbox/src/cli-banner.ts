/** What the command line prints once it serves: where, and a block that a `.env` file can hold as it is. */
export function banner(
  urls: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>>,
): string {
  const width = Math.max(...Object.keys(urls).map((name) => name.length));
  const lines = [
    'Partner APIs sandbox. Nothing here is real: keys, ids and data are made up.',
    '',
    ...Object.entries(urls).map(([name, url]) => `  ${name.padEnd(width)}  ${url}`),
    '',
    '# .env',
    ...Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    '',
    'Stop it with Ctrl+C.',
    '',
  ];
  return lines.join('\n');
}
