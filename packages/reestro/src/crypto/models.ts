import { z } from 'zod';
import { isObject, listed, normalEvent } from '../wire/normal.ts';

// Strict on what is sent, open on what is received: unknown members are kept, and a member is required only where nothing can be done
// without it. Names are the vendor's. The manual gives the events by three examples; it has no tables for what is in them.

/** Text of an open set: the known values are suggested, any other is allowed. Compare without regard to case. */
export type OpenText<Known extends string> = Known | (string & {});

const nothing = z.null().transform(() => undefined);
const optionalText = z.string().or(nothing).optional();

/** An open set of texts, typed as such. */
function open<Known extends string>(): z.ZodType<OpenText<Known>, unknown> {
  return z.string();
}

/** An error as the vendor describes it, at any depth. Manual, answer 400. */
export interface ReestroError {
  /** Such as `validation`, `WrongFieldValue`, `SmevValidationError`. The case of letters differs between answers. */
  readonly code?: string | undefined;
  /** For people, in English or Russian. */
  readonly message?: string | undefined;
  /** What raised it. Do not branch on it: it is not what it says in all examples. */
  readonly target?: string | undefined;
  readonly errors?: readonly ReestroError[] | undefined;
  readonly [member: string]: unknown;
}

const reestroError: z.ZodType<ReestroError, unknown> = z.lazy(() =>
  z.looseObject({ code: optionalText, message: optionalText, target: optionalText, errors: errorList }),
);
const errorList = z.array(reestroError).optional();

const contentInfo = z.looseObject({
  /** Id of the stored file. */
  contentId: z.string(),
  contentType: open<'cer' | 'pdf' | 'sig'>().or(nothing).optional(),
  contentName: optionalText,
  /** 32 hex digits, mostly in upper case; see {@link matchesMd5}. */
  md5: optionalText,
});

/** A stored file: a certificate, a receipt, a document, a signature. Manual, examples of answer 200. */
export type ContentInfo = z.output<typeof contentInfo>;

const signedFile = z.looseObject({
  contentInfo: contentInfo.or(nothing).optional(),
  signatures: z.preprocess(listed, z.array(contentInfo).optional()),
});

/** A signed document with its signatures. Manual, third example. */
export type SignedFile = z.output<typeof signedFile>;

const certificateFormEvent = z.looseObject({
  formState: open<'Released' | 'ValidationError'>().or(nothing).optional(),
  /** The certificate that was issued. */
  certificate: contentInfo.or(nothing).optional(),
  /** The receipt of its issue. */
  receipt: contentInfo.or(nothing).optional(),
  /** Why the data of the form did not pass. */
  error: errorList,
});

const signEvent = z.looseObject({
  signatureId: optionalText,
  /** Only `Processed` is documented: signing has finished successfully. */
  signState: open<'Processed'>().or(nothing).optional(),
  signedFiles: z.array(signedFile).optional(),
  error: errorList,
});

/** What happened to a form, and so to a certificate. Manual, first and second example. */
export type CertificateFormEvent = z.output<typeof certificateFormEvent>;
/** What became of a signing. Manual, third example. */
export type SignEvent = z.output<typeof signEvent>;

const event = z.looseObject({
  eventId: z.string().min(1, 'must not be empty'),
  eventDate: optionalText,
  certificateId: optionalText,
  raw: z.custom<Readonly<Record<string, unknown>>>(isObject),
  certificateFormEvent: certificateFormEvent.optional(),
  signEvent: signEvent.optional(),
});

/** What all events have. */
export interface EventBase {
  readonly eventId: string;
  /** ISO 8601 in UTC with six digits after the second; see {@link toDate}. */
  readonly eventDate?: string | undefined;
  /** The certificate, which has the id of the form that it was issued on. */
  readonly certificateId?: string | undefined;
  /** The event as it arrived, nothing changed. */
  readonly raw: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

/**
 * An event of the feed. There is no type in it: what it is shows in which member it has, so look with `in`, with `!== undefined` or with a
 * guard such as {@link isCertificateReleased}. An event of a kind that did not exist when this was written has neither; it is all under
 * `raw`.
 */
export type CryptoEvent =
  | (EventBase & { readonly certificateFormEvent: CertificateFormEvent; readonly signEvent?: undefined })
  | (EventBase & { readonly certificateFormEvent?: undefined; readonly signEvent: SignEvent })
  | (EventBase & { readonly certificateFormEvent: CertificateFormEvent; readonly signEvent: SignEvent })
  | (EventBase & { readonly certificateFormEvent?: undefined; readonly signEvent?: undefined });

// Of the four variants of the union each is what `event` can put out.
const cryptoEvent = z.preprocess(normalEvent, event) as z.ZodType<CryptoEvent, unknown>;

/** Answer of GET /events. The value of `lastEventId` on an empty page is not documented. */
export const eventPage = z.looseObject({
  lastEventId: optionalText,
  events: z.array(cryptoEvent),
});

/** A page of the feed. Manual, answer 200. */
export interface EventPage {
  /** Where the next page begins; undefined on an empty page that has none. */
  readonly lastEventId: string | undefined;
  readonly events: readonly CryptoEvent[];
}
