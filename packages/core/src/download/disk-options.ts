import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { callable } from '../schema/option-schemas.ts';
import type { OnProgress } from './progress.ts';
import type { CallOptions } from '../runtime/options.ts';
import type { Overwrite } from '../disk/place-file.ts';

/** Options of everything that writes files. */
export interface DiskOptions extends CallOptions {
  /** Called as bytes arrive. Default: nobody is told. */
  readonly onProgress?: OnProgress;
  /** Default `error`. */
  readonly overwrite?: Overwrite;
}

/** Those of them that the pipeline does not know. */
export const diskShape = {
  onProgress: z.lazy(() => z.optional(callable)),
  overwrite: z.lazy(() =>
    z.optional(z.enum(['error', 'replace', 'rename'], "must be 'error', 'replace' or 'rename'")),
  ),
};

/** A path on this machine: a text or a `file:` URL. */
export const pathSchema: z.ZodMiniType<string | URL, string | URL> = z.lazy(() =>
  z.custom<string | URL>(
    (value) =>
      value instanceof URL
        ? isPath(value)
        : typeof value === 'string' && value !== '' && !value.includes('\0'),
    'must be a path, or a file: URL of this machine',
  ),
);

function isPath(url: URL): boolean {
  try {
    return !fileURLToPath(url).includes('\0');
  } catch {
    return false;
  }
}

/** The path as text. */
export function pathOf(path: string | URL): string {
  return typeof path === 'string' ? path : fileURLToPath(path);
}
