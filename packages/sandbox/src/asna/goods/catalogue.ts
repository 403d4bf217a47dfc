import { createRandom } from '../../random.ts';
import { nextGuid } from '../guid.ts';

/** A record of the goods catalogue. Its row version has 64 bits, more than a number of JavaScript can hold. */
export interface GoodsRecord {
  readonly nnt: number;
  readonly name: string;
  readonly rvInt: bigint;
}

/** How many records there are. */
const RECORDS = 25;
/** The first row version: beyond 2^53, so that a client that reads numbers is found out. */
const FIRST_VERSION = 9_007_199_254_740_993n;

const NAMES = ['Анальгин', 'Бинт стерильный', 'Валидол', 'Глицин', 'Йод'];
const FORMS = ['таб. № 10', 'таб. № 20', 'р-р 10 мл', 'уп. 5 шт.', 'капс. № 30'];

/** The goods that there are; the documentation does not say what their records have beside code and row version. */
export function goodsRecords(): GoodsRecord[] {
  return Array.from({ length: RECORDS }, (_, index) => ({
    nnt: 1001 + index,
    name: `${NAMES[index % NAMES.length]}, ${FORMS[Math.floor(index / NAMES.length)]}`,
    rvInt: FIRST_VERSION + BigInt(index),
  }));
}

/** A row version in binary form, base64. */
export function binaryVersion(version: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(version);
  return bytes.toString('base64');
}

/** The row version that a base64 text stands for; undefined for any other text. */
export function versionIn(text: string): bigint | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 8 && bytes.toString('base64') === text ? bytes.readBigUInt64BE() : undefined;
}

/** The assortment plan of a store: as in the documentation's sample, the second row has no method. */
export function planOf(seed: string, storeId: string, loadDate: string): object {
  const random = createRandom(`${seed}/asna/plan/${storeId.toLowerCase()}`);
  return {
    planId: nextGuid(random),
    loadDate,
    plans: goodsRecords()
      .slice(0, 3)
      .map(({ nnt }, index) => ({
        nnt,
        statusId: 1,
        status: 'Действует',
        ...(index !== 1 && { methodId: 2, method: 'Ручной' }),
        qnt: index + 0.5,
      })),
  };
}
