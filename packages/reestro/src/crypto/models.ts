import type { PageOf } from '../events/event-query.ts';
import type { ContentInfo, LooseObject, OpenText, ReestroError, SignedFile } from '../wire/models.ts';

/** What happened to a form, and so to a certificate. Manual, first and second example. */
export interface CertificateFormEvent {
  /** State that the form is in now. */
  formState?: OpenText<'Released' | 'ValidationError'> | undefined;
  /** The certificate that was issued. */
  certificate?: ContentInfo | undefined;
  /** The receipt of its issue. */
  receipt?: ContentInfo | undefined;
  /** Why the data of the form did not pass; an array at any depth. */
  error?: ReestroError[] | undefined;
  /** Members that the manual does not have are kept as they came. */
  [member: string]: unknown;
}

/** What became of a signing. Manual, third example. */
export interface SignEvent {
  /** Id of the signing. */
  signatureId?: string | undefined;
  /** Only `Processed` is documented: signing has finished successfully. */
  signState?: OpenText<'Processed'> | undefined;
  /** What was signed; an array, also where the vendor sends one object. */
  signedFiles?: SignedFile[] | undefined;
  /** What went wrong; the manual has no example of it. */
  error?: ReestroError[] | undefined;
  /** Members that the manual does not have are kept as they came. */
  [member: string]: unknown;
}

/** What all events have. */
export interface EventBase {
  /** Id of the event; the durable reader drops a repeated one. */
  readonly eventId: string;
  /** ISO 8601 in UTC with six digits after the second; see {@link toDate}. */
  readonly eventDate?: string | undefined;
  /** The certificate, which has the id of the form that it was issued on. */
  readonly certificateId?: string | undefined;
  /** The event as it arrived, nothing changed. */
  readonly raw: LooseObject;
  /** Members that the manual does not have are kept as they came. */
  readonly [member: string]: unknown;
}

/**
 * An event of the feed. There is no type in it: what it is shows in which member it has, `certificateFormEvent` or `signEvent`, so look with `in`, with `!== undefined` or with a
 * guard such as {@link isCertificateReleased}. An event of a kind that did not exist when this was written has neither; it is all under
 * `raw`.
 */
export type CryptoEvent =
  | (EventBase & { readonly certificateFormEvent: CertificateFormEvent; readonly signEvent?: undefined })
  | (EventBase & { readonly certificateFormEvent?: undefined; readonly signEvent: SignEvent })
  | (EventBase & { readonly certificateFormEvent: CertificateFormEvent; readonly signEvent: SignEvent })
  | (EventBase & { readonly certificateFormEvent?: undefined; readonly signEvent?: undefined });

/** A page of the feed. Manual, answer 200. */
export type EventPage = PageOf<CryptoEvent>;

/** Who a certificate is for, as an answer shows it. */
export interface FormOwner {
  /** The subject with its data. */
  subject?: Record<string, unknown> | undefined;
  /** Members that the documentation does not have are kept as they came. */
  [member: string]: unknown;
}

/** A certificate form. Documentation of certificate-forms, of which only the beginning could be read. */
export interface CertificateForm {
  /** Id of the form, and of the certificate that is issued on it. */
  formId: string;
  /** The id that the form was created with. */
  externalId?: string | undefined;
  /** The person: an id in what is sent, an object in answers. */
  person?: FormOwner | string | undefined;
  /** The legal entity. */
  organization?: FormOwner | string | undefined;
  /** Documents needed for issuing. */
  documents?: Record<string, unknown>[] | undefined;
  /** Members that the documentation does not have are kept as they came. */
  [member: string]: unknown;
}

/** A signature that was checked. The documentation does not show where the verdict is: see the members that come. */
export interface VerifiedSignature {
  /** The signature. */
  signature?: ContentInfo | undefined;
  /** Members that the documentation does not have are kept as they came. */
  [member: string]: unknown;
}

/** A form to create. */
export interface NewCertificateForm {
  /** Your own id of the form, unique; it lets you find a form whose creation was cut off. */
  readonly externalId?: string | undefined;
  /** Subject id of the person or sole proprietor; for a legal entity, of its representative. */
  readonly person: string;
  /** Subject id of the legal entity. */
  readonly organization?: string | undefined;
  /** Documents needed for issuing, in the vendor's form. */
  readonly documents?: readonly LooseObject[] | undefined;
}

/** What to look for; with nothing, the 30 newest forms are given. */
export interface FormQuery {
  /** Your own id of the form. */
  readonly externalId?: string | undefined;
  /** Forms of this person, and of legal entities that it represents. */
  readonly personId?: string | undefined;
  /** Forms of this legal entity. */
  readonly organizationId?: string | undefined;
}

/** A change to a form. */
export interface FormChange {
  /** `update` reads the object at the path again, `add` adds or overwrites it. */
  readonly op: 'update' | 'add';
  /** Where the object is on the form. The documentation does not list the values. */
  readonly path: string;
  /** The new value. */
  readonly value?: readonly LooseObject[] | undefined;
}

/** Which application to make a PDF of: the one for issue, or the one for revocation, which exists after the issue only. */
export type StatementType = 'releaseStatement' | 'recallStatement';

/** A file that is sent with a call: at least its id. */
export interface SentContent {
  /** Id of the stored file. */
  readonly contentId: string;
  /** Short kind of file, such as `pdf`. */
  readonly contentType?: string | undefined;
  /** Name for people, without an extension. */
  readonly contentName?: string | undefined;
  /** 32 hex digits. */
  readonly md5?: string | undefined;
  /** Other members are sent as they are. */
  readonly [member: string]: unknown;
}

/** A file with the signatures to check against it. */
export interface SignedContent {
  /** The file. */
  readonly contentInfo: SentContent;
  /** At least one. */
  readonly signatures: readonly SentContent[];
}
