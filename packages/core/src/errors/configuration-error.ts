import { type ErrorContext, PartnerApiError } from './partner-api-error.ts';

/** Options that cannot work, found when a client or helper is made. Nothing was sent. Code `CONFIGURATION`. */
export class ConfigurationError extends PartnerApiError {
  static override readonly kind = 'ConfigurationError';
  declare readonly code: 'CONFIGURATION';

  constructor(message: string, context?: ErrorContext) {
    super('CONFIGURATION', message, context);
  }
}
