import type { ApiCall, Schema } from '@partner-apis/core/user';
import {
  type ClientDefinition,
  cookieToken,
  environment,
  type OutputOf,
  PartnerClient,
} from '@partner-apis/core/vendor';
import { Blacklist } from '../resources/blacklist.ts';
import { type CommandArguments, commandOperation, type CommandWithResponse } from '../commands/command.ts';
import { type Conversion, type ConversionArguments, conversionOperation } from '../commands/conversion.ts';
import { Domains } from '../resources/domains.ts';
import { type ListArguments, listInput, listOperation, type ListWithItem } from '../commands/list-command.ts';
import { Lists } from '../lists/lists.ts';
import { callShape, clientShape, type StormwallCallOptions, type StormwallOptions } from '../api/options.ts';
import type { PagedCall } from '../lists/paged-call.ts';
import type { Paging } from '../api/paging.ts';
import { stormwallProfile } from '../api/profile.ts';
import { ReadCall } from '../lists/read-call.ts';
import { reviewSoftErrors } from './raise-soft-errors.ts';
import { Services } from '../resources/services.ts';
import type { Report } from '../api/soft-errors.ts';

const definition: ClientDefinition<StormwallOptions> = {
  profile: stormwallProfile,
  options: clientShape,
  credentials: ['token'],
  variables: { token: 'STORMWALL_TOKEN', baseUrl: 'STORMWALL_BASE_URL' },
  baseUrl: (options) => options.baseUrl ?? 'https://api.stormwall.pro',
  auth: (options) => cookieToken('api_access_token', options.token, 'token'),
  rules: ({ softErrors = 'return', maxBodyBytes = 1_048_576, maxHeaderBytes = 8_192, rateLimit }) => ({
    callOptions: callShape,
    maxBodyBytes,
    maxHeaderBytes,
    requestsPerSecond: rateLimit?.perSecond,
    review: reviewSoftErrors(softErrors),
  }),
};

/**
 * Client for the Stormwall API, version 1.
 *
 * @example
 * ```ts
 * await using stormwall = new StormwallClient({ token });
 * for await (const service of stormwall.services.list()) console.log(service);
 * const { softErrors } = await stormwall.blacklist.add(1, 2, ['203.0.113.7']);
 * ```
 */
export class StormwallClient extends PartnerClient<StormwallOptions, StormwallCallOptions> {
  /** Services of the account. */
  readonly services: Services;
  /** Domains of services. */
  readonly domains: Domains;
  /** Blacklists of domains. */
  readonly blacklist: Blacklist;
  readonly #lists: Lists;

  /**
   * Checks the options; nothing is sent before the first call.
   *
   * @throws ConfigurationError for options that cannot work.
   */
  constructor(options: StormwallOptions) {
    super(definition, options);
    const lists = new Lists(this.caller.runtime, options.maxPages);
    this.#lists = lists;
    this.services = new Services(this.caller, lists);
    this.domains = new Domains(this.caller, lists);
    this.blacklist = new Blacklist(this.caller, lists);
  }

  /** A client from `STORMWALL_TOKEN` and, when set, `STORMWALL_BASE_URL`. Options given here win. */
  static fromEnv(overrides: Partial<StormwallOptions> = {}): StormwallClient {
    return new StormwallClient(environment<StormwallOptions>(definition, overrides, ['token']));
  }

  /**
   * Runs any command that answers JSON: most of Stormwall's are described only in its interactive documentation. Booleans in `query` and
   * `body` go out as 0 and 1. `response` is any Standard Schema; without it the answer is `unknown`.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Stormwall API manual, REST interface
   */
  command(args: CommandArguments, options?: StormwallCallOptions): ApiCall<Report<unknown>>;
  /** The same with a schema for the answer, which gives it its type. */
  command<S extends Schema<unknown, unknown>>(
    args: CommandWithResponse<S>,
    options?: StormwallCallOptions,
  ): ApiCall<Report<OutputOf<S>>>;
  command(
    args: CommandArguments | CommandWithResponse<Schema<unknown, unknown>>,
    options?: StormwallCallOptions,
  ): ApiCall<Report<unknown>> {
    const input = { params: args, query: args.query, body: args.body };
    return this.caller.call(commandOperation(args, args.response), input, options);
  }

  /**
   * Reads any list of which there is no method here, such as the history of attacks: `await` for one page, `for await` for all of it. `item`
   * is any Standard Schema; without it the items are `unknown`.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Stormwall API manual, fields of commands that return lists
   */
  list(args: ListArguments, paging?: Paging, options?: StormwallCallOptions): PagedCall<unknown>;
  /** The same with a schema for each item, which gives it its type. */
  list<S extends Schema<unknown, unknown>>(
    args: ListWithItem<S>,
    paging?: Paging,
    options?: StormwallCallOptions,
  ): PagedCall<OutputOf<S>>;
  list(
    args: ListArguments | ListWithItem<Schema<unknown, unknown>>,
    paging: Paging = {},
    options?: StormwallCallOptions,
  ): PagedCall<unknown> {
    const operation = listOperation(args.item);
    return this.#lists.of(operation.id, paging, options, (query) =>
      this.caller.call(operation, listInput(args, query), options),
    );
  }

  /**
   * Runs a conversion command: the only ones whose answers are not JSON. Manual, REST interface.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Stormwall API manual, REST interface
   */
  convert(args: ConversionArguments, options?: StormwallCallOptions): ReadCall<Conversion> {
    const input = { params: args, query: args.query, body: args.body };
    return new ReadCall(this.caller.call(conversionOperation(args), input, options));
  }
}
