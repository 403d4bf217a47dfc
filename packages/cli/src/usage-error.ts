/** Wrong usage, as opposed to a failure at work: exit code 2. */
export class UsageError extends Error {}
