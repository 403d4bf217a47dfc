import type { LooseObject } from '../wire/models.ts';

/** A subject: a person, sole proprietor, organization or governance body. */
export interface Subject {
  /** Id of the subject. */
  subjectId: string;
  /** The id that the subject was created with. */
  externalId?: string | undefined;
  /** Data of a person, as they came. */
  person?: Record<string, unknown> | undefined;
  /** Data of a sole proprietor, as they came. */
  soleProprietor?: Record<string, unknown> | undefined;
  /** Data of an organization, as they came. */
  organization?: Record<string, unknown> | undefined;
  /** Data of a governance body, as they came. */
  governance?: Record<string, unknown> | undefined;
  /** Members that the documentation does not have are kept as they came. */
  [member: string]: unknown;
}

/** A person, as it is sent to the entity API. Here the date of birth is `dateBirth`; checks have `birthDate`. */
export interface PersonData {
  /** Given name. */
  readonly name?: string | undefined;
  /** Family name. */
  readonly surname?: string | undefined;
  /** Patronymic. */
  readonly patronymic?: string | undefined;
  /** A day, `YYYY-MM-DD`. */
  readonly dateBirth?: string | undefined;
  /** Place of birth. */
  readonly birthPlace?: string | undefined;
  /** `NNN-NNN-NNN NN`. */
  readonly snils?: string | undefined;
  /** 12 digits. */
  readonly inn?: string | undefined;
  /** Address of e-mail. */
  readonly email?: string | undefined;
  /** 11 digits beginning with 7. */
  readonly phone?: string | undefined;
  /** `Female` is the value that the documentation shows. */
  readonly gender?: string | undefined;
  /** Code of a country, 12 digits. */
  readonly citizenship?: string | undefined;
  /** Address, in the vendor's form. */
  readonly address?: LooseObject | undefined;
  /** Passport or another document, in the vendor's form. */
  readonly identityDocument?: LooseObject | undefined;
  /** Other members are sent as they are. */
  readonly [member: string]: unknown;
}

/** What a subject is made of: exactly one of these members. The type of a subject cannot be changed. */
export interface SubjectData {
  /** A person. */
  readonly person?: PersonData | undefined;
  /** A sole proprietor. Whether `replace` takes it is not documented. */
  readonly soleProprietor?: LooseObject | undefined;
  /** An organization: `name`, `kpp`, `regDate`, `address`, `nativeOrgParams` with `ogrn` and `inn`. */
  readonly organization?: LooseObject | undefined;
  /** A governance body. */
  readonly governance?: LooseObject | undefined;
}

/** A subject to create. */
export interface NewSubject extends SubjectData {
  /** Your own id of the subject, unique. */
  readonly externalId?: string | undefined;
}

/** Who to look up the INN of. */
export interface InnQuery {
  /** Given name. */
  readonly name: string;
  /** Family name. */
  readonly surname: string;
  /** Patronymic. */
  readonly patronymic?: string | undefined;
  /** A day, `YYYY-MM-DD`. */
  readonly dateBirth: string;
  /** Place of birth. */
  readonly birthPlace?: string | undefined;
  /** Passport or another document, in the vendor's form. */
  readonly identityDocument?: LooseObject | undefined;
}

/** What links a representative to the one that it acts for. */
export interface RepresentativeData {
  /** Kind of representative, such as `Confidant`. */
  readonly representativeType?: string | undefined;
  /** Position; required where the principal is a legal entity. */
  readonly post?: string | undefined;
  /** Where the power comes from, in the vendor's form. */
  readonly authority?: LooseObject | undefined;
}

/** A link to create; there is one for a principal and an agent. */
export interface NewRepresentative extends RepresentativeData {
  /** For whom: its `subjectId`. */
  readonly principal: { readonly subjectId: string };
  /** Who acts: the `subjectId` of a person. */
  readonly agent: { readonly subjectId: string };
}

/** A link between a representative and the one that it acts for. */
export interface Representative {
  /** Both subject ids, the principal's first, without anything between them. */
  representativeId?: string | undefined;
  /** For whom, as it came. */
  principal?: Record<string, unknown> | undefined;
  /** Who acts, as it came. */
  agent?: Record<string, unknown> | undefined;
  /** Kind of representative. */
  representativeType?: string | undefined;
  /** Position. */
  post?: string | undefined;
  /** Where the power comes from, as it came. */
  authority?: Record<string, unknown> | undefined;
  /** Members that the documentation does not have are kept as they came. */
  [member: string]: unknown;
}
