import type { ApiCall, CallOptions } from '@partner-apis/core';
import type { Caller } from '@partner-apis/core/vendor';
import type {
  InnQuery,
  NewRepresentative,
  NewSubject,
  Representative,
  RepresentativeData,
  Subject,
  SubjectData,
} from './models.ts';
import {
  createRepresentative,
  createSubject,
  findInn,
  getRepresentative,
  replaceRepresentative,
  replaceSubject,
} from './operations.ts';

/** Persons, sole proprietors, organizations and governance bodies. */
export class Subjects {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Vendor documentation, partial: creates a subject. The body has exactly one of its four kinds.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, entity/methods/post-subject
   */
  create(body: NewSubject, options?: CallOptions): ApiCall<Subject> {
    return this.#client.call(createSubject, { body }, options);
  }

  /**
   * Vendor documentation, partial: replaces the data of a subject. What it answers is not documented.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see Kontur.Reestro documentation, entity/methods/put-subject
   */
  replace(subjectId: string, body: SubjectData, options?: CallOptions): ApiCall<unknown> {
    return this.#client.call(replaceSubject, { params: { subjectId }, body }, options);
  }

  /**
   * Vendor documentation, partial: looks up the INN of a person in state registries. What it answers is not documented.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, entity/methods/get-requisites
   */
  findInn(person: InnQuery, options?: CallOptions): ApiCall<unknown> {
    return this.#client.call(findInn, { body: person }, options);
  }
}

/** Who acts for whom. */
export class Representatives {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Vendor documentation, partial: links an agent to a principal.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, entity/methods/post-representative
   */
  create(body: NewRepresentative, options?: CallOptions): ApiCall<Representative> {
    return this.#client.call(createRepresentative, { body }, options);
  }

  /**
   * Vendor documentation, partial: reads a link. Its id is the principal's subject id, followed by the agent's.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see Kontur.Reestro documentation, entity/methods/get-representative
   */
  get(representativeId: string, options?: CallOptions): ApiCall<Representative> {
    return this.#client.call(getRepresentative, { params: { representativeId } }, options);
  }

  /**
   * Vendor documentation, partial: replaces a link; the data of its persons stay. What it answers is not documented.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see Kontur.Reestro documentation, entity/methods/put-representative
   */
  replace(representativeId: string, body: RepresentativeData, options?: CallOptions): ApiCall<unknown> {
    return this.#client.call(replaceRepresentative, { params: { representativeId }, body }, options);
  }
}

/** The part of the API that knows subjects. */
export class Entities {
  /** Subjects. */
  readonly subjects: Subjects;
  /** Who acts for whom. */
  readonly representatives: Representatives;

  /** @internal */
  constructor(client: Caller) {
    this.subjects = new Subjects(client);
    this.representatives = new Representatives(client);
  }
}
