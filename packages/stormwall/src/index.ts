/**
 * Client for the Stormwall API, version 1: services, domains and blacklists, any other command, and soft errors that cannot be overlooked.
 *
 * @packageDocumentation
 */
// First, so that its check of the Node.js version comes before anything that needs it.
export * from '@partner-apis/core/user';
export type { Blacklist } from './blacklist.ts';
export { StormwallClient } from './client.ts';
export type { CommandArguments, CommandMethod, CommandWithResponse } from './command.ts';
export type { Conversion, ConversionArguments } from './conversion.ts';
export type { Domains } from './domains.ts';
export { flag, isFlagSet } from './flags.ts';
export { isStormwallHttpError, type StormwallHttpError } from './guards.ts';
export type { ListArguments, ListWithItem } from './list-command.ts';
export type { ChangeAnswer, Domain, DomainStats, Service } from './models.ts';
export type { StormwallCallOptions, StormwallOptions } from './options.ts';
export type { Page, PageFields } from './page.ts';
export type { PagedCall } from './paged-call.ts';
export type { Paging } from './paging.ts';
export type { StormwallProblem } from './profile.ts';
export type { ReadCall, ReadResponse } from './read-call.ts';
export type { Services } from './services.ts';
export type { Report, SoftError, SoftErrorCode, SoftErrorsMode, SoftErrorType } from './soft-errors.ts';
export { isSoftErrorsError, SoftErrorsError } from './soft-errors-error.ts';
