/** How far a transfer has come. */
export interface Progress {
  /** Name of the file under way. */
  readonly file?: string;
  /** Bytes of file contents moved so far, all files together. An upload that starts again starts from 0 again. */
  readonly transferredBytes: number;
  /** Bytes to be moved in all, where that is known. */
  readonly totalBytes?: number;
}

/** Called after each chunk. What it throws ends the transfer and reaches the caller as it is. */
export type OnProgress = (progress: Progress) => void;
