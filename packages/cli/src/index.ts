/**
 * The command line of the Partner APIs SDK, as a function. Programs run the command `partner-apis`; see the README.
 *
 * @packageDocumentation
 */
export { runCli, type Output } from './run.ts';
