import type { ForwardItem } from '../item/item.ts';
import type { Observer } from './observer.ts';
import type { ForwardOptions } from './options.ts';

/** Gives an item that can never be stored to the dead letter, and tells of it; whether it was taken. Never rejects. */
export async function bury(
  deadLetter: ForwardOptions['deadLetter'],
  observer: Observer,
  item: ForwardItem,
  reason: string,
): Promise<boolean> {
  const { id, source, type } = item;
  const name = { id, source, type, reason };
  const sentence = `${source} event ${id} (${type}) was rejected by the engine: ${reason}`;
  if (deadLetter === undefined) {
    observer.tell('rejected', name);
    observer.report('error', `${sentence}. There is no deadLetter: it stays unacknowledged.`, { id });
    return false;
  }
  try {
    await deadLetter(item, reason);
  } catch (error) {
    observer.tell('rejected', { ...name, error });
    observer.report('error', `${sentence}, and deadLetter failed: it stays unacknowledged.`, {
      id,
      err: error,
    });
    return false;
  }
  observer.tell('deadLettered', name);
  observer.report('warn', `${sentence}; deadLetter took it.`, { id });
  return true;
}
