import type { ApiCall, CallOptions } from '@partner-apis/core';
import type { Caller } from '@partner-apis/core/vendor';
import { InspectionEvents, TokenList } from './lists.ts';
import type {
  BuildingQuery,
  Inspection as InspectionRecord,
  InspectionItem,
  InspectionQuery,
  NewPlan,
  NewWorker,
  OwnerData,
  RepresentativeUpdate,
  Worker,
} from './models.ts';
import {
  createPlan,
  createWorker,
  finishRepair,
  getRoom,
  getWorker,
  listBuildings,
  listElements,
  listInspections,
  listOwners,
  replaceOwner,
  replaceOwnerRepresentative,
} from './operations.ts';

/** Inspections. */
export class Inspections extends TokenList<InspectionRecord> {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    super((query, options) => client.call(listInspections, { query }, options));
    this.#client = client;
  }

  /**
   * Vendor documentation, partial: says that the repairs of an inspection are done.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, inspection/methods/finish-inspections
   */
  finishRepair(inspectionId: string, options?: CallOptions): ApiCall<InspectionRecord> {
    return this.#client.call(finishRepair, { params: { inspectionId } }, options);
  }
}

/** Owners. */
export class Owners extends TokenList<InspectionItem> {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    super((query, options) => client.call(listOwners, { query }, options));
    this.#client = client;
  }

  /**
   * Vendor documentation, partial: replaces the data of an owner. What it answers is not documented.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see Kontur.Reestro documentation, inspection/methods/edit-subjects
   */
  replace(subjectId: string, body: OwnerData, options?: CallOptions): ApiCall<unknown> {
    return this.#client.call(replaceOwner, { params: { subjectId }, body }, options);
  }
}

/** Contractors. */
export class Workers {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Vendor documentation, partial: creates a contractor.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, inspection/methods/create-workers
   */
  create(body: NewWorker, options?: CallOptions): ApiCall<Worker> {
    return this.#client.call(createWorker, { body }, options);
  }

  /**
   * Vendor documentation, partial: reads a contractor.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see Kontur.Reestro documentation, inspection/methods/get-worker
   */
  get(workerId: string, options?: CallOptions): ApiCall<Worker> {
    return this.#client.call(getWorker, { params: { workerId } }, options);
  }
}

/** Representatives of owners. */
export class OwnerRepresentatives {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Vendor documentation, partial: replaces a power of attorney. What it answers is not documented.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see Kontur.Reestro documentation, inspection/methods/edit-representatives
   */
  replace(representativeId: string, body: RepresentativeUpdate, options?: CallOptions): ApiCall<unknown> {
    return this.#client.call(replaceOwnerRepresentative, { params: { representativeId }, body }, options);
  }
}

/** Rooms. */
export class Rooms {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Vendor documentation, partial: reads a room, with `name` and `elementIds`.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see Kontur.Reestro documentation, inspection/methods/get-room
   */
  get(roomId: string, options?: CallOptions): ApiCall<InspectionItem> {
    return this.#client.call(getRoom, { params: { roomId } }, options);
  }
}

/** Layouts. */
export class Plans {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Vendor documentation, partial: creates a layout; the answer has its `id`.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, inspection/methods/create-plans
   */
  create(body: NewPlan, options?: CallOptions): ApiCall<InspectionItem> {
    return this.#client.call(createPlan, { body }, options);
  }
}

/** The part of the API for hand-overs: inspections of flats and offices, and the repair of what is found. */
export class InspectionApi {
  /** What happened. */
  readonly events: InspectionEvents;
  /** Inspections. */
  readonly inspections: Inspections;
  /** Owners. */
  readonly subjects: Owners;
  /** Representatives of owners. */
  readonly representatives: OwnerRepresentatives;
  /** Buildings. */
  readonly buildings: TokenList<InspectionItem, BuildingQuery>;
  /** Rooms. */
  readonly rooms: Rooms;
  /** Layouts. */
  readonly plans: Plans;
  /** What is inspected. */
  readonly elements: TokenList<InspectionItem>;
  /** Contractors. */
  readonly workers: Workers;

  /** @internal */
  constructor(client: Caller) {
    this.events = new InspectionEvents(client);
    this.inspections = new Inspections(client);
    this.subjects = new Owners(client);
    this.representatives = new OwnerRepresentatives(client);
    this.buildings = new TokenList((query: BuildingQuery, options) =>
      client.call(listBuildings, { query }, options),
    );
    this.rooms = new Rooms(client);
    this.plans = new Plans(client);
    this.elements = new TokenList((query: InspectionQuery, options) =>
      client.call(listElements, { query }, options),
    );
    this.workers = new Workers(client);
  }
}
