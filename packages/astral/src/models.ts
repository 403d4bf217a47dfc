import { z } from 'zod';

// Strict on what is sent, open on what is received: unknown members are kept, and a member is required only where nothing can be done
// without it. Names are the vendor's. The envelope's own members (status, type, title, detail) are read in `profile.ts`.

const record = z.record(z.string(), z.unknown());
const optionalText = z.string().nullish();

/** An event. Only `id` and `code` are required: nothing can be done without them. */
export const eventSchema = z.looseObject({
  /** 32 hex digits. */
  id: z.string(),
  /** Type of the data and way of handling it. */
  code: z.string(),
  /** Participant that published it. */
  producer: optionalText,
  /** Event that this one answers or continues. */
  parent: optionalText,
  /** Participants that receive it. */
  consumer: z.array(z.string()).nullish(),
  /** Parameters or result; may hold packet and file ids. */
  data: record.nullish().transform((data) => data ?? {}),
});

/** An event as the platform hands it out. Manual, sections 3.2 and 3.3. */
export type AstralEvent = z.output<typeof eventSchema>;

/** Answer of GET /events and GET /events/{id}; `events` may be absent or null when nothing arrived. */
export const eventsAnswer = z.looseObject({ events: z.array(eventSchema).nullish() });

const publishedSchema = z.looseObject({
  /** Absent on an item that was not published. */
  id: optionalText,
  code: optionalText,
  producer: optionalText,
  consumer: z.array(z.string()).nullish(),
  data: record.nullish(),
});

/** An event as the answer to its publication shows it; `id` is absent where it was not published. Manual, section 3.1. */
export type PublishedEvent = z.output<typeof publishedSchema>;

/** Answer of POST /events. */
export const publishAnswer = z.looseObject({ events: z.array(publishedSchema).nullish() });

/** Answer of POST /events/confirm. */
export const confirmAnswer = z.looseObject({ count: z.number() });

const aclSchema = z.looseObject({
  owner: optionalText,
  /** Rights of participants; the manual does not describe its shape. */
  access: record.nullish(),
});

const fileSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  /** Bytes. */
  size: z.number(),
  mime: optionalText,
  /** A day or a date-time, as the vendor wrote it. */
  created: optionalText,
  updated: optionalText,
  acl: aclSchema.nullish(),
  /** Kind of storage; only `files.get` has it. */
  storage: optionalText,
});

/** A file's metadata. Manual, sections 3.5, 3.7 and 3.10. */
export type AstralFile = z.output<typeof fileSchema>;

const packetSchema = z.looseObject({
  id: z.string(),
  created: optionalText,
  updated: optionalText,
  /** In the order of the upload. */
  files: z.array(fileSchema),
  acl: aclSchema.nullish(),
});

/** A packet's metadata. Manual, sections 3.5 and 3.7. */
export type Packet = z.output<typeof packetSchema>;

/** Answer of POST /packet and GET /packet/{id}.json. */
export const packetAnswer = z.looseObject({ packet: packetSchema });

/** Answer of GET /packet/{id}/{id}.json. */
export const fileAnswer = z.looseObject({ file: fileSchema });
