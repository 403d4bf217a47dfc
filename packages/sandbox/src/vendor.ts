import type { Clock } from './clock.ts';
import type { Answer } from './http/answer.ts';
import type { Handler } from './http/exchange.ts';
import type { ScenarioPart } from './scenario/part.ts';

/** One endpoint: the id that faults and the ledger know it by, and what serves it. */
export interface Route {
  readonly id: string;
  readonly method: string;
  /** Path pattern in Hono's notation. */
  readonly path: string;
  readonly handler: Handler;
}

/** What the sandbox gives to a vendor's emulator. */
export interface VendorContext {
  /** Changes when a scenario with another seed is loaded: read it when it is needed. */
  seed: string;
  readonly clock: Clock;
  /** Real milliseconds that one second of the vendor's own time-outs takes. */
  readonly secondMs: number;
}

/** What the inspector shows of a vendor. */
export interface VendorView<State = unknown> {
  /** JSON without secrets. */
  state(): State;
  /** Keys, tokens and passwords: never shown, wherever they stand. */
  secrets(): readonly string[];
}

/** A vendor's emulator, as the rest of the sandbox sees it. */
export interface Vendor<Controls = unknown, Credentials = unknown, State = unknown> {
  readonly name: string;
  readonly routes: readonly Route[];
  /** Lower-case names of headers that carry this vendor's secrets. */
  readonly secretHeaders: readonly string[];
  /** What the user acts and looks with: `sandbox.<name>`. */
  readonly controls: Controls;
  /** Options that a client of this vendor needs to be let in. */
  readonly credentials: Credentials;
  /** The same where they depend on the address at which the vendor is served. */
  credentialsAt?(url: string): Credentials;
  /** The credentials as environment variables. */
  environment(url: string): Readonly<Record<string, string>>;
  /** What somebody who only sees the command line has to know: keys and ids, by what they are. */
  readonly facts: Readonly<Record<string, string>>;
  /** A failure in this vendor's words. */
  failure(status: number): Answer;
  unknownRoute(): Answer;
  wrongMethod(allowed: readonly string[]): Answer;
  /** What a scenario can say about this vendor. */
  readonly scenario: ScenarioPart;
  readonly view: VendorView<State>;
  /** Forgets everything that happened; participants and keys stay. */
  reset(): void;
  /** Gives back what is outside the process's memory. */
  close(): Promise<void>;
}
