// The entry points beside the vendors' packages that need no package of others.
import { runCli } from '@partner-apis/cli';
import { fetchTransport, isTimeoutError, type TimeoutPhase } from '@partner-apis/core';
import { recordHar, replayHar } from '@partner-apis/core/har';
import { isHttpError } from '@partner-apis/core/user';
import { forward, memoryLock, type ForwardItem, type Sink } from '@partner-apis/forward';

export const transport = recordHar(fetchTransport(), { path: 'calls.har' });
export const replayed = replayHar('calls.har', { strict: false });

export function phaseOf(error: unknown): TimeoutPhase | number | undefined {
  return isTimeoutError(error) ? error.phase : isHttpError(error) ? error.status : undefined;
}

export const sink: Sink = {
  put: async (items: readonly ForwardItem[]) => items.map(({ id }) => (id === '' ? 'retry' : 'stored')),
};
export const tools = { forward, lock: memoryLock(), run: runCli };
