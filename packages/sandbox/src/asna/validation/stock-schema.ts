/** What a member may be, in the words of the vendor's validator. */
export type Kind = 'String' | 'Integer' | 'Number' | 'Boolean' | 'Null';

/** What is asked of a member. */
export interface Rule {
  readonly kinds: readonly Kind[];
  /** A text must be a date and time; the empty text is none. */
  readonly dateTime?: boolean;
}

const text: Rule = { kinds: ['String'] };
const integer: Rule = { kinds: ['Integer'] };
const number: Rule = { kinds: ['Number'] };
const flag: Rule = { kinds: ['Boolean', 'Null'] };

/** Members of a row, as far as the manual's sample and the errors it reports for it tell. */
export const stockRules: Readonly<Record<string, Rule>> = {
  prtId: text,
  nnt: integer,
  qnt: number,
  doc: text,
  supInn: text,
  supId: text,
  supDate: { kinds: ['String'], dateTime: true },
  nds: integer,
  gnvls: flag,
  dp: flag,
  man: text,
  series: text,
  exp: { kinds: ['String', 'Null'] },
  prcMan: number,
  prcOpt: number,
  prcOptNds: number,
  prcRet: number,
  prcReestr: number,
  prcGnvlsMax: number,
  sumOpt: number,
  sumOptNds: number,
  mrGnvls: number,
  tag: number,
};

/** Members without which a row means nothing. The manual does not mark any as required. */
export const stockRequired = ['prtId', 'nnt', 'qnt'];

export const dateRule: Rule = { kinds: ['String'], dateTime: true };
