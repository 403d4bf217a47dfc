import diagnostics from 'node:diagnostics_channel';
import { errorMonitor, type EventEmitter } from 'node:events';
import { Socket } from 'node:net';

/**
 * Calls back for every connection attempt of this process that a closed port refused; returns how to stop that. The
 * attempts of other processes leave no trace here: nobody listens.
 */
export function watchRefusedAttempts(port: number, onRefused: () => void): () => void {
  const onSocket = (message: unknown): void => {
    const socket: EventEmitter | undefined = socketOf(message);
    // The monitor sees the error without counting as its handler, which would change what the client's code does.
    socket?.once(errorMonitor, (error: unknown) => {
      if (refusedPorts(error).includes(port)) onRefused();
    });
  };
  diagnostics.subscribe('net.client.socket', onSocket);
  return () => diagnostics.unsubscribe('net.client.socket', onSocket);
}

function socketOf(message: unknown): Socket | undefined {
  const socket =
    typeof message === 'object' && message !== null && 'socket' in message ? message.socket : undefined;
  return socket instanceof Socket ? socket : undefined;
}

/** A host name with several addresses fails with one error around those of each address. */
function refusedPorts(error: unknown): unknown[] {
  if (error instanceof AggregateError) return error.errors.flatMap(refusedPorts);
  const refused = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
  return refused && 'port' in error ? [error.port] : [];
}
