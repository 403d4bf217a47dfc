/**
 * Client for the Stormwall API, version 1: services, domains and blacklists, any other command, and soft errors that cannot be overlooked.
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
export { flag, isFlagSet } from './api/flags.ts';
export { isStormwallHttpError, type StormwallHttpError } from './api/guards.ts';
export type { ListArguments, ListWithItem } from './commands/list-command.ts';
export type { ChangeAnswer, Domain, DomainStats, Service } from './api/models.ts';
export type { StormwallCallOptions, StormwallOptions } from './api/options.ts';
export type { Page, PageFields } from './lists/page.ts';
export type { PagedCall } from './lists/paged-call.ts';
export type { Paging } from './api/paging.ts';
export type { StormwallProblem } from './api/profile.ts';
export type { ReadCall, ReadResponse } from './lists/read-call.ts';
export type { Services } from './resources/services.ts';
export type { Report, SoftError, SoftErrorCode, SoftErrorsMode, SoftErrorType } from './api/soft-errors.ts';
export { isSoftErrorsError, SoftErrorsError } from './api/soft-errors-error.ts';
