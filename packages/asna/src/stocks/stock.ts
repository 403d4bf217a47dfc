import type { AsnaDateTime } from '../api/dates.ts';

/** One batch in a store's stock. Names and types follow the manual's sample and the errors that its validator reports for it. */
export interface StockItem {
  /** Batch id in the pharmacy's system: a string, an integer is refused. */
  readonly prtId: string;
  /** ASNA's goods code. */
  readonly nnt: number;
  /** Quantity; fractions are allowed. */
  readonly qnt: number;
  /** Number of the supplier's document. */
  readonly doc?: string;
  /** Tax number of the supplier; may be empty. */
  readonly supInn?: string;
  /** Id of the supplier; may be empty. */
  readonly supId?: string;
  /** Date of the supplier's document: leave it out when unknown, the empty string is refused. */
  readonly supDate?: AsnaDateTime;
  /** VAT rate. */
  readonly nds?: number;
  /** Vital and essential drug: 0 and 1 are refused. */
  readonly gnvls?: boolean | null;
  /** The manual does not explain it; 0 and 1 are refused. */
  readonly dp?: boolean | null;
  /** Manufacturer. */
  readonly man?: string;
  /** Batch series; may be empty. */
  readonly series?: string;
  /** Expiry date; a number is refused. */
  readonly exp?: string | null;
  /** Manufacturer's price. */
  readonly prcMan?: number;
  /** Wholesale price without VAT. */
  readonly prcOpt?: number;
  /** Wholesale price with VAT. */
  readonly prcOptNds?: number;
  /** Retail price. */
  readonly prcRet?: number;
  /** Registered price. */
  readonly prcReestr?: number;
  /** Highest price allowed for a vital drug. */
  readonly prcGnvlsMax?: number;
  /** Wholesale total without VAT. */
  readonly sumOpt?: number;
  /** Wholesale total with VAT. */
  readonly sumOptNds?: number;
  /** The manual does not explain it. */
  readonly mrGnvls?: number;
  /** The manual does not explain it. */
  readonly tag?: number;
}

/** What the schema `stocks` describes: the stock of a store at a moment. */
export interface StockUpload {
  /** The moment that the stock is of, ISO 8601 with an offset. */
  readonly date: AsnaDateTime;
  /** The rows, one for each batch. */
  readonly stocks: readonly StockItem[];
}

/** A batch as ASNA holds it. Members that nobody has described are kept as they came. */
export interface StockRow {
  /** Batch id in the pharmacy's system. */
  prtId?: string | null | undefined;
  /** ASNA's goods code. */
  nnt?: number | null | undefined;
  /** Quantity. */
  qnt?: number | null | undefined;
  [member: string]: unknown;
}
