import * as z from 'zod';
import { idSchema } from '../ids.ts';

/** An event as the platform keeps it and hands it out (manual, section 3.3). */
export interface AstralEvent {
  /** 32 hex digits. */
  readonly id: string;
  /** Type of the event. */
  readonly code: string;
  /** Id of the participant that published it. */
  readonly producer: string;
  /** Id of the event that this one answers or continues; absent for none. */
  readonly parent?: string;
  /** Ids of the participants that receive it. */
  readonly consumer: readonly string[];
  /** Payload. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a producer says of an event; everything else it sends is ignored. */
export type Draft = z.output<typeof draftSchema>;

/** `data` is kept as it came: a copy made key by key could lose some (`__proto__`). */
const data = z.custom<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'Ожидается объект',
);

/** One item of a publication (manual, section 3.1): an absent `parent` is left out, not null or empty. */
export const draftSchema = z.object({
  code: z.string().min(1).max(1024),
  parent: idSchema.optional(),
  consumer: z.array(z.string().min(1).max(1024)).min(1).max(1000),
  data,
});
