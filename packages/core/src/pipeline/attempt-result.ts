import type { TransportResponse } from '../transport/transport.ts';

/** What an attempt brought: a success still to be read, or a failing answer that the operation takes for a result. */
export type Arrived =
  | { readonly response: TransportResponse; readonly absorbed?: undefined }
  | { readonly response: TransportResponse; readonly absorbed: { readonly value: unknown } };
