import { ConfigurationError } from '../errors/configuration-error.ts';

/** What a hook is put around. */
export interface Step<Outcome, Seen, Extra> {
  /** Name of the hook, for messages. */
  readonly hook: string;
  run(extra?: Extra): Promise<Outcome>;
  /** What the hook gets of the outcome. */
  seen(outcome: Outcome): Seen;
  /** What the hook gets of an error. */
  seenError(error: unknown): unknown;
  /** Ends what is still running after its hook has given up. */
  stop(): void;
  /** Releases an outcome that nobody will look at. */
  drop(outcome: Outcome): void;
}

/**
 * Runs a hook around a step. The step runs once however often the hook calls `next`, its outcome stands whatever the hook returns, and
 * an error of the hook is the error of the call.
 */
export async function runHooked<Outcome, Seen, Extra>(
  step: Step<Outcome, Seen, Extra>,
  hook: (next: (extra?: Extra) => Promise<Seen>) => Promise<unknown>,
): Promise<Outcome> {
  let running: Promise<Outcome> | undefined;
  let settled = false;
  let over = false;
  const next = async (extra?: Extra): Promise<Seen> => {
    if (running !== undefined || over) throw misused(step.hook, running === undefined ? 'late' : 'twice');
    running = step.run(extra).finally(() => {
      settled = true;
    });
    try {
      return step.seen(await running);
    } catch (error) {
      throw step.seenError(error);
    }
  };
  try {
    await hook(next);
  } catch (error) {
    over = true;
    if (running === undefined) throw error;
    if (!settled) step.stop();
    // What the step ended with matters only where the hook passed it on.
    const own = await running.then(
      (outcome) => step.drop(outcome),
      (cause: unknown) => (step.seenError(cause) === error ? cause : undefined),
    );
    throw own ?? error;
  }
  over = true;
  if (running === undefined) throw misused(step.hook, 'never');
  return running;
}

function misused(hook: string, how: 'never' | 'twice' | 'late'): ConfigurationError {
  const what = {
    never: 'returned without calling next(), so nothing was sent',
    twice: 'called next() a second time; the request was not sent again',
    late: 'called next() after it had returned; nothing was sent',
  }[how];
  return new ConfigurationError(`The ${hook} hook ${what}. It must call next() once and wait for it.`);
}
