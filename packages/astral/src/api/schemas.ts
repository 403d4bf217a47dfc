import { withShortWay, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { isPlainAnswer } from './plain-event.ts';

// Strict on what is sent, open on what is received: unknown members are kept, and a member is required only where nothing can be done
// without it. Names are the vendor's. The envelope's own members (status, type, title, detail) are read in `profile.ts`. What each member is
// stands in `models.ts`, which a type test holds equal to this.

const record = once(() => z.record(z.string(), z.unknown()));
const optionalText = once(() => z.nullish(z.string()));

/** An event. Only `id` and `code` are required: nothing can be done without them. */
export const eventSchema = once(() =>
  z.looseObject({
    id: z.string(),
    code: z.string(),
    producer: optionalText(),
    parent: optionalText(),
    consumer: z.nullish(z.array(z.string())),
    data: z.pipe(
      z.nullish(record()),
      z.transform((data) => data ?? {}),
    ),
  }),
);

/** Answer of GET /events and GET /events/{id}; `events` may be absent or null when nothing arrived. */
export const eventsAnswer = z.lazy(() =>
  withShortWay(z.looseObject({ events: z.nullish(z.array(eventSchema())) }), (value) =>
    isPlainAnswer(value) ? value : undefined,
  ),
);

/** An event as an answer to its publication. */
export const publishedSchema = once(() =>
  z.looseObject({
    id: optionalText(),
    code: optionalText(),
    producer: optionalText(),
    consumer: z.nullish(z.array(z.string())),
    data: z.nullish(record()),
  }),
);

/** Answer of POST /events. */
export const publishAnswer = z.lazy(() => z.looseObject({ events: z.nullish(z.array(publishedSchema())) }));

/** Answer of POST /events/confirm. */
export const confirmAnswer = z.lazy(() => z.looseObject({ count: z.number() }));

const aclSchema = once(() =>
  z.looseObject({
    owner: optionalText(),
    access: z.nullish(record()),
  }),
);

/** Metadata of a file. */
export const fileSchema = once(() =>
  z.looseObject({
    id: z.string(),
    name: z.string(),
    size: z.number(),
    mime: optionalText(),
    created: optionalText(),
    updated: optionalText(),
    acl: z.nullish(aclSchema()),
    storage: optionalText(),
  }),
);

/** Metadata of a packet. */
export const packetSchema = once(() =>
  z.looseObject({
    id: z.string(),
    created: optionalText(),
    updated: optionalText(),
    files: z.array(fileSchema()),
    acl: z.nullish(aclSchema()),
  }),
);

/** Answer of POST /packet and GET /packet/{id}.json. */
export const packetAnswer = z.lazy(() => z.looseObject({ packet: packetSchema() }));

/** Answer of GET /packet/{id}/{id}.json. */
export const fileAnswer = z.lazy(() => z.looseObject({ file: fileSchema() }));
