import type { Issue } from '@partner-apis/core/user';
import { zodWords } from '@partner-apis/core/vendor';
import { normalId } from '../../api/ids.ts';
import type { AstralEvent } from '../../api/models.ts';
import { isPlainEvent } from '../../api/plain-event.ts';
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
type Members = { readonly id?: unknown };

/** One item of the list; undefined without an id, since such an item can be neither told from others nor confirmed. */
export function readArrival(item: unknown): Arrival | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { id: raw }: Members = item;
  if (typeof raw !== 'string' || raw.trim() === '' || raw.length > LONGEST_ID) return undefined;
  const id = normalId(raw) ?? raw;
  if (isPlainEvent(item)) return { id, event: item, issues: NONE };
  const checked = eventSchema().safeParse(item, { error: zodWords });
  if (checked.success) return { id, event: checked.data, issues: [] };
  const issues = checked.error.issues.map(({ path, message }) => ({
    path: path.map((key) => (typeof key === 'symbol' ? String(key) : key)),
    message,
  }));
  // Boundary: an object with a text id, whose other members are what `issues` says they are not.
  return { id, event: item as AstralEvent, issues };
}
