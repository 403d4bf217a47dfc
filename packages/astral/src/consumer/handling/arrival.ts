import type { Issue } from '@partner-apis/core';
import { normalId } from '../../api/ids.ts';
import type { AstralEvent } from '../../api/models.ts';
import { eventSchema } from '../../api/schemas.ts';

/** One event out of an answer, looked at as far as is needed to know what to do with it. */
export interface Arrival {
  /** The id in one spelling, whichever the platform used. */
  readonly id: string;
  /** The event; where there are `issues`, its members are as they came. */
  readonly event: AstralEvent;
  /** Why it is not an event as the manual (section 3.3) has it; empty when it is one. */
  readonly issues: readonly Issue[];
}

const NONE: readonly Issue[] = [];

/** Ids longer than this are not ids. */
const LONGEST_ID = 256;

/** The list in the answer of GET /events, whatever its shape: the manual (section 3.2) does not give it. */
export function listOf(answer: unknown): readonly unknown[] {
  const events: unknown =
    typeof answer === 'object' && answer !== null && 'events' in answer ? answer.events : answer;
  return Array.isArray(events) ? events : [];
}

/** An item before it is known what it is. */
type Members = { readonly [Name in 'id' | 'code' | 'producer' | 'parent' | 'consumer' | 'data']?: unknown };

/** One item of the list; undefined without an id, since such an item can be neither told from others nor confirmed. */
export function readArrival(item: unknown): Arrival | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { id: raw }: Members = item;
  if (typeof raw !== 'string' || raw.trim() === '' || raw.length > LONGEST_ID) return undefined;
  const id = normalId(raw) ?? raw;
  if (isPlain(item)) return { id, event: item, issues: NONE };
  const checked = eventSchema.safeParse(item);
  if (checked.success) return { id, event: checked.data, issues: [] };
  const issues = checked.error.issues.map(({ path, message }) => ({
    path: path.map((key) => (typeof key === 'symbol' ? String(key) : key)),
    message,
  }));
  // Boundary: an object with a text id, whose other members are what `issues` says they are not.
  return { id, event: item as AstralEvent, issues };
}

/**
 * Whether an item is an event that the schema would give back as it is, which nearly all are: the schema copies each event member by member,
 * which is a third of what the whole loop costs. It decides about all others; a test holds the two together.
 */
function isPlain(item: object): item is AstralEvent {
  const { code, producer, parent, consumer, data }: Members = item;
  return (
    typeof code === 'string' &&
    isText(producer) &&
    isText(parent) &&
    (consumer === undefined || consumer === null || isTexts(consumer)) &&
    typeof data === 'object' &&
    data !== null &&
    !Array.isArray(data) &&
    // What would change the prototype of a copy is for the schema to take out.
    !Object.hasOwn(data, '__proto__') &&
    !Object.hasOwn(item, '__proto__')
  );
}

function isText(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
