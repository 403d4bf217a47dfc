import type { Group } from './cell.ts';
import { loading } from './groups/loading.ts';
import { typescript } from './groups/typescript.ts';

/** Every group, in the order of the page. */
export const groups: readonly Group[] = [typescript, loading];
