import type { AstralEvent } from './models.ts';

/** An item before it is known what it is. */
type Members = { readonly [Name in 'id' | 'code' | 'producer' | 'parent' | 'consumer' | 'data']?: unknown };

/**
 * Whether an item is an event that the schema would give back as it is, which nearly all are: the schema copies each event member by member,
 * which is a third of what a poll costs. It decides about all others; a test holds the two together.
 */
export function isPlainEvent(item: unknown): item is AstralEvent {
  if (typeof item !== 'object' || item === null) return false;
  const { id, code, producer, parent, consumer, data }: Members = item;
  return (
    typeof id === 'string' &&
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

/** Whether a value is an answer whose events are all of that kind. */
export function isPlainAnswer(value: unknown): value is { readonly events: AstralEvent[] } {
  if (typeof value !== 'object' || value === null || Object.hasOwn(value, '__proto__')) return false;
  const { events }: { readonly events?: unknown } = value;
  return Array.isArray(events) && events.every(isPlainEvent);
}

function isText(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
