/**
 * Clients for the Stormwall API. Version 3, the current one: domains, origins, certificates. Version 1: services, domains and blacklists, any
 * other command, and soft errors that cannot be overlooked. Version 2: attacks and traffic.
 *
 * @packageDocumentation
 */
// First, so that its check of the Node.js version comes before anything that needs it.
export * from '@partner-apis/core/user';
export type { Blacklist } from './resources/blacklist.ts';
export { StormwallClient } from './client/client.ts';
export type { CommandArguments, CommandMethod, CommandWithResponse } from './commands/command.ts';
export type { Conversion, ConversionArguments } from './commands/conversion.ts';
export type { Domains } from './resources/domains.ts';
export { flag, isFlagSet } from './api/flag.ts';
export { isStormwallHttpError, type StormwallHttpError } from './api/guards.ts';
export type { ListArguments, ListWithItem } from './commands/list-command.ts';
export type { ChangeAnswer, Domain, DomainStats, Service } from './api/models.ts';
export type { StormwallCallOptions, StormwallOptions } from './api/options.ts';
export type { Page, PageFields } from './lists/page.ts';
export type { PagedCall } from './lists/paged-call.ts';
export type { Paging } from './api/paging.ts';
export type { StormwallProblem } from './api/profile.ts';
export type { ReadCall, ReadResponse } from './lists/read-call.ts';
export { operations, type StormwallOperation } from './operations.ts';
export { StormwallV2Client, type StormwallV2Options } from './v2/client.ts';
export type * from './v2/models.ts';
export type { V2AttackQuery, V2Attacks, V2Percentiles, V2Traffic } from './v2/resources.ts';
export { StormwallV3Client } from './v3/client.ts';
export type * from './v3/models.ts';
export type { Endpoint, EndpointInput, EndpointResult, UntypedInput } from './v3/openapi.ts';
export type { OfService, StormwallV3Options } from './v3/options.ts';
export type { StormwallV3Problem } from './v3/profile.ts';
export type { V3BackendQuery, V3Backends, V3ProxiedPorts } from './v3/resources/backends.ts';
export type { V3DomainQuery, V3Domains } from './v3/resources/domains.ts';
export type { V3Dns, V3RedirectSettings, V3Services } from './v3/resources/others.ts';
export type { CertificateWaitOptions, V3Ssl } from './v3/resources/ssl.ts';
export type { Services } from './resources/services.ts';
export type { Report, SoftError, SoftErrorCode, SoftErrorsMode, SoftErrorType } from './api/soft-errors.ts';
export { isSoftErrorsError, SoftErrorsError } from './api/soft-errors-error.ts';
