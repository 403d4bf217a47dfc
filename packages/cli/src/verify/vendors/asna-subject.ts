import type { AsnaClient } from '@partner-apis/asna';

/** The client, and what is asked about. */
export interface AsnaSubject extends AsyncDisposable {
  readonly asna: AsnaClient;
  readonly storeId: string;
  /** Host of the API. */
  readonly host: string;
  /** An address that may be subscribed, and unsubscribed again. */
  readonly webhookUrl: string | undefined;
  /** Whether the token is given, and not issued. */
  readonly givenToken: boolean;
}
