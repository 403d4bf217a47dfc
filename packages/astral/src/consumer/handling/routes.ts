import { ConfigurationError, type Schema } from '@partner-apis/core/user';
import type { Handler, InvalidHandler } from './handler.ts';

/** Where events of one code go. */
export type Route =
  | { readonly schema: undefined; readonly handler: Handler }
  | { readonly schema: Schema<unknown, unknown>; readonly handler: Handler<unknown> };

/** What was registered with `.on`, `.onInvalid` and `.otherwise`. */
export class Routes {
  readonly #byCode = new Map<string, Route>();
  #every: Route | undefined;
  #sealed = false;
  #invalid: InvalidHandler | undefined;
  #otherwise: Handler | undefined;

  /** Registers a handler for one code or several. */
  on(codes: unknown, schema: unknown, handler: unknown): void {
    const list: unknown[] = Array.isArray(codes) ? codes : [codes];
    if (list.length === 0) throw wrong('.on() needs at least one event code.');
    this.#open('.on()');
    if (!isHandler(handler)) throw wrong('.on() needs a handler: an async function (event, ctx).');
    if (schema !== undefined && !isSchema(schema))
      throw wrong('the schema given to .on() is no Standard Schema, such as one of zod, valibot or arktype.');
    const seen = new Set<string>();
    for (const code of list) {
      if (typeof code !== 'string' || code === '')
        throw wrong('an event code must be a text that is not empty.');
      if (this.#byCode.has(code) || seen.has(code))
        throw wrong(`there are two handlers for '${code}'; register one that does both.`);
      seen.add(code);
    }
    for (const code of seen) this.#byCode.set(code, { schema, handler });
  }

  /** Registers what is done with events that are not what they should be. */
  onInvalid(handler: InvalidHandler): void {
    this.#open('.onInvalid()');
    if (typeof handler !== 'function') throw wrong('.onInvalid() needs a function (event, issues, ctx).');
    if (this.#invalid !== undefined) throw wrong('.onInvalid() was called twice.');
    this.#invalid = handler;
  }

  /** Registers what is done with events of other codes. */
  otherwise(handler: Handler): void {
    this.#open('.otherwise()');
    if (typeof handler !== 'function') throw wrong('.otherwise() needs a function (event, ctx).');
    if (this.#otherwise !== undefined) throw wrong('.otherwise() was called twice.');
    this.#otherwise = handler;
  }

  /** One handler for every event of every code; for pull style. */
  every(handler: Handler): void {
    this.#every = { schema: undefined, handler };
  }

  /** From here on nothing can be registered: an event that is under way must not change its handler. */
  seal(): void {
    this.#sealed = true;
  }

  /** Whether no event could be handled at all. */
  get empty(): boolean {
    return this.#byCode.size === 0 && this.#every === undefined && this.#otherwise === undefined;
  }

  get invalid(): InvalidHandler | undefined {
    return this.#invalid;
  }

  get rest(): Handler | undefined {
    return this.#otherwise;
  }

  /** The handler of a code. */
  of(code: string): Route | undefined {
    return this.#byCode.get(code) ?? this.#every;
  }

  #open(method: string): void {
    if (this.#sealed) throw wrong(`${method} came too late: register every handler before run().`);
  }
}

function wrong(what: string): ConfigurationError {
  return new ConfigurationError(`Astral.Platform consumer: ${what}`);
}

function isHandler(value: unknown): value is Handler<unknown> {
  return typeof value === 'function';
}

function isSchema(value: unknown): value is Schema<unknown, unknown> {
  // Some schemas (arktype) are functions.
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') && '~standard' in value
  );
}
