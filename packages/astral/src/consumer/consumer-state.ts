/** Life of a consumer. It runs once: from `stopped` and `failed` there is no way back. */
export type ConsumerState =
  | 'created'
  | 'running'
  | 'paused'
  | 'draining'
  | 'cancelling'
  | 'flushing'
  | 'stopped'
  | 'failed';
