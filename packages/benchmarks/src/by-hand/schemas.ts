/** The schemas that the hand-written programs check answers with: as open to members they do not know as ours are, and as strict on those they use. */
import * as z from 'zod';

export const Event = z.looseObject({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  code: z.string(),
  producer: z.string(),
  parent: z.string().optional(),
  consumer: z.array(z.string()),
  data: z.record(z.string(), z.unknown()),
});

export const Envelope = z.looseObject({ status: z.number(), events: z.array(Event) });

/** The data of the benchmark's events; both sides give it to their handlers. */
export const Payload = z.object({
  file: z.string(),
  valid: z.boolean(),
  signer: z.string(),
  number: z.number(),
  sentAt: z.string().optional(),
});

export const Confirmed = z.looseObject({ count: z.number() });

/** What is published is checked before it is sent. */
export const NewEvent = z.strictObject({
  code: z.string().min(1),
  consumer: z.array(z.string().min(1)).min(1),
  data: z.record(z.string(), z.unknown()),
  parent: z.string().optional(),
});

export const Ids = z.array(z.string().regex(/^[0-9a-f]{32}$/)).min(1);

const Content = z.looseObject({
  contentId: z.string(),
  contentType: z.string().optional(),
  contentName: z.string().optional(),
  md5: z.string().optional(),
  size: z.number().optional(),
});

const FeedEvent = z.looseObject({
  eventId: z.string().min(1),
  eventDate: z.string().optional(),
  certificateId: z.string().optional(),
  certificateFormEvent: z
    .looseObject({
      formState: z.string().optional(),
      certificate: Content.optional(),
      receipt: Content.optional(),
    })
    .optional(),
  signEvent: z
    .looseObject({ signatureId: z.string().optional(), signState: z.string().optional() })
    .optional(),
});

export const FeedPage = z.looseObject({ lastEventId: z.string(), events: z.array(FeedEvent) });

export const Webhook = z.looseObject({
  ClientId: z.string(),
  Event: z.string().min(1),
  Message: z.string(),
  MessageId: z.string(),
  Date: z.string(),
});
