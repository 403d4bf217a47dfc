/** A name with its value. HAR 1.2. */
export interface HarPair {
  readonly name: string;
  readonly value: string;
}

/** One exchange. HAR 1.2; members that begin with `_` are our own, which the format permits. */
export interface HarEntry {
  readonly startedDateTime: string;
  readonly time: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly httpVersion: string;
    readonly cookies: readonly HarPair[];
    readonly headers: readonly HarPair[];
    readonly queryString: readonly HarPair[];
    readonly headersSize: number;
    readonly bodySize: number;
    readonly postData?: {
      readonly mimeType: string;
      readonly text: string;
      readonly params: readonly never[];
      /** `base64` for a body that is no text. */
      readonly _encoding?: 'base64';
    };
  };
  readonly response: {
    /** 0 where there was no answer. */
    readonly status: number;
    readonly statusText: string;
    readonly httpVersion: string;
    readonly cookies: readonly HarPair[];
    readonly headers: readonly HarPair[];
    readonly content: {
      readonly size: number;
      readonly mimeType: string;
      readonly text?: string;
      readonly encoding?: 'base64';
      readonly comment?: string;
    };
    readonly redirectURL: string;
    readonly headersSize: number;
    readonly bodySize: number;
    /** Why there was no answer, or why its body broke. */
    readonly _error?: string;
    /** Whether the request cannot have arrived. */
    readonly _neverSent?: boolean;
    /** Whether the body is not in the recording. */
    readonly _bodyMissing?: boolean;
  };
  readonly cache: Record<never, never>;
  readonly timings: { readonly send: number; readonly wait: number; readonly receive: number };
}

/** What is before the entries in a recording, and after them. In between, each entry is one line, the comma before it on the same. */
export const HEAD = `{"log":{"version":"1.2","creator":{"name":"@partner-apis/core","version":"1"},"entries":[\n`;
export const TAIL = ']}}\n';
