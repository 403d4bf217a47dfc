import type { FieldError } from './field-error.ts';
import type { JsonDocument } from './json-document.ts';
import type { Place } from './json-reader.ts';
import { manualPlaces } from './manual-sample.ts';
import { dateRule, stockRequired, stockRules, type Kind, type Rule } from './stock-schema.ts';

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * What is wrong with a document by a schema, in the order of the document; undefined for a schema that there is none of. Only that of
 * `stocks` can be told from the manual; the others take any object.
 */
export function validate(schema: string, document: JsonDocument): FieldError[] | undefined {
  const check = new Check(manualPlaces(document) ?? document.places);
  switch (schema) {
    case 'stocks':
      stocks(check, document.value);
      return check.errors;
    case 'preorders':
    case 'orders':
    case 'transactions':
      if (!isObject(document.value)) check.kind('', document.value, 'Object');
      return check.errors;
    default:
      return undefined;
  }
}

function stocks(check: Check, value: unknown): void {
  if (!isObject(value)) return check.kind('', value, 'Object');
  check.required('', value, ['date', 'stocks']);
  if ('date' in value) check.rule('date', value['date'], dateRule);
  const rows = value['stocks'];
  if (rows === undefined) return;
  if (!Array.isArray(rows)) return check.kind('stocks', rows, 'Array');
  const items: readonly unknown[] = rows;
  items.forEach((row, index) => {
    const path = `stocks[${index}]`;
    if (!isObject(row)) return check.kind(path, row, 'Object');
    for (const [name, member] of Object.entries(row)) {
      const rule = Object.hasOwn(stockRules, name) ? stockRules[name] : undefined;
      if (rule !== undefined) check.rule(`${path}.${name}`, member, rule);
    }
    check.required(path, row, stockRequired);
  });
}

/** Collects errors in the words of the manual's sample. */
class Check {
  readonly errors: FieldError[] = [];
  readonly #places: ReadonlyMap<string, Place>;

  constructor(places: ReadonlyMap<string, Place>) {
    this.#places = places;
  }

  rule(field: string, value: unknown, { kinds, dateTime }: Rule): void {
    const kind = kindOf(value);
    const fits = kinds.some((one) => one === kind || (one === 'Number' && kind === 'Integer'));
    if (!fits) this.kind(field, value, kinds.join(', '));
    else if (dateTime === true && typeof value === 'string' && !DATE_TIME.test(value))
      this.#add(field, value, `String '${value}' does not validate against format 'date-time'.`);
  }

  kind(field: string, value: unknown, expected: string): void {
    this.#add(field, value, `Invalid type. Expected ${expected} but got ${kindOf(value)}.`);
  }

  required(field: string, value: object, names: readonly string[]): void {
    const missing = names.filter((name) => !(name in value));
    if (missing.length > 0)
      this.#add(field, value, `Required properties are missing from object: ${missing.join(', ')}.`);
  }

  #add(field: string, value: unknown, reason: string): void {
    const { line, position } = this.#places.get(field) ?? { line: 1, position: 0 };
    // The empty text leaves the place of the value empty, as in the manual.
    const plain = ['string', 'number', 'boolean'].includes(typeof value) && value !== '';
    const shown = plain ? ` ${JSON.stringify(value).replace(/^"|"$/g, '')}` : '';
    const message = `Line: ${line} Position: ${position} Value:${shown} Error: ${reason}`;
    this.errors.push({ field, message });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): Kind | 'Array' | 'Object' {
  if (value === null) return 'Null';
  if (Array.isArray(value)) return 'Array';
  if (typeof value === 'string') return 'String';
  if (typeof value === 'boolean') return 'Boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? 'Integer' : 'Number';
  return 'Object';
}
