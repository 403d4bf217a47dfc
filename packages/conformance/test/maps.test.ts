import { globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { publicPackages } from '../src/workspace.ts';

/** Packages that are large enough to have rooms. */
const packages = publicPackages().filter(({ directory }) => rooms(join(directory, 'src')).length > 0);

describe.each(packages)('$manifest.name', ({ directory }) => {
  const src = join(directory, 'src');

  test('the map in its README is the tree', () => {
    const readme = readFileSync(join(directory, 'README.md'), 'utf8');
    const map = readme.slice(readme.indexOf('\n## Rooms'));
    const listed = Array.from(map.matchAll(/^\| `([a-z0-9-]+)\/` \|/gm), ([, name = '']) => name);
    expect(listed.toSorted()).toEqual(rooms(src));
    for (const [, path = ''] of map.matchAll(/`([a-z/-]+(?:\.ts|\/))`/g)) {
      expect(globSync(`**/${path.replace(/\/$/, '')}`, { cwd: src }), path).not.toEqual([]);
    }
  });

  test('no folder holds more than twelve files', () => {
    const counts = Map.groupBy(globSync('**/*.{ts,tsx}', { cwd: src }), (file) => dirname(file));
    expect(counts.size).toBeGreaterThan(1);
    expect([...counts].filter(([, files]) => files.length > 12).map(([folder]) => folder)).toEqual([]);
  });
});

function rooms(src: string): string[] {
  return globSync('*', { cwd: src })
    .filter((name) => statSync(join(src, name)).isDirectory())
    .toSorted();
}
