import { expect, test } from 'vitest';
import { start, type Received } from './support.ts';

const check = async (schema: string, body: unknown): Promise<Received> =>
  (await start()).send('POST', `/v5/json_schemas/${schema}/validation`, body);

const row = (
  prtId: number,
  nnt: number,
  qnt: number,
  prcMan: number,
  prcOptNds: number,
  prcRet: number,
): object => ({
  prtId,
  nnt,
  qnt,
  doc: '1к',
  supInn: '',
  supId: '',
  supDate: '',
  nds: 0,
  gnvls: 1,
  dp: 0,
  man: 'Beaufour-ipsen',
  series: '',
  exp: 0,
  prcMan,
  prcOpt: 0,
  prcOptNds,
  prcRet,
  prcReestr: 0,
  prcGnvlsMax: prcRet,
  sumOpt: 0,
  sumOptNds: 0,
  mrGnvls: 0,
  tag: 0,
});
const sample = {
  date: '2018-11-22T16:01:13.032+03:00',
  stocks: [row(111445, 6072, 5, 120, 137.5, 170), row(8608872, 29534, 10, 115, 132, 164)],
};

test.each([
  ['compactly', sample],
  ['as the manual prints it', JSON.stringify(sample, null, 4)],
])("the manual's sample, written %s, gets the manual's list of errors, word for word", async (_, body) => {
  const { status, json } = await check('stocks', body);
  expect(status).toBe(400);
  expect(json).toMatchObject({
    statusCode: 400,
    isError: true,
    isTransient: false,
    exceptionMessage: 'Please correct the specified validation errors and try again',
  });
  const said = JSON.stringify(json);
  for (const [at, field, words] of [
    [0, 'prtId', 'Line: 1 Position: 88 Value: 111445 Error: Invalid type. Expected String but got Integer.'],
    [
      0,
      'supDate',
      "Line: 1 Position: 166 Value: Error: String '' does not validate against format 'date-time'.",
    ],
    [
      0,
      'gnvls',
      'Line: 1 Position: 188 Value: 1 Error: Invalid type. Expected Boolean, Null but got Integer.',
    ],
    [0, 'dp', 'Line: 1 Position: 197 Value: 0 Error: Invalid type. Expected Boolean, Null but got Integer.'],
    [0, 'exp', 'Line: 1 Position: 246 Value: 0 Error: Invalid type. Expected String, Null but got Integer.'],
    [
      1,
      'prtId',
      'Line: 1 Position: 436 Value: 8608872 Error: Invalid type. Expected String but got Integer.',
    ],
    [
      1,
      'supDate',
      "Line: 1 Position: 516 Value: Error: String '' does not validate against format 'date-time'.",
    ],
    [
      1,
      'gnvls',
      'Line: 1 Position: 538 Value: 1 Error: Invalid type. Expected Boolean, Null but got Integer.',
    ],
    [1, 'dp', 'Line: 1 Position: 547 Value: 0 Error: Invalid type. Expected Boolean, Null but got Integer.'],
    [1, 'exp', 'Line: 1 Position: 596 Value: 0 Error: Invalid type. Expected String, Null but got Integer.'],
  ] as const)
    expect(said).toContain(JSON.stringify({ field: `stocks[${at}].${field}`, message: words }));
  expect(json).toHaveProperty('validationErrors.length', 10);
});

test('for other data the place is that of the text received', async () => {
  const { json } = await check(
    'stocks',
    '{"date":"2018-11-22T16:01:13Z",\n "stocks":[{"prtId":1,"nnt":2.5,"qnt":1}]}',
  );
  expect(json).toHaveProperty('validationErrors', [
    {
      field: 'stocks[0].prtId',
      message: 'Line: 2 Position: 21 Value: 1 Error: Invalid type. Expected String but got Integer.',
    },
    {
      field: 'stocks[0].nnt',
      message: 'Line: 2 Position: 31 Value: 2.5 Error: Invalid type. Expected Integer but got Number.',
    },
  ]);
});

test.each([
  ['a list', []],
  ['no rows', { date: '2018-11-22T16:01:13Z' }],
  ['rows that are none', { date: '2018-11-22T16:01:13Z', stocks: {} }],
  ['a row that is none', { date: '2018-11-22T16:01:13Z', stocks: [1] }],
  ['a row without a batch', { date: '2018-11-22T16:01:13Z', stocks: [{ nnt: 1, qnt: 1 }] }],
  ['a date that is none', { date: 'today', stocks: [] }],
])('%s is refused with validationErrors', async (_, body) => {
  const { status, json } = await check('stocks', body);
  expect(status).toBe(400);
  expect(json).toHaveProperty('validationErrors');
});

test.each([
  ['{\n "stocks": [\n  {\n   "prtId" 1', "Expected ':' but got: 1. Path 'stocks[0]', line 4, position 11."],
  ['{"a":', "Unexpected end when reading JSON. Path 'a', line 1, position 5."],
  ['{"a":"x', "Unterminated string. Expected delimiter: \". Path 'a', line 1, position 5."],
  ['{"a":x}', "Unexpected character encountered while parsing value: x. Path 'a', line 1, position 5."],
  [
    '[1 2]',
    "After parsing a value an unexpected character was encountered: 2. Path '[0]', line 1, position 3.",
  ],
  [
    '{} x',
    "Additional text encountered after finished reading JSON content: x. Path '', line 1, position 3.",
  ],
  ['{1:2}', "Invalid property identifier character: 1. Path '', line 1, position 1."],
  ['{"a":"\\q"}', "Bad JSON escape sequence. Path 'a', line 1, position 9."],
  ['['.repeat(200_000), 'MaxDepth'],
])('%.20s cannot be parsed, so no field is named', async (body, words) => {
  const { status, json } = await check('stocks', body);
  expect(status).toBe(400);
  expect(json).toMatchObject({ exceptionMessage: expect.stringContaining(words) });
  expect(json).not.toHaveProperty('validationErrors');
});

test('right data is 200; the other schemas take any object; there are no others', async () => {
  const fine = {
    prtId: '1',
    nnt: 2,
    qnt: 2.5,
    gnvls: null,
    dp: true,
    exp: null,
    more: 'unknown members pass',
  };
  expect((await check('stocks', { date: '2018-11-22T16:01:13.032+03:00', stocks: [fine] })).status).toBe(200);
  for (const schema of ['preorders', 'orders', 'transactions'])
    expect((await check(schema, {})).status).toBe(200);
  expect((await check('orders', [])).status).toBe(400);
  expect((await check('customers', {})).status).toBe(400);
});

test('a name that every object has is a member like any other', async () => {
  const body =
    '{"date":"2018-11-22T16:01:13Z","stocks":[{"prtId":"1","nnt":1,"qnt":1,"__proto__":1,"toString":2}]}';
  expect((await check('stocks', body)).status).toBe(200);
});
