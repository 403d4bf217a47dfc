import type * as z from 'zod/mini';
import type { ApiCall } from '../operation/api-call.ts';
import type { AuthStrategy } from '../auth/strategy.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { isConfigurationError } from '../errors/guards.ts';
import { refuseEmpty } from './environment.ts';
import type { VendorRules } from '../runtime/vendor-rules.ts';
import { withoutUndefined } from '../errors/without-undefined.ts';
import type { AnyOperation, Operation, OperationInput } from '../operation/operation.ts';
import { type CallOptions, checkClientOptions, type ClientOptions } from '../runtime/options.ts';
import { execute } from '../pipeline/pipeline.ts';
import type { VendorProfile } from '../operation/profile.ts';
import { type RequestArguments, requestOperation, type RequestWithResponse } from './raw-request.ts';
import { runtimeOf } from '../runtime/build-runtime.ts';
import type { Runtime, Shared } from '../runtime/runtime.ts';
import type { OutputOf, Schema } from '../schema/schema.ts';

/** What a vendor package says about its client. */
export interface ClientDefinition<Options extends ClientOptions> {
  /** What sets the vendor apart. */
  readonly profile: VendorProfile;
  /** The address to use, with these options. */
  readonly baseUrl: (options: Options) => string;
  /** Options of this vendor beside the common ones. */
  readonly options: z.core.$ZodShape;
  /** Those of them that make up the credential. */
  readonly credentials: readonly (keyof Options & string)[];
  /** Environment variables by the option that each holds, for `fromEnv()` and messages; a dot leads to a member of an option. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The credential, made of these options. */
  readonly auth: (options: Options) => AuthStrategy;
  /** What this vendor wants of every call, where there is something. */
  readonly rules?: (options: Options) => VendorRules;
}

/** Where {@link PartnerClient.with} puts what a copy shares: into its options, where constructors of all classes let it through. */
const SHARED = Symbol('shared');

interface Handed {
  readonly [SHARED]?: Shared;
}

/**
 * What the clients of all vendors have in common. A copy made by {@link with} shares connections, retry budget and, unless it brings a
 * credential of its own, the credential's cache.
 */
export abstract class PartnerClient<Options extends ClientOptions, Call extends CallOptions = CallOptions> {
  readonly #definition: ClientDefinition<Options>;
  readonly #options: Options;
  readonly #runtime: Runtime;
  #closing: Promise<void> | undefined;

  protected constructor(definition: ClientDefinition<Options>, options: Options) {
    this.#definition = definition;
    const made = namingVendor(definition.profile.vendor, () => opened(definition, options));
    this.#options = made.options;
    this.#runtime = made.runtime;
  }

  /**
   * A copy with other options laid over these; `timeouts`, `retry` and `headers` are merged. It shares connections and token cache with
   * this client, and is closed on its own: the shared connections close with their last owner.
   *
   * @throws ConfigurationError for options that cannot work, and after `close()`.
   */
  with(overrides: Partial<Options>): this {
    // What is in it is checked by the constructor of the copy.
    if (typeof overrides !== 'object' || overrides === null || Array.isArray(overrides))
      throw new ConfigurationError(`${this.#definition.profile.title}: with() takes an object of options.`);
    if (this.#closing !== undefined)
      throw new ConfigurationError('This client has been closed: make a new one.');
    const own = this.#options;
    const options = { ...own, ...withoutUndefined(overrides) };
    const merged = {
      ...options,
      ...(overrides.timeouts === undefined ? {} : { timeouts: { ...own.timeouts, ...overrides.timeouts } }),
      ...(overrides.headers === undefined ? {} : { headers: { ...own.headers, ...overrides.headers } }),
      ...(typeof overrides.retry === 'object'
        ? { retry: { ...(own.retry === false ? {} : own.retry), ...overrides.retry } }
        : {}),
    };
    const { credentials } = this.#definition;
    const { lease, budget, limiter, auth, base } = this.#runtime;
    const sameTransport = overrides.transport === undefined;
    const sameAuth = !credentials.some((name) => overrides[name] !== undefined);
    // Every vendor's constructor takes options; this one's class is the vendor's, or a program's own.
    const Client = this.constructor as new (options: Options & Handed) => this;
    const shared: Shared = {
      lease: sameTransport ? lease : undefined,
      budget,
      limiter,
      auth: sameAuth ? auth : undefined,
      baseUrl: base.prefix,
    };
    const copy = new Client({ ...merged, [SHARED]: shared });
    if (sameTransport) lease.share();
    return copy;
  }

  /**
   * Sends any request that this package has no method for, with the same credential, retries and errors. `response` is any Standard
   * Schema; without it the answer is `unknown`. `safety` defaults to `read` for GET and `unsafe` for everything else.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every call: see `ApiCall`.
   */
  request(args: RequestArguments, options?: Call): ApiCall<unknown>;
  /** The same with a schema for the answer, which gives it its type. */
  request<S extends Schema<unknown, unknown>>(
    args: RequestWithResponse<S>,
    options?: Call,
  ): ApiCall<OutputOf<S>>;
  request(
    args: RequestArguments | RequestWithResponse<Schema<unknown, unknown>>,
    options?: CallOptions,
  ): ApiCall<unknown> {
    // Programs without types can give anything here; what is wrong with it rejects the call like any bad argument.
    const given = typeof args === 'object' && args !== null ? args : ({} as typeof args);
    return execute(
      this.#runtime,
      requestOperation(given, given.response, this.#runtime.profile),
      { params: given, query: given.query, body: given.body },
      options,
    );
  }

  /**
   * Takes no new calls, waits for the running ones and for bodies that are being read, drops bodies nobody reads, then closes the
   * connections unless another client shares them or they were given as `transport`. Calling it again waits for the same end. It never
   * rejects.
   */
  close(): Promise<void> {
    this.#closing ??= this.#runtime.lifecycle.close().then(() => this.#runtime.lease.release());
    return this.#closing;
  }

  /** {@link close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Runs a declared operation. For the vendor packages. @internal */
  protected get caller(): Caller {
    const runtime = this.#runtime;
    return {
      call: (operation, input, options) =>
        execute(runtime, operation as unknown as AnyOperation, input, options),
      runtime,
    };
  }
}

/** Checks the options of a client and makes its runtime. */
function opened<Options extends ClientOptions>(
  definition: ClientDefinition<Options>,
  given: Options & Handed,
): { readonly options: Options; readonly runtime: Runtime } {
  const { profile, credentials } = definition;
  refuseEmpty(definition, given);
  checkClientOptions(profile, given, definition.options);
  // Where there are several credentials, each may be left out.
  if (credentials.length === 1) refuseEmpty(definition, given, credentials, 'missing');
  const { [SHARED]: shared, ...own } = given;
  // What is left is what the program gave.
  const options = withoutUndefined(own as Omit<Options, typeof SHARED> as Options);
  const runtime = runtimeOf(
    profile,
    { ...options, baseUrl: definition.baseUrl(options) },
    () => definition.auth(options),
    definition.rules?.(options) ?? {},
    shared,
  );
  return { options, runtime };
}

/** Has the errors of a vendor's options say whose they are, wherever they were found. */
function namingVendor<T>(vendor: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (isConfigurationError(error) && error.vendor === undefined) Object.assign(error, { vendor });
    throw error;
  }
}

/** What a resource needs of its client. */
export interface Caller {
  /** Runs a declared operation: checks the arguments, sends, repeats, checks the answer. */
  call<P, Q, B, R, Result>(
    operation: Operation<P, Q, B, R, Result>,
    input: OperationInput<P, Q, B>,
    options?: CallOptions,
  ): ApiCall<Result>;
  /** The client's settings and what its calls share. */
  readonly runtime: Runtime;
}
