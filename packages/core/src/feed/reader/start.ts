import type { FeedStart } from '../feed-options.ts';

/** The cursor of a place; undefined for the oldest event. */
export function placeOf(start: FeedStart): string | undefined {
  return start === 'oldest' ? undefined : start.afterEventId;
}

/** Whether a program chose a place, and not anything else. */
export function isStart(choice: unknown): choice is FeedStart {
  if (choice === 'oldest') return true;
  const after: unknown = Reflect.get(Object(choice), 'afterEventId');
  return typeof after === 'string' && after !== '';
}
