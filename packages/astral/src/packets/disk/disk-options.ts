import type { CallOptions } from '@partner-apis/core';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { callbackSchema } from '../../api/invalid.ts';
import type { OnProgress } from '../progress.ts';
import type { Overwrite } from './place/place-file.ts';

/** Options of everything that writes files. */
export interface DiskOptions extends CallOptions {
  readonly onProgress?: OnProgress;
  /** Default `error`. */
  readonly overwrite?: Overwrite;
}

/** Those of them that the pipeline does not know. */
export const diskShape = {
  onProgress: callbackSchema,
  overwrite: z.enum(['error', 'replace', 'rename'], "must be 'error', 'replace' or 'rename'").optional(),
};

/** A path on this machine: a text or a `file:` URL. */
export const pathSchema = z.custom<string | URL>(
  (value) =>
    value instanceof URL ? isPath(value) : typeof value === 'string' && value !== '' && !value.includes('\0'),
  'must be a path, or a file: URL of this machine',
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
