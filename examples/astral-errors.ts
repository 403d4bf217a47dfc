// Which error means what, and what to do about it. Without ASTRAL_API_KEY it runs against the sandbox.
// npx --yes pnpm@12.21.0 example examples/astral-errors.ts
import {
  AstralClient,
  isAbortedError,
  isAstralHttpError,
  isAuthenticationError,
  isConnectionError,
  isHttpError,
  isRequestValidationError,
  isTimeoutError,
} from '@partner-apis/astral';
import { withSandbox } from './support/with-sandbox.ts';

/** One line for whoever is on duty. */
function advice(error: unknown): string {
  if (isRequestValidationError(error))
    return `our own mistake, nothing was sent: ${error.issues[0]?.message}`;
  if (isAuthenticationError(error)) return 'renew the key, then start again';
  if (isAstralHttpError(error)) return `the platform said ${error.status}: ${error.body.title}`;
  if (isHttpError(error)) return `something in between answered ${error.httpStatus}`;
  if (isConnectionError(error)) return error.hint ?? error.reason;
  if (isTimeoutError(error)) return `no luck within the ${error.phase} limit`;
  if (isAbortedError(error)) return 'we asked it to stop';
  throw error;
}

await withSandbox(async () => {
  await using astral = AstralClient.fromEnv();
  await using stranger = astral.with({ apiKey: 'a-key-nobody-issued' });
  await using nowhere = astral.with({ baseUrl: 'http://127.0.0.1:1', retry: false });

  const calls: [string, () => PromiseLike<unknown>][] = [
    ['an id that is none', () => astral.events.get('42')],
    ['an event that does not exist', () => astral.events.get('0'.repeat(32))],
    ['a wrong key', () => stranger.events.poll({ timeout: 10 })],
    ['no tunnel', () => nowhere.events.poll({ timeout: 10 })],
    ['too little time', () => astral.events.poll({ timeout: 10 }, { timeouts: { attemptMs: 50 } })],
    ['a signal', () => astral.events.poll({ timeout: 10 }, { signal: AbortSignal.timeout(50) })],
  ];
  for (const [name, call] of calls) {
    const error: unknown = await call().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    console.log(`${name}: ${advice(error)}`);
  }
});
