import { type HttpError, isHttpError } from '@partner-apis/core';
import type { CertificateFormEvent, CryptoEvent, OpenText, ReestroError, SignEvent } from './models.ts';
import { isObject } from '../wire/normal.ts';

/** An answer of Kontur.Reestro that means failure, with the vendor's own words in `body`; `errors` in it are arrays at any depth. */
export type ReestroHttpError = HttpError<ReestroError>;

/**
 * Whether `error` is a failure that the vendor itself described: then `error.body` has `code`, `message`, `target` and `errors`. False for an
 * answer without a body, which is how 401 and 403 may come, and for the page of a proxy.
 */
export function isReestroHttpError(error: unknown): error is ReestroHttpError {
  return isHttpError(error) && error.vendor === 'reestro' && isObject(error.body);
}

/** A certificate was issued. */
export type CertificateReleased = CryptoEvent & {
  readonly certificateFormEvent: CertificateFormEvent & { readonly formState: string };
};

/** The data of a form did not pass the checks of the certification authority. */
export type CertificateRejected = CertificateReleased;

/** Documents were signed. */
export type SigningProcessed = CryptoEvent & {
  readonly signEvent: SignEvent & { readonly signState: string };
};

/** Whether a certificate was issued: then `certificateFormEvent` has `certificate` and `receipt`, in the manual's example. */
export function isCertificateReleased(event: CryptoEvent): event is CertificateReleased {
  return is(event.certificateFormEvent?.formState, 'Released');
}

/** Whether the data of a form did not pass: then `certificateFormEvent.error` says why. */
export function isCertificateRejected(event: CryptoEvent): event is CertificateRejected {
  return is(event.certificateFormEvent?.formState, 'ValidationError');
}

/** Whether documents were signed: then `signEvent.signedFiles` has them, with their signatures. */
export function isSigningProcessed(event: CryptoEvent): event is SigningProcessed {
  return is(event.signEvent?.signState, 'Processed');
}

/** The manual writes the same values in more than one case. */
function is<Known extends string>(text: OpenText<Known> | undefined, known: Known): boolean {
  return text?.toLowerCase() === known.toLowerCase();
}
