import { ConfigurationError } from '@partner-apis/core';

/** One key, or several while a change of keys is under way. */
export type WebhookSecrets = string | readonly string[];

/** Gets the keys, each time they are needed. */
export interface WebhookSecretSupplier {
  (): WebhookSecrets | Promise<WebhookSecrets>;
  /** Gets them anew after a signature that did not match; undefined when they were looked up too recently to do so again. */
  refresh?(): Promise<WebhookSecrets | undefined>;
}

/** Keys as a list. Throws ConfigurationError for none, or for an empty one, with which anybody could sign. */
export function secretList(secrets: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(secrets) ? secrets : [secrets];
  if (list.length === 0) throw new ConfigurationError('ASNA webhook secrets: give at least one.');
  return list.map((secret) => {
    if (typeof secret !== 'string')
      throw new ConfigurationError(
        'ASNA webhook secrets: each must be a string, as webhooks.getKey() gives it.',
      );
    if (secret === '')
      throw new ConfigurationError('ASNA webhook secrets: an empty one would let anybody sign.');
    return secret;
  });
}
