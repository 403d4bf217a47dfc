/** What every class of headers can do, whoever made it: the runtime, undici, node-fetch, a test framework's own realm. */
export interface HeaderLookup {
  /** The value of a header, whatever the case of its name. */
  get(name: string): string | null | undefined;
}

/** Headers in any of their usual forms; names in any case. */
export type WebhookHeaders = HeaderLookup | Readonly<Record<string, string | readonly string[] | undefined>>;

/** What is known of a request before its body. */
export interface WebhookRequestHead {
  /** HTTP method. */
  readonly method: string;
  /** Path, with or without a query. */
  readonly path: string;
  /** Headers, names in any case. */
  readonly headers: WebhookHeaders;
}

/** A whole request. */
export interface WebhookRequest extends WebhookRequestHead {
  /** The body as it was received. Text stands for its UTF-8 bytes. */
  readonly body: Uint8Array | string;
}

/** Every value of a header, whatever the case of its name: two spellings are two headers. */
export function headerValues(headers: WebhookHeaders, name: string): string[] {
  if (isLookup(headers)) {
    const value = headers.get(name);
    return typeof value === 'string' ? [value] : [];
  }
  const values: string[] = [];
  for (const key of Object.keys(headers)) {
    if (key.length !== name.length || key.toLowerCase() !== name) continue;
    const value = headers[key];
    if (typeof value === 'string') values.push(value);
    else if (value !== undefined) values.push(...value);
  }
  return values;
}

/** The bytes of a body, where its head says how many they are; 0 where it does not. */
export function announcedBytes(headers: WebhookHeaders): number {
  const [text = ''] = headerValues(headers, 'content-length');
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

/** By what it can do: `instanceof` knows only one class of the many. A header of the name `get` is a text. */
function isLookup(headers: WebhookHeaders): headers is HeaderLookup {
  return typeof headers.get === 'function';
}

/** The path alone. Not resolved: what is spelt otherwise is another path. */
export function pathOf(target: string): string {
  return target.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '') || '/';
}
