import type {
  AbortedError,
  ConfigurationError,
  ConnectionError,
  HttpError,
  HttpErrorCode,
  PartnerApiError,
  RequestValidationError,
  ResponseDecodeError,
  ResponseValidationError,
  TimeoutError,
  TimeoutPhase,
} from '@partner-apis/core';
import { expectTypeOf } from 'vitest';

// Checked by the compiler, never run: what a switch over codes may leave out, and what it may not.
type CallError =
  | AbortedError
  | ConfigurationError
  | ConnectionError
  | HttpError
  | RequestValidationError
  | ResponseDecodeError
  | ResponseValidationError
  | TimeoutError;

export function everyHttpCode(code: HttpErrorCode): string {
  switch (code) {
    case 'HTTP':
    case 'BAD_REQUEST':
    case 'PAYMENT_REQUIRED':
    case 'AUTHENTICATION':
    case 'PERMISSION_DENIED':
    case 'NOT_FOUND':
    case 'CONFLICT':
    case 'RATE_LIMIT':
    case 'SERVER':
      return code;
    default:
      return code satisfies never;
  }
}

export function forgotten(code: Extract<HttpErrorCode, 'NOT_FOUND' | 'CONFLICT'>): string {
  switch (code) {
    case 'NOT_FOUND':
      return code;
    default:
      // @ts-expect-error CONFLICT is left
      return code satisfies never;
  }
}

export function everyPhase(phase: TimeoutPhase): string {
  switch (phase) {
    case 'connect':
    case 'headers':
    case 'idle':
    case 'attempt':
    case 'deadline':
      return phase;
    default:
      return phase satisfies never;
  }
}

export function byCode(error: CallError): unknown {
  switch (error.code) {
    case 'ABORTED':
      return expectTypeOf(error).toEqualTypeOf<AbortedError>();
    case 'CONFIGURATION':
      return expectTypeOf(error).toEqualTypeOf<ConfigurationError>();
    case 'CONNECTION':
      return expectTypeOf(error.reason).toBeString();
    case 'REQUEST_VALIDATION':
      return error.issues;
    case 'RESPONSE_DECODE':
      return expectTypeOf(error.body).toBeString();
    case 'RESPONSE_VALIDATION':
      return expectTypeOf(error.body).toBeUnknown();
    case 'TIMEOUT':
      return expectTypeOf(error.phase).toEqualTypeOf<TimeoutPhase>();
    default:
      return expectTypeOf(error).toEqualTypeOf<HttpError>();
  }
}

export function ofAnyPackage(error: PartnerApiError): string {
  switch (error.code) {
    case 'TIMEOUT':
    case 'MESSAGE_FAILED':
      return error.code;
    default:
      // @ts-expect-error packages have codes of their own, so any text is left
      return error.code satisfies never;
  }
}
