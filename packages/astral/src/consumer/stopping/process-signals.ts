/**
 * Calls `stop` on the first of these signals, and gives them back to Node.js at once, so that a second one ends the process as it would
 * without us. The function returned gives them back too.
 */
export function onProcessSignals(signals: readonly NodeJS.Signals[], stop: () => void): () => void {
  const forget = (): void => {
    for (const signal of signals) process.removeListener(signal, onSignal);
  };
  const onSignal = (): void => {
    forget();
    stop();
  };
  for (const signal of signals) process.on(signal, onSignal);
  return forget;
}
