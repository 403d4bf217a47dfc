/** Wrong use of the command line, as opposed to a failure at work: one line that names the option. Exit code 2. */
export class UsageError extends Error {}
