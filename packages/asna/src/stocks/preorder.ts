import type { AsnaDateTime } from '../api/dates.ts';

/** A row of a supplier's price list as ASNA holds it. Members that nobody has described are kept as they came. */
export interface PreorderRow {
  /** ASNA's goods code. */
  nnt?: number | null | undefined;
  /** The pharmacy's own goods code. */
  sku?: number | string | null | undefined;
  /** Tax number of the supplier. */
  supInn?: string | null | undefined;
  /** Date of delivery, ISO 8601. */
  supDate?: string | null | undefined;
  /** Wholesale price with VAT. */
  prcOptNds?: number | null | undefined;
  /** Date of the price list, ISO 8601. */
  prclDate?: string | null | undefined;
  /** Type of the price list; its codes are not documented. */
  plType?: number | null | undefined;
  /** Its codes are not documented. */
  status?: number | null | undefined;
  [member: string]: unknown;
}

/** A row to send. Only `nnt` is known to be needed: `schemas.validate('preorders', …)` says what else is. */
export interface PreorderItem {
  /** ASNA's goods code. */
  readonly nnt: number;
  /** Retail price. */
  readonly prcRet?: number;
  readonly [member: string]: unknown;
}

/** What the schema `preorders` describes: suppliers' price lists, from which goods can be ordered that no store has. */
export interface PreorderUpload {
  /** The moment that the prices are of, ISO 8601 with an offset. */
  readonly date?: AsnaDateTime;
  /** The rows. */
  readonly preorders: readonly PreorderItem[];
  readonly [member: string]: unknown;
}
