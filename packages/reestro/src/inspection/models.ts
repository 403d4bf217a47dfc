import type { LooseObject, OpenText } from '../wire/models.ts';

/** Kinds of things that events of inspections are about. */
export type InspectionEntity = OpenText<
  | 'District'
  | 'Building'
  | 'Construction'
  | 'Plan'
  | 'Room'
  | 'Element'
  | 'Owner'
  | 'Worker'
  | 'Representative'
  | 'Inspection'
  | 'Defect'
>;

/** An item of an inspection list. Null and unknown members are kept as they came. */
export interface InspectionItem {
  /** Id; 24 hex digits for some, although the documentation says GUID. */
  id: string;
  /** Your own id. */
  externalId?: string | undefined;
  /** Everything else is kept as it came. */
  [member: string]: unknown;
}

/** An inspection of an object at its hand-over. */
export interface Inspection extends InspectionItem {
  /** State; `Repaired` is known. */
  status?: OpenText<'Repaired'> | undefined;
}

/** A contractor. */
export interface Worker extends InspectionItem {
  /** Ids of what the contractor repairs; read from `elementIds` too. */
  elementsIds?: string[] | undefined;
}

/** An event of inspections. */
export interface InspectionEvent {
  /** Id of the event. */
  id?: string | undefined;
  /** Your own id of the thing. */
  externalId?: string | undefined;
  /** Id of the thing. */
  entityId?: string | undefined;
  /** Kind of the thing. */
  entityType?: InspectionEntity | undefined;
  /** What happened: `actionType` such as `Create`, `type` such as `Simple`. */
  context?: Record<string, unknown> | undefined;
  /** The event as it arrived, nothing changed. */
  raw: Readonly<Record<string, unknown>>;
  /** Members that the documentation does not have are kept as they came. */
  [member: string]: unknown;
}

/** Which items to list: these ids, or a page. */
export interface InspectionQuery {
  /** These items, and no page. */
  readonly ids?: readonly string[] | undefined;
  /** `nextToken` of the page before. */
  readonly token?: string | undefined;
  /** Most items to get, 1 to 50. */
  readonly count?: number | undefined;
}

/** Which buildings to list. */
export interface BuildingQuery extends InspectionQuery {
  /** These buildings, by your own ids. */
  readonly externalIds?: readonly string[] | undefined;
}

/** Which events of inspections to read. */
export interface InspectionEventQuery {
  /** About this kind of things only. */
  readonly type?: InspectionEntity | undefined;
  /** `nextToken` of the page before. */
  readonly token?: string | undefined;
  /** Most events to get, 1 to 50. */
  readonly count?: number | undefined;
}

/** An owner: exactly one of `person` and `organization`; the kind and `externalId` cannot change. */
export interface OwnerData {
  /** Your own id of the owner. */
  readonly externalId?: string | undefined;
  /** A person, in the vendor's form. */
  readonly person?: LooseObject | undefined;
  /** An organization, in the vendor's form. */
  readonly organization?: LooseObject | undefined;
  /** Where to write to, in the vendor's form. */
  readonly notification?: LooseObject | undefined;
  /** The contracts, in the vendor's form. */
  readonly contracts: readonly LooseObject[];
}

/** A power of attorney, in the vendor's form. */
export interface RepresentativeUpdate {
  /** With `documentInfo`, whose `documentType` is required. */
  readonly attorney: LooseObject;
}

/** A layout. */
export interface NewPlan {
  /** Its rooms. */
  readonly roomIds: readonly string[];
  /** At most 50 characters. */
  readonly name: string;
  /** At most 256 characters. */
  readonly description?: string | undefined;
}

/** A contractor to create: `ogrn`, or `inn` and `kpp`, are enough, the rest is filled in from the register. */
export interface NewWorker {
  /** Your own id of the contractor. */
  readonly externalId?: string | undefined;
  /** Name. */
  readonly name?: string | undefined;
  /** 10 or 12 digits. */
  readonly inn?: string | undefined;
  /** 13 or 15 digits. */
  readonly ogrn?: string | undefined;
  /** 9 digits. */
  readonly kpp?: string | undefined;
  /** `email` and `phone`. */
  readonly notification: LooseObject;
  /** Ids of what the contractor repairs. */
  readonly elementsIds: readonly string[];
}
