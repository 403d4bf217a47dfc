import type { ApiCall, CallOptions } from '@partner-apis/core';
import type { Caller } from '@partner-apis/core/vendor';
import { EventFeed } from '../events/event-feed.ts';
import { backward, type BackwardPage } from '../paging/backward.ts';
import { walk } from '../paging/walk.ts';
import { type Conditional, type ConditionalOptions, tagged } from '../wire/conditional.ts';
import type {
  AnalyticsBody,
  AssessedSubject,
  Check,
  CheckEvent,
  CheckGroup,
  CheckQuery,
  NewAssessedSubject,
  NewCheck,
  NewCheckGroup,
} from './models.ts';
import {
  analyseChecks,
  createAssessedSubject,
  createCheck,
  createGroup,
  getAssessedSubject,
  getCheck,
  getGroup,
  listCheckEvents,
  listChecks,
} from './operations.ts';

/** Options of {@link AssessedSubjects.create}. */
export interface StoreSubjectOptions extends CallOptions {
  /** Have the INN found by the passport. */
  readonly resolveInn?: boolean | undefined;
}

/** Subjects that are checked; they are not those of `entities`. */
export class AssessedSubjects {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Vendor documentation, partial: stores a subject to be checked.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, verification/methods/post-subjects
   */
  create(body: NewAssessedSubject, options: StoreSubjectOptions = {}): ApiCall<AssessedSubject> {
    const { resolveInn, ...rest } = options;
    return this.#client.call(createAssessedSubject, { query: { resolveInn }, body }, rest);
  }

  /**
   * Vendor documentation, partial: reads a subject.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see Kontur.Reestro documentation, verification/methods/get-subjects
   */
  get(subjectId: string, options?: CallOptions): ApiCall<AssessedSubject> {
    return this.#client.call(getAssessedSubject, { params: { subjectId } }, options);
  }
}

/** Checks of subjects. */
export class Checks {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Third-party evidence only: orders a check, which may be paid for.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Programs of others
   */
  create(body: NewCheck, options?: CallOptions): ApiCall<Check> {
    return this.#client.call(createCheck, { body }, options);
  }

  /**
   * Vendor documentation, partial: reads one page of checks, newest first. Go on with its `lastObjectId` as `afterCheckId`.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, verification/methods/search-checks
   */
  list(query: CheckQuery = {}, options?: CallOptions): ApiCall<BackwardPage<Check>> {
    return this.#client.call(listChecks, { query }, options);
  }

  /**
   * Vendor documentation, partial: every check, newest first, until a page has none.
   *
   * @throws FeedAnomalyError when a page does not lead on, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, verification/methods/search-checks
   */
  iterate(query: CheckQuery = {}, options?: CallOptions): AsyncIterable<Check> {
    const read = (afterCheckId: string | undefined) => this.list({ ...query, afterCheckId }, options);
    return walk(() => backward(read, query.afterCheckId));
  }

  /**
   * Third-party evidence only: reads a check; with `ifNoneMatch` only when it has changed.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see Programs of others
   */
  get(checkId: string, options: ConditionalOptions = {}): ApiCall<Conditional<Check>> {
    return this.#client.call(
      getCheck,
      { params: { checkId, ifNoneMatch: options.ifNoneMatch } },
      tagged(options),
    );
  }

  /**
   * Vendor documentation, partial: draws conclusions from checks or group checks. What it answers is not documented.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, verification/methods/post-analytics
   */
  analytics(body: AnalyticsBody, options?: CallOptions): ApiCall<unknown> {
    return this.#client.call(analyseChecks, { body }, options);
  }
}

/** Several checks at once. */
export class CheckGroups {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Vendor documentation, partial: orders several checks at once; which ones run depends on the data.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, verification/methods/post-groups
   */
  create(body: NewCheckGroup, options?: CallOptions): ApiCall<CheckGroup> {
    return this.#client.call(createGroup, { body }, options);
  }

  /**
   * Vendor documentation, partial: reads a group check.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see Kontur.Reestro documentation, verification/methods/get-groups
   */
  get(groupId: string, options?: CallOptions): ApiCall<CheckGroup> {
    return this.#client.call(getGroup, { params: { groupId } }, options);
  }
}

/** The part of the API that checks subjects. */
export class Assessment {
  /** Subjects that are checked. */
  readonly subjects: AssessedSubjects;
  /** Checks. */
  readonly checks: Checks;
  /** Several checks at once. */
  readonly groups: CheckGroups;
  /** Vendor documentation, partial: what happened to checks, kept for three months. */
  readonly events: EventFeed<CheckEvent>;

  /** @internal */
  constructor(client: Caller) {
    this.subjects = new AssessedSubjects(client);
    this.checks = new Checks(client);
    this.groups = new CheckGroups(client);
    this.events = new EventFeed(
      (query, options) => client.call(listCheckEvents, { query }, options),
      client,
      { name: 'assessment.events' },
    );
  }
}
