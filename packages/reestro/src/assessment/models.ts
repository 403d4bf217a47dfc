import type { FeedEvent } from '../events/feed-event.ts';
import type { LooseObject, OpenText } from '../wire/models.ts';

/** States of a check that documentation and programs of others have. */
export type CheckState = OpenText<'Processing' | 'Processed' | 'Error'>;

/** A subject that is checked. */
export interface AssessedSubject {
  /** Id of the subject. */
  subjectId: string;
  /** The id that the subject was stored with. */
  externalId?: string | undefined;
  /** Data of a person, as they came. */
  person?: Record<string, unknown> | undefined;
  /** Data of an organization, as they came. */
  organization?: Record<string, unknown> | undefined;
  /** Members that the documentation does not have are kept as they came. */
  [member: string]: unknown;
}

/** A subject to be checked: exactly one of `person` and `organization`. */
export interface NewAssessedSubject {
  /** Your own id of the subject. */
  readonly externalId?: string | undefined;
  /** A person. Here the date of birth is `birthDate`; subjects of the entity API have `dateBirth`. */
  readonly person?: LooseObject | undefined;
  /** An organization. */
  readonly organization?: LooseObject | undefined;
}

/** A check that was ordered. */
export interface Check {
  /** Id of the check. */
  checkId: string;
  /** Whether it is done. */
  state?: CheckState | undefined;
  /** Members that the documentation does not have are kept as they came. */
  [member: string]: unknown;
}

/** A check to order. */
export interface NewCheck {
  /** Your own id of the check. */
  readonly externalId?: string | undefined;
  /** Your own id of a group of requests. */
  readonly correlationId?: string | undefined;
  /** Whom to check, where the kinds do not say it. */
  readonly subjectId?: string | undefined;
  /** Kinds of checks by name, such as `fssp: { subjectId }`, `rosfinmonitoring`, `passport`; sent as they are. */
  readonly [kind: string]: unknown;
}

/** Which checks to list. */
export interface CheckQuery {
  /** Your own id of a group of requests. */
  readonly correlationId?: string | undefined;
  /** Your own id of the check. */
  readonly externalId?: string | undefined;
  /** Checks of this subject. */
  readonly subjectId?: string | undefined;
  /** Checks of these kinds. */
  readonly type?: string | readonly string[] | undefined;
  /** Checks in this state. */
  readonly state?: CheckState | undefined;
  /** ISO 8601. */
  readonly from?: string | undefined;
  /** ISO 8601. */
  readonly to?: string | undefined;
  /** Checks created before this one. Default: from the newest. */
  readonly afterCheckId?: string | undefined;
}

/** What to draw conclusions from: exactly one of `checks` and `groups`. */
export interface AnalyticsBody {
  /** Ids of checks. */
  readonly checks?: readonly string[] | undefined;
  /** Ids of group checks. */
  readonly groups?: readonly string[] | undefined;
  /** Options of the report, in the vendor's form. */
  readonly result?: LooseObject | undefined;
}

/** Several checks to order at once. */
export interface NewCheckGroup {
  /** Your own id of the group; the vendor uses it to tell repetitions. */
  readonly externalId?: string | undefined;
  /** What to check, in the vendor's form; which checks run depends on the data. */
  readonly requests: readonly LooseObject[];
}

/** How far a group check has come. */
export interface CheckProgress {
  /** Checks that are done. */
  processed?: number | undefined;
  /** Checks in all. */
  total?: number | undefined;
  /** Members that the documentation does not have are kept as they came. */
  [member: string]: unknown;
}

/** A group check. */
export interface CheckGroup {
  /** Id of the group. */
  groupId: string;
  /** The id that the group was ordered with. */
  externalId?: string | undefined;
  /** What was checked, as it came. */
  objects?: unknown[] | undefined;
  /** How far it has come. */
  progress?: CheckProgress | undefined;
  /** ISO 8601 in UTC. */
  createdAt?: string | undefined;
  /** ISO 8601 in UTC; undefined while it runs. */
  finishedAt?: string | undefined;
  /** Members that the documentation does not have are kept as they came. */
  [member: string]: unknown;
}

/** An event of checks: one is `Processed`, or ended in `Error`. */
export type CheckEvent = FeedEvent;
