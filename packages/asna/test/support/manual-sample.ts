/** A row of the manual's sample for validation, with its five mistakes. */
function row(
  prtId: number,
  nnt: number,
  qnt: number,
  [prcMan, prcOptNds, prcRet]: readonly [number, number, number],
) {
  return {
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
  };
}

/** "Other capabilities", validation of data: the sample of a request. */
export const manualSample = {
  date: '2018-11-22T16:01:13.032+03:00',
  stocks: [row(111445, 6072, 5, [120, 137.5, 170]), row(8608872, 29534, 10, [115, 132, 164])],
};

const wrongType = (expected: string): string => `Invalid type. Expected ${expected} but got Integer.`;
const noDate = "String '' does not validate against format 'date-time'.";

/** The manual's answer to it: field, position, value and reason. */
export const manualErrors = (
  [
    ['stocks[0].prtId', 88, ' 111445', wrongType('String')],
    ['stocks[0].supDate', 166, '', noDate],
    ['stocks[0].gnvls', 188, ' 1', wrongType('Boolean, Null')],
    ['stocks[0].dp', 197, ' 0', wrongType('Boolean, Null')],
    ['stocks[0].exp', 246, ' 0', wrongType('String, Null')],
    ['stocks[1].prtId', 436, ' 8608872', wrongType('String')],
    ['stocks[1].supDate', 516, '', noDate],
    ['stocks[1].gnvls', 538, ' 1', wrongType('Boolean, Null')],
    ['stocks[1].dp', 547, ' 0', wrongType('Boolean, Null')],
    ['stocks[1].exp', 596, ' 0', wrongType('String, Null')],
  ] as const
).map(([field, position, value, reason]) => ({
  field,
  message: `Line: 1 Position: ${position} Value:${value} Error: ${reason}`,
}));
