import { once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import type { TokenPage } from '../paging/by-token.ts';
import { isObject, withRaw } from '../wire/normal.ts';
import { list, maybe, open, optionalText, untouched } from '../wire/schemas.ts';

// What each member is stands in `models.ts`; a type test holds the two equal.

/** See InspectionItem. */
export const item = once(() => z.looseObject({ id: z.string(), externalId: optionalText() }));

/** See Inspection. */
export const inspection = once(() =>
  z.looseObject({
    id: z.string(),
    externalId: optionalText(),
    status: maybe(open('Repaired')),
  }),
);

/** See Worker. */
export const workerItem = once(() =>
  z.looseObject({
    id: z.string(),
    externalId: optionalText(),
    elementsIds: list(z.string()),
  }),
);

/** A contractor whose list has one name, where the documentation has two. */
export const worker = z.lazy(() =>
  z.pipe(
    z.transform((wire) =>
      isObject(wire) && wire['elementsIds'] === undefined
        ? { ...wire, elementsIds: wire['elementIds'] }
        : wire,
    ),
    workerItem(),
  ),
);

/** See InspectionEvent. */
export const inspectionEvent = once(() =>
  z.looseObject({
    id: optionalText(),
    externalId: optionalText(),
    entityId: optionalText(),
    entityType: maybe(
      open(
        'District',
        'Building',
        'Construction',
        'Plan',
        'Room',
        'Element',
        'Owner',
        'Worker',
        'Representative',
        'Inspection',
        'Defect',
      ),
    ),
    context: maybe(z.record(z.string(), z.unknown())),
    raw: untouched(),
  }),
);

/** The answer with a page of items. */
export function pageOfItems<S extends z.ZodMiniType>(schema: S) {
  return z.pipe(
    z.looseObject({ items: z.array(schema), nextToken: optionalText() }),
    z.transform(({ items, nextToken }): TokenPage<z.output<S>> => ({ items, nextToken })),
  );
}

/** The answer with a page of events. */
export const inspectionEvents = z.lazy(() => pageOfItems(z.pipe(z.transform(withRaw), inspectionEvent())));
