type Texts = Readonly<Record<string, string>>;

/** What the command line prints once it serves: where, with which keys, and a block that a `.env` file can hold as it is. */
export function banner(urls: Texts, facts: Readonly<Record<string, Texts>>, environment: Texts): string {
  const lines = [
    'Partner APIs sandbox. Nothing here is real: keys, ids and data are made up.',
    '',
    ...Object.entries(urls).flatMap(([name, url]) => [
      `${name}  ${url}`,
      ...Object.entries(facts[name] ?? {}).map(([fact, value]) => `  ${fact.padEnd(19)}  ${value}`),
      '',
    ]),
    '# .env',
    ...Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    '',
    'Stop it with Ctrl+C.',
    '',
  ];
  return lines.join('\n');
}
