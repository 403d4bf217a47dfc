import { once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { MAX_FILE_BYTES } from '../upload/upload-file.ts';

/** What an archive may ask of this process. Whatever goes beyond ends in an ArchiveError with reason `limit`. */
export interface ArchiveLimits {
  /** Contents of all files together, in bytes. Default 4,294,967,296 (4 GiB). */
  readonly totalBytes: number;
  /** Contents of one file, in bytes. Default 134,217,728, the platform's own limit (manual, section 1.2). */
  readonly fileBytes: number;
  /** Files, and directories that are passed over. Default 10,000. */
  readonly files: number;
  /** Names and other records of one entry, in bytes. Default 262,144. */
  readonly headerBytes: number;
  /**
   * Bytes unpacked per byte received. A ratio given here holds from the first MiB unpacked on. Default 250 from 256 MiB on: a packet
   * of blank scans is no attack, and the other limits bound it.
   */
  readonly ratio: number;
}

/** Limits with nothing left out. */
export interface ResolvedLimits extends ArchiveLimits {
  /** Bytes that may be unpacked before `ratio` counts. */
  readonly ratioFrom: number;
}

const MIB = 1024 * 1024;

const DEFAULTS: ResolvedLimits = {
  totalBytes: 4096 * MIB,
  fileBytes: MAX_FILE_BYTES,
  files: 10_000,
  headerBytes: 256 * 1024,
  ratio: 250,
  ratioFrom: 256 * MIB,
};

const positive = once(() =>
  z.optional(
    z.custom<number>(
      (value) => typeof value === 'number' && value > 0,
      'must be a positive number, or Infinity',
    ),
  ),
);

/** Schema of the option `limits`. */
export const limitsSchema = z.lazy(() =>
  z.optional(
    z.strictObject(
      {
        totalBytes: positive(),
        fileBytes: positive(),
        files: positive(),
        headerBytes: positive(),
        ratio: positive(),
      },
      {
        error: ({ code }) => (code === 'unrecognized_keys' ? undefined : 'must be an object of limits'),
      },
    ),
  ),
);

/** Fills in the defaults. */
export function resolveLimits(given: Partial<ArchiveLimits> = {}): ResolvedLimits {
  return {
    totalBytes: given.totalBytes ?? DEFAULTS.totalBytes,
    fileBytes: given.fileBytes ?? DEFAULTS.fileBytes,
    files: given.files ?? DEFAULTS.files,
    headerBytes: given.headerBytes ?? DEFAULTS.headerBytes,
    ratio: given.ratio ?? DEFAULTS.ratio,
    ratioFrom: given.ratio === undefined ? DEFAULTS.ratioFrom : MIB,
  };
}
