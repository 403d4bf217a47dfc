import type { Manifest } from './workspace.ts';

/** How a published manifest leads to code and declarations. */
export interface PublishedManifest {
  /** For what does not read `exports`: compilers with `moduleResolution: node10`, and tools of their age. */
  readonly main?: string;
  readonly types?: string;
  readonly typesVersions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly exports: Readonly<Record<string, string | PublishedEntry>>;
}

/** A CommonJS program gets the same module through a file that hands it on, with declarations that its compiler accepts: see `build/commonjs.ts`. */
export interface PublishedEntry {
  readonly require: { readonly types: string; readonly default: string };
  readonly types: string;
  readonly default: string;
}

/** What `publishConfig` has to make of a manifest's `exports` for those who install it. */
export function publishedManifest({ exports }: Pick<Manifest, 'exports'>): PublishedManifest {
  const published = Object.entries(exports).map(
    ([subpath, target]) => [subpath, typeof target === 'string' ? target : entryOf(target)] as const,
  );
  const entries = published.flatMap(([subpath, target]) =>
    typeof target === 'string' ? [] : [{ name: subpath.replace(/^\.\/?/, ''), target }],
  );
  const main = entries.find(({ name }) => name === '')?.target;
  const further = entries.filter(({ name }) => name !== '');
  return {
    ...(main !== undefined && { main: main.require.default, types: main.types }),
    ...(further.length > 0 && {
      typesVersions: { '*': Object.fromEntries(further.map(({ name, target }) => [name, [target.types]])) },
    }),
    exports: Object.fromEntries(published),
  };
}

function entryOf({ default: code = '' }: Readonly<Record<string, string>>): PublishedEntry {
  const as = (extension: string): string => code.replace(/\.js$/, extension);
  return { require: { types: as('.d.cts'), default: as('.cjs') }, types: as('.d.ts'), default: code };
}

/** Every file that the entries of a published manifest lead to. */
export function filesOf({ exports }: PublishedManifest): string[] {
  return Object.values(exports).flatMap((target) =>
    typeof target === 'string'
      ? [target]
      : [target.types, target.default, target.require.types, target.require.default],
  );
}
