import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Files of the repository that pages link to. */
const files = [
  'examples/*.ts',
  'examples/testing/*.{ts,yaml}',
  'README.md',
  'README.ru.md',
  'packages/*/README.md',
  'packages/sandbox/Dockerfile',
];

export default {
  paths: () =>
    files
      .flatMap((pattern) => globSync(pattern, { cwd: root }))
      .toSorted()
      .map((path) => ({ params: { path: path.replace(/\.md$/, '') }, content: shown(path) })),
};

function shown(path: string): string {
  const text = readFileSync(root + path, 'utf8');
  // A README of the repository leads to folders and files that the site does not show: there the words stay.
  if (/^README(\.ru)?\.md$/.test(path))
    return text.replaceAll(/\[([^\]]+)\]\((?!docs\/[^)]*\.md|https?:|#)[^)]*\)/g, '$1');
  if (path.endsWith('.md')) return text;
  const [, extension = 'docker'] = /\.([a-z]+)$/.exec(path) ?? [];
  const [name] = path.split('/').slice(-1);
  return `# ${name}\n\n\`${path}\`\n\n\`\`\`${extension}\n${text}\`\`\`\n`;
}
