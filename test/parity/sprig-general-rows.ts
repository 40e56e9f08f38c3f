/** Inputs of the probe: values as a file gives them (numbers are float64), values of `--set` (numbers are int64), templates. */

/** What values.yaml holds, in JSON. */
export const fileValues = {
  zero: 0,
  three: 3,
  negative: -7,
  half: 2.5,
  tiny: 1e-7,
  large: 123456789012,
  huge: 1e21,
  precise: 0.1,
  yes: true,
  no: false,
  empty: '',
  word: 'hello',
  digits: '42',
  sentence: 'The quick brown fox jumps over the lazy dog',
  unicode: 'Größe naïve 日本語 😀',
  html: `<a href="x">&'</a>`,
  lines: 'one\ntwo\n  three\n',
  nothing: null,
  list: ['a', 'b', 'c'],
  numbers: [3, 1, 2, 2.5],
  mixed: ['a', 1, true, null, '', 0, ['n'], { k: 'v' }],
  none: [],
  map: { b: 2, a: 'one', c: { d: { e: 'deep' } }, z: null },
  bare: {},
  // Mutated by one row each.
  mine: { x: { y: 1 } },
  yours: { x: { z: 2 }, w: [1, 2] },
}

/** What `--set` gives, in the order of the flags. */
export const setValues = { sint: 5, sneg: -3, szero: 0, sbig: 9007199254740993n, sbool: true, sword: 'txt' }

const ANY = [
  'nil',
  '""',
  '"abc"',
  '"12"',
  '"-0x1F"',
  '"0b101"',
  '"017"',
  '"08"',
  '"1_000"',
  '"3.00"',
  '"3.7"',
  '"1e3"',
  '" 5"',
  '"true"',
  '"99999999999999999999"',
  'true',
  'false',
  '0',
  '5',
  '-7',
  '3.99',
  '-3.5',
  '1e300',
  '.Values.half',
  '.Values.large',
  '.Values.sint',
  '.Values.sbig',
  '.Values.nothing',
  '(list)',
  '(list 1 "b" nil)',
  '(dict)',
  '(dict "b" 1 "a" (list 2))',
  '(until 3)',
  '(splitList "," "c,a,b")',
  '(split "," "x,y")',
  '.Values.mixed',
  "'x'",
]

const UNARY_ANY = [
  'int',
  'int64',
  'float64',
  'toString',
  'toDecimal',
  'add1',
  'add1f',
  'floor',
  'empty',
  'typeOf',
  'kindOf',
  'mustToJson',
  'toStrings',
  'sortAlpha',
  'quote',
  'squote',
  'mustDeepCopy',
  'list',
  'default "d"',
  'join "-"',
]

const LISTS = [
  'nil',
  '"abc"',
  '5',
  '(list)',
  '(list 1 "b" nil)',
  '(dict "a" 1)',
  '(until 3)',
  '(splitList "," "c,a,b")',
  '.Values.mixed',
  '.Values.none',
  'true',
]

const UNARY_LIST = [
  'first',
  'mustFirst',
  'last',
  'mustLast',
  'rest',
  'mustRest',
  'initial',
  'mustInitial',
  'reverse',
  'mustReverse',
  'compact',
  'mustCompact',
  'uniq',
  'mustUniq',
  'concat',
  'has 1',
  'mustHas nil',
  'chunk 2',
  'mustChunk 1',
]

const TEXTS = [
  '""',
  '"abc"',
  '"  two words  "',
  '.Values.sentence',
  '.Values.unicode',
  '.Values.lines',
  '(b64dec "gICA/2E=")',
  '"HTTPServer2xx_name-Is GOOD"',
]

const UNARY_TEXT = [
  'upper',
  'lower',
  'title',
  'untitle',
  'swapcase',
  'snakecase',
  'kebabcase',
  'camelcase',
  'trim',
  'nospace',
  'initials',
  'b64enc',
  'b32enc',
  'trunc 3',
  'trunc -3',
  'abbrev 6',
  'abbrevboth 5 9',
  'substr 1 3',
  'wrap 5',
  'wrapWith 4 "|"',
  'indent 2',
  'nindent 1',
  'repeat 2',
  'base',
  'dir',
  'clean',
  'ext',
  'atoi',
  'splitList ""',
  'replace "" "."',
  'quote',
  'trimAll " a"',
  'toString',
]

function show(call: string, value: string): string {
  return `{{ $r := ${call} ${value} }}{{ printf "%T|%v" $r $r }}`
}

function product(calls: readonly string[], values: readonly string[]): string[] {
  return calls.flatMap((call) => values.map((value) => show(call, value)))
}

/** Every row: a product of functions and inputs, and the single cases. */
export function generalRows(single: readonly string[]): string[] {
  return [
    ...new Set([...product(UNARY_ANY, ANY), ...product(UNARY_LIST, LISTS), ...product(UNARY_TEXT, TEXTS), ...single]),
  ]
}
