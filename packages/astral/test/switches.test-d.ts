import type {
  ArchiveErrorReason,
  ConsumerSignals,
  ConsumerState,
  Decision,
  RequestReport,
} from '@partner-apis/astral';

// Checked by the compiler, never run: states and reasons of ours are closed.
export function everyReason(reason: ArchiveErrorReason): string {
  switch (reason) {
    case 'truncated':
    case 'corrupt':
    case 'unsafe-entry':
    case 'limit':
    case 'not-an-archive':
    case 'mismatch':
      return reason;
    default:
      return reason satisfies never;
  }
}

export function everyState(state: ConsumerState): string {
  switch (state) {
    case 'created':
    case 'running':
    case 'paused':
    case 'draining':
    case 'cancelling':
    case 'flushing':
    case 'stopped':
    case 'failed':
      return state;
    default:
      return state satisfies never;
  }
}

export function everyDecision({ kind }: Decision): string {
  switch (kind) {
    case 'confirm':
    case 'release':
    case 'deadLetter':
      return kind;
    default:
      return kind satisfies never;
  }
}

export function forgotten({ outcome }: RequestReport): string {
  switch (outcome) {
    case 'answered':
    case 'failed':
      return outcome;
    default:
      // @ts-expect-error a poll may have been given up
      return outcome satisfies never;
  }
}

export function why({ why: reason }: ConsumerSignals['dropped']): string {
  switch (reason) {
    case 'in-hand':
    case 'done':
    case 'young':
    case 'set-aside':
    case 'no-id':
    case 'late':
      return reason;
    default:
      return reason satisfies never;
  }
}
