import { join } from 'node:path';
import { publicPackages } from '../workspace.ts';

/** One way into a public package: what a program writes after `from`, and the declarations that it then sees. */
export interface EntryPoint {
  /** `@partner-apis/core/user` */
  readonly name: string;
  /** `core-user`, which its report is called after. */
  readonly label: string;
  /** Directory of its package. */
  readonly directory: string;
  /** Its built declarations. */
  readonly declarations: string;
}

/** Every entry point of every public package, in the order of the workspace and of the manifests. */
export function entryPoints(): readonly EntryPoint[] {
  return publicPackages().flatMap(({ directory, manifest }) =>
    Object.entries(manifest.exports).flatMap(([subpath, target]) => {
      const types = typeof target === 'string' ? undefined : target['types'];
      if (types === undefined) return [];
      const name = manifest.name + subpath.slice(1);
      const label = name.replace('@partner-apis/', '').replaceAll('/', '-');
      return [{ name, label, directory, declarations: join(directory, types) }];
    }),
  );
}
