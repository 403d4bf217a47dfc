/**
 * The matrix says where the packages run, and each of its cells is tried for real: `pnpm matrix` packs the packages, installs each cell's
 * project into a folder of its own as a user would, runs its commands beside a sandbox, and compares what came out with what the cell
 * expects. What came out is kept in `packages/conformance/matrix/results`, and `docs/packages.md` and `docs/ru/packages.md` are written from it.
 *
 * To add a cell: a folder in `packages/conformance/matrix/projects` with the files of its project (no `package.json`: it is made from the
 * cell), and an entry in a file of `groups/`. `pnpm matrix ID` tries it and writes the page. Projects see the packages as they are published.
 */

/** Words of the page: the same in both languages where they are names only. */
export type Text = string | { readonly en: string; readonly ru: string };

/** Cells that share a table of the page. */
export interface Group {
  /** Kebab-case; names the file of results. */
  readonly id: string;
  readonly title: Text;
  /** A paragraph of Markdown above the table. */
  readonly about: Text;
  readonly cells: readonly Cell[];
}

/** One place where the packages are used, with exact versions. */
export interface Cell {
  /** Kebab-case, unlike every other; `pnpm matrix ID` tries this one. */
  readonly id: string;
  /** First column. Cells one after another that say the same here, with the same outcome, become one row with the versions of all. */
  readonly what: Text;
  /** What the cell is about, by package name, in exact versions (also as `npm:other@1.2.3`): shown in the table, and installed. */
  readonly versions: Readonly<Record<string, string>>;
  /** What else the project needs from the registry. */
  readonly install?: Readonly<Record<string, string>>;
  /** Our packages that the project names, without the scope. */
  readonly ours: readonly string[];
  /** Folder within `matrix/projects`, copied. Cells with the same project and the same packages share one installation. */
  readonly project: string;
  /** npm unless another is named; its version is then among `versions`, and it is not installed as a package. */
  readonly manager?: ManagerName;
  /** What the project's `package.json` has beside its dependencies. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Whether install scripts of packages run: some fetch their program by one. */
  readonly scripts?: boolean;
  /** Run one after another, in the project's folder. */
  readonly steps: readonly Step[];
  readonly expected: Expected;
  /** Files of the project that the page shows under its table: they are the recipe. */
  readonly show?: readonly string[];
  /** Whether CI tries it: the few that break most easily. */
  readonly short?: boolean;
}

/** Managers of packages, each with its own way to install from tarballs: see `managers.ts`. */
export type ManagerName = 'npm' | 'pnpm' | 'yarn';

/**
 * A command and what it has to do. It sees the sandbox's addresses and credentials in the variables that `fromEnv()` reads, and the
 * inspector's in SANDBOX_INSPECTOR_URL and SANDBOX_INSPECTOR_TOKEN. Listen on port 0: other cells run at the same time.
 */
export interface Step {
  /** The program and its arguments; programs of the project's packages (`node_modules/.bin`) are found first. */
  readonly run: readonly string[];
  /** It must succeed, and what it prints match this. */
  readonly says?: RegExp;
  /** It must fail, and what it prints match this: with `expected.is: 'fails'` the last step has one. */
  readonly fails?: RegExp;
  /** Seconds until it is killed; 60 by default. */
  readonly seconds?: number;
}

/** What a user finds there: it works, it works with something done for it, or it does not. */
export type Expected =
  | { readonly is: 'works'; readonly note?: Text }
  /** `note` says what to do. */
  | { readonly is: 'recipe'; readonly note: Text }
  /** `note` says why, and what to do instead. */
  | { readonly is: 'fails'; readonly note: Text };
