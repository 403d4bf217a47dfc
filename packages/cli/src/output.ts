/** Where a command writes. A process is one. */
export interface Output {
  /** Results go here. */
  readonly stdout: Pick<NodeJS.WriteStream, 'write'>;
  /** Failures and notes go here. */
  readonly stderr: Pick<NodeJS.WriteStream, 'write'>;
}
