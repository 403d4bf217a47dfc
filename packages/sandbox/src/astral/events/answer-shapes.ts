import * as z from 'zod';
import { jsonAnswer, type Answer } from '../../http/answer.ts';
import type { PartialAnswer } from '../settings.ts';
import type { AstralState } from '../state.ts';
import type { AstralEvent } from './event.ts';

/** The answer of a poll that ended without events. */
export function emptyAnswer({ envelopes, settings }: AstralState): Answer {
  const title = 'Новых событий нет';
  switch (settings.emptyAnswer) {
    case 'empty-list':
      return envelopes.success(title, { events: [] });
    case 'null':
      return envelopes.success(title, { events: null });
    case 'missing':
      return envelopes.success(title, {});
    case 'no-content':
      return { status: 204, headers: {}, body: null };
    case 'empty-body':
      return { status: 200, headers: { 'content-length': '0' }, body: null };
    case 'not-modified':
      return { status: 304, headers: {}, body: null };
    case 'request-timeout':
      return envelopes.report('pollTimeout');
    case 'gateway-timeout':
      return envelopes.report('gatewayTimeout');
    case 'body-status':
      return { ...envelopes.report('pollTimeout'), status: 200 };
    case 'bare-array':
      return jsonAnswer(200, []);
  }
}

/** What became of one item of a publication. */
export interface Outcome {
  readonly item: unknown;
  readonly event?: AstralEvent;
  readonly issue?: z.ZodError;
}

/** The answer of a publication: nothing published is a failure, everything a success, the rest is a matter of taste. */
export function partialAnswer({ envelopes, settings }: AstralState, outcomes: readonly Outcome[]): Answer {
  const published = outcomes.flatMap(({ event }) => (event === undefined ? [] : [withoutParent(event)]));
  const detail = outcomes
    .flatMap(({ issue }) => (issue === undefined ? [] : [z.prettifyError(issue)]))
    .join(' => ');
  if (published.length === 0) return envelopes.failure('nothingPublished', detail);
  if (published.length < outcomes.length && settings.partialAnswer === 'failure') {
    return envelopes.failure('partlyPublished', detail, { events: published });
  }
  const title = published.length < outcomes.length ? 'Опубликованы не все события' : 'События опубликованы';
  return envelopes.success(title, {
    events: outcomes.flatMap((outcome) => shown(outcome, settings.partialAnswer)),
  });
}

function shown({ item, event, issue }: Outcome, shape: PartialAnswer): unknown[] {
  if (event !== undefined) return [withoutParent(event)];
  if (shape === 'without-id') return [item];
  if (shape === 'with-error')
    return [{ status: 400, code: 'api4002', title: 'Событие не опубликовано', detail: issue?.message }];
  return [];
}

/** An event as the answer to its publication has it (manual, section 3.1): without `parent`. */
function withoutParent({ id, code, producer, consumer, data }: AstralEvent): Omit<AstralEvent, 'parent'> {
  return { id, code, producer, consumer, data };
}
