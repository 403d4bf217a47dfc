import { ConfigurationError } from '@partner-apis/core';

/** What is used of an ioredis client, `Redis` or `Cluster`. */
export interface RedisLike {
  /** Runs a Lua script on the server. */
  eval(script: string, numberOfKeys: number, ...keysAndArguments: (string | number)[]): Promise<unknown>;
}

/** Options of what is kept in Redis. */
export interface RedisOptions {
  /** Begins every key. Default `partner-apis:`. */
  readonly prefix?: string;
}

/**
 * The prefix of a kind of keys. Nothing of a key's own goes into a place that Redis would look into: `{` would choose its slot.
 *
 * @throws ConfigurationError for a client without `eval`, and for a prefix that is no text.
 */
export function keysOf(
  client: RedisLike,
  { prefix = 'partner-apis:' }: RedisOptions,
  kind: string,
): (key: string) => string {
  if (typeof client?.eval !== 'function')
    throw new ConfigurationError(`The Redis ${kind} needs a client of ioredis.`);
  if (typeof prefix !== 'string')
    throw new ConfigurationError(`The prefix of the Redis ${kind} must be text.`);
  return (key) => `${prefix}${kind}:${key}`;
}
