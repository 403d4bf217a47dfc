import { defineOperation, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { eventQuery } from '../events/event-query.ts';
import { pageOf } from '../events/feed-event.ts';
import type { BackwardPage } from '../paging/backward.ts';
import { conditional, readConditional, tag } from '../wire/conditional.ts';
import { count, exactlyOne, id, loose, text } from '../wire/input.ts';
import { anyAnswer, optionalText } from '../wire/schemas.ts';
import type { MonitoredObject } from './models.ts';
import { docflowAnswer } from './schemas.ts';

const page = (name: string): string => `Kontur.Reestro documentation, ${name}`;
const params = z.lazy(() => z.strictObject({ docflowId: id() }));

const DESCRIPTIONS = [
  'objectExtract',
  'primaryRight',
  'moveRight',
  'changeDealArrangement',
  'encumbrance',
  'encumbrances',
  'equityAgreement',
  'leaseAgreement',
  'package',
  'action',
  'additionalPackage',
] as const;
const part = once(() => z.optional(loose()));
const body = z.lazy(() =>
  z
    .strictObject({
      objectExtract: part(),
      primaryRight: part(),
      moveRight: part(),
      changeDealArrangement: part(),
      encumbrance: part(),
      encumbrances: part(),
      equityAgreement: part(),
      leaseAgreement: part(),
      package: part(),
      action: part(),
      additionalPackage: part(),
    })
    .check(z.superRefine(exactlyOne(...DESCRIPTIONS))),
);

/** POST /docflows. */
export const createDocflow = defineOperation({
  id: 'rosreestr.docflows.create',
  summary: 'Create a document flow',
  source: page('process, and programs of others'),
  evidence: 'vendor-docs',
  method: 'POST',
  path: '/realty/rosreestr/v2/docflows',
  safety: 'unsafe',
  body,
  response: z.lazy(docflowAnswer),
  uncertain: 'There may be a flow that nothing refers to; it goes to Rosreestr only once it is sent.',
});

/** GET /docflows/{docflowId}. */
export const getDocflow = defineOperation({
  id: 'rosreestr.docflows.get',
  summary: 'Read a document flow',
  source: 'Programs of others',
  evidence: 'third-party',
  method: 'GET',
  path: '/realty/rosreestr/v2/docflows/{docflowId}',
  safety: 'read',
  params: z.lazy(() => z.strictObject({ docflowId: id(), ifNoneMatch: tag() })),
  response: z.lazy(() => conditional(docflowAnswer())),
  absorb: readConditional,
});

/** PATCH /docflows/{docflowId}: replaces, whatever the verb says. */
export const updateDocflow = defineOperation({
  id: 'rosreestr.docflows.update',
  summary: 'Replace the data of a document flow',
  source: page('methods/patch-docflow'),
  evidence: 'vendor-docs',
  method: 'PATCH',
  path: '/realty/rosreestr/v2/docflows/{docflowId}',
  safety: 'idempotent',
  params,
  body,
  response: z.lazy(() => z.unknown()),
  absorb: anyAnswer,
});

/** POST /docflows/{docflowId}/send. */
export const sendDocflow = defineOperation({
  id: 'rosreestr.docflows.send',
  summary: 'Have a document flow sent to Rosreestr',
  source: page('methods/send-docflow'),
  evidence: 'vendor-docs',
  method: 'POST',
  path: '/realty/rosreestr/v2/docflows/{docflowId}/send',
  safety: 'unsafe',
  params,
  response: z.lazy(docflowAnswer),
  uncertain: 'Read its state with rosreestr.docflows.get() before you send it again.',
});

/** GET /events. */
export const listDocflowEvents = defineOperation({
  id: 'rosreestr.events.list',
  summary: 'Read a page of what happened to document flows',
  source: page('methods/get-news'),
  evidence: 'vendor-docs',
  method: 'GET',
  path: '/realty/rosreestr/v2/events',
  safety: 'read',
  query: eventQuery,
  response: z.lazy(() => pageOf('events')),
});

/** GET /monitorings. */
export const listMonitorings = defineOperation({
  id: 'rosreestr.monitorings.list',
  summary: 'Read a page of the monitored objects, newest first',
  source: page('monitoring/methods/get-monitoring'),
  evidence: 'vendor-docs',
  method: 'GET',
  path: '/realty/rosreestr/v2/monitorings',
  safety: 'read',
  query: z.lazy(() =>
    z.strictObject({
      afterMonitoringId: z.optional(id()),
      correlationId: z.optional(text()),
      count: count(1_000_000),
    }),
  ),
  response: z.lazy(() =>
    z.looseObject({
      items: z.array(z.record(z.string(), z.unknown())),
      lastObjectId: optionalText(),
    }),
  ),
  result: ({ items, lastObjectId }): BackwardPage<MonitoredObject> => ({ items, lastObjectId }),
});

/** GET /monitorings/events. */
export const listMonitoringEvents = defineOperation({
  id: 'rosreestr.monitorings.events.list',
  summary: 'Read a page of what happened to monitored objects',
  source: page('monitoring/methods/get-events'),
  evidence: 'vendor-docs',
  method: 'GET',
  path: '/realty/rosreestr/v2/monitorings/events',
  safety: 'read',
  query: eventQuery,
  response: z.lazy(() => pageOf('monitoringEvents')),
});
