import type { OpenText } from '../wire/models.ts';
import type { CertificateFormEvent, CryptoEvent, SignEvent } from './models.ts';

/** A certificate was issued. */
export type CertificateReleased = CryptoEvent & {
  /** What happened to the form: `formState` says that the certificate was issued. */
  readonly certificateFormEvent: CertificateFormEvent & { readonly formState: 'Released' };
};

/** The data of a form did not pass the checks of the certification authority. */
export type CertificateRejected = CryptoEvent & {
  /** What happened to the form: `formState` says that its data did not pass. */
  readonly certificateFormEvent: CertificateFormEvent & { readonly formState: 'ValidationError' };
};

/** Documents were signed. */
export type SigningProcessed = CryptoEvent & {
  /** What became of the signing: `signState` says that it has finished. */
  readonly signEvent: SignEvent & { readonly signState: 'Processed' };
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

/** Answers that were let through unchecked (`validation`) keep the case that the vendor gave them. */
function is<Known extends string>(text: OpenText<Known> | undefined, known: Known): boolean {
  return text?.toLowerCase() === known.toLowerCase();
}
