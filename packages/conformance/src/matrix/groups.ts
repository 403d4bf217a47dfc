import type { Group } from './cell.ts';
import { bundlers } from './groups/bundlers.ts';
import { frameworks } from './groups/frameworks.ts';
import { loading } from './groups/loading.ts';
import { packageManagers } from './groups/package-managers.ts';
import { runtimes } from './groups/runtimes.ts';
import { testRunners } from './groups/test-runners.ts';
import { typescript } from './groups/typescript.ts';

/** Every group, in the order of the page. */
export const groups: readonly Group[] = [
  typescript,
  loading,
  runtimes,
  frameworks,
  bundlers,
  testRunners,
  packageManagers,
];
