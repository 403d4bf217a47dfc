import { withShortWay, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { normalEvent } from '../wire/normal.ts';
import {
  contentInfo,
  errors,
  list,
  maybe,
  open,
  optionalText,
  signedFile,
  untouched,
} from '../wire/schemas.ts';
import type { CryptoEvent } from './models.ts';
import { FORM_STATES, plainEvent, SIGN_STATES } from './plain-event.ts';

// What each member is stands in `models.ts`; a type test holds the two equal.

/** See CertificateFormEvent. */
export const certificateFormEvent = once(() =>
  z.looseObject({
    formState: maybe(open(...FORM_STATES)),
    certificate: maybe(contentInfo()),
    receipt: maybe(contentInfo()),
    error: errors(),
  }),
);

/** See SignEvent. */
export const signEvent = once(() =>
  z.looseObject({
    signatureId: optionalText(),
    signState: maybe(open(...SIGN_STATES)),
    signedFiles: list(signedFile()),
    error: errors(),
  }),
);

const event = once(() =>
  z.looseObject({
    eventId: z.string().check(z.minLength(1, 'must not be empty')),
    eventDate: optionalText(),
    certificateId: optionalText(),
    raw: untouched(),
    certificateFormEvent: z.optional(certificateFormEvent()),
    signEvent: z.optional(signEvent()),
  }),
);

// Of the four variants of the union each is what `event` can put out.
export const cryptoEvent = once(
  () => z.pipe(z.transform(normalEvent), event()) as z.ZodMiniType<CryptoEvent, unknown>,
);

/** The events of a page. */
const cryptoEvents = once(() =>
  withShortWay(z.array(cryptoEvent()), (list) => {
    if (!Array.isArray(list)) return undefined;
    const events: CryptoEvent[] = [];
    for (const wire of list) {
      const event = plainEvent(wire) ?? cryptoEvent().safeParse(wire).data;
      if (event === undefined) return undefined;
      events.push(event);
    }
    return events;
  }),
);

/** Answer of GET /events. The value of `lastEventId` on an empty page is not documented. */
export const eventPage = z.lazy(() =>
  z.looseObject({
    lastEventId: optionalText(),
    events: cryptoEvents(),
  }),
);

const members = once(() => z.record(z.string(), z.unknown()));

/** See FormOwner. */
export const formOwner = once(() => z.looseObject({ subject: maybe(members()) }));

/** See CertificateForm. */
export const certificateForm = once(() =>
  z.looseObject({
    formId: z.string(),
    externalId: optionalText(),
    person: maybe(z.union([formOwner(), z.string()])),
    organization: maybe(z.union([formOwner(), z.string()])),
    documents: list(members()),
  }),
);

/** See VerifiedSignature. */
export const verifiedSignature = once(() => z.looseObject({ signature: maybe(contentInfo()) }));
