import { globSync, readdirSync, readFileSync } from 'node:fs';
import { defineConfig, type UserConfig } from 'tsdown';
import { writeCommonJs } from './packages/conformance/src/build/commonjs.ts';
import { pureConstants } from './packages/conformance/src/build/pure-constants.ts';

/** Every public package, with the source of each of its entry points (and of its command line) as its manifest names them. */
const packages = readdirSync(new URL('packages/', import.meta.url))
  .map((directory) => ({ cwd: `packages/${directory}`, manifest: readManifest(directory) }))
  .filter(({ manifest }) => manifest.private !== true);

/**
 * Modules that stay files of their own. A file runs after all that it imports: the check of the Node.js version, and the look at what undici
 * replaces, come before undici only from another file, which is imported first. undici has one that a bundler may leave out.
 */
const ALONE = 'src/**/{node-version,host-dispatcher,undici}.ts';

/** What several entry points need, and what is loaded later needs of what is there: each in one file, since every file takes its time. */
const BASICS = [
  /\/core\/src\/(errors|memory|time|observe|secrets|schema)\//,
  /\/core\/src\/(version|feed\/(error-text|feed|feed-check|feed-config|feed-health)|transport\/transport|download\/(aborted|disk-options)|disk\/(file-system-error|system-code))\.ts/,
  /\/astral\/src\/(api|consumer\/observing)\//,
  /\/astral\/src\/(consumer\/(lifecycle|handling\/routes)|packets\/archive\/(archive-error|limits))\.ts/,
];

export default defineConfig(
  packages.flatMap(({ cwd, manifest }): UserConfig[] => {
    const shared: UserConfig = {
      name: manifest.name,
      cwd,
      root: 'src',
      deps: { neverBundle: true },
      platform: 'node',
      target: 'node22.19',
      fixedExtension: false,
      report: false,
      checks: { bundlerTimings: false },
      failOnWarn: true,
    };
    return [
      // Code in few files, which load faster: one for each entry point, and one for each set of entry points that share modules.
      {
        ...shared,
        entry: [...sourcesOf(manifest), ...globSync(ALONE, { cwd })],
        hash: false,
        outputOptions: {
          // With what is in it in its name: after an update a running program seldom finds other code than its own under it.
          chunkFileNames: 'shared/[name]-[hash].js',
          codeSplitting: {
            groups: [{ name: 'basics', test: (id: string) => BASICS.some((part) => part.test(id)) }],
          },
          minifyInternalExports: false,
          // What is said of a name is in the declarations; a third of the code would be read at each start for nothing.
          comments: { jsdoc: false },
        },
        plugins: [pureConstants()],
        treeshake: false,
        sourcemap: true,
        dts: false,
      },
      // Declarations as the sources are laid out, which keeps every name as it was written.
      {
        ...shared,
        entry: sourcesOf(manifest),
        clean: false,
        unbundle: true,
        // What a declaration imports for nothing is left out, and with it zod, which is in none that a program sees.
        treeshake: { moduleSideEffects: false },
        dts: { sourcemap: true, emitDtsOnly: true },
        hooks: {
          'build:done': () => writeCommonJs(`${cwd}/dist`, entriesOf(manifest)),
        },
      },
    ];
  }),
);

interface Manifest {
  name: string;
  private?: boolean;
  exports: Record<string, string | { '@partner-apis/source': string }>;
  bin?: Record<string, string>;
}

function sourcesOf({ exports, bin = {} }: Manifest): string[] {
  const modules = Object.values(exports).flatMap((target) =>
    typeof target === 'string' ? [] : [target['@partner-apis/source']],
  );
  const commands = Object.values(bin).map((file) =>
    file.replace('./dist/', './src/').replace(/\.js$/, '.ts'),
  );
  return [...modules, ...commands];
}

/** What a program imports, as files of `dist`. */
function entriesOf({ exports }: Manifest): string[] {
  return Object.values(exports).flatMap((target) =>
    typeof target === 'string'
      ? []
      : [target['@partner-apis/source'].replace('./src/', '').replace(/\.ts$/, '.js')],
  );
}

function readManifest(directory: string): Manifest {
  return JSON.parse(
    readFileSync(new URL(`packages/${directory}/package.json`, import.meta.url), 'utf8'),
  ) as Manifest;
}
