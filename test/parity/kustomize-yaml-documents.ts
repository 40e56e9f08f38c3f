import fc from 'fast-check'

const WORDS = [
  ...[
    'a',
    'yes',
    'no',
    'on',
    'True',
    'true',
    'FALSE',
    'null',
    '~',
    'Null',
    '1',
    '0',
    '-1',
    '+1',
    '007',
    '0777',
    '0o17',
  ],
  ...['0b11', '0x1F', '1_000', '1.0', '1.50', '.5', '1e3', '1E-7', '12345678901234567890', '18446744073709551616'],
  ...['9007199254740993', '-0', '-0.0', '123456789.123', '2001-01-01', '2001-1-2', '2001-12-14t21:59:43.10-05:00'],
  ...[
    '2001-12-14 21:59:43',
    '12:30',
    '1:20:30',
    '0b-1',
    '0o-7',
    'a b',
    'a:b',
    'a,b',
    '=',
    '<',
    'x y z',
    '1e21',
    '1e20',
  ],
  ...['0.000001', '1e-5', 'null x', 'é', '漢字', 'word '.repeat(25).trim(), 'x'.repeat(120), '1_', '0x', '.', '99e9'],
]
const TEXTS = [
  ...WORDS,
  ...[
    '',
    ' lead',
    'trail ',
    'a: b',
    'a #b',
    '#c',
    '- z',
    '?',
    '!t',
    '&x',
    '*x',
    '%p',
    '@q',
    '`r',
    'tab\there',
    'two\nlines',
  ],
  ...[
    'x\n',
    'x\n\n',
    'a\n\nb',
    ' a\nb\nc',
    '\nx',
    'a\n b\nc',
    '"q"',
    "it's",
    '\u00a0',
    '\u2028',
    '😀',
    '\u200b',
    '---',
  ],
]
const plain = fc.constantFrom(...WORDS)
const quoted = fc.constantFrom(...TEXTS)
const lines = fc.array(fc.constantFrom('x', '', ' y', '  z', 'line of text', 'end ', '# no', '- d', 'é', '"', 'k: v'), {
  minLength: 1,
  maxLength: 4,
})

/** The text of a scalar of any style, for a place in a column. */
function scalar(column: number): fc.Arbitrary<string> {
  const pad = ' '.repeat(column + 2)
  const block = fc
    .tuple(fc.constantFrom('|', '>', '|-', '>-', '|+', '>+'), lines, fc.constantFrom('', '\n', '\n\n'))
    .map(
      ([head, rows, tail]) =>
        `${head}\n${['first', ...rows].map((row) => (row === '' ? '' : pad + row)).join('\n')}${tail}`,
    )
  return fc.oneof(
    { weight: 5, arbitrary: plain },
    { weight: 3, arbitrary: quoted.map((text) => JSON.stringify(text)) },
    { weight: 1, arbitrary: plain.map((text) => `'${text}'`) },
    { weight: 1, arbitrary: plain.map((text) => `!!str ${text}`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('!!binary aGVsbG8=', '!!float 1', '!!int "12"', '!own x', '!own 12', '! 7', ''),
    },
    { weight: 2, arbitrary: block },
    { weight: 1, arbitrary: fc.constant(`several\n${pad}lines of\n\n${pad}plain text`) },
  )
}

const flow: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    quoted.map((text) => JSON.stringify(text)),
    plain.filter((text) => !/[,:=<]/.test(text)),
    fc.array(tie('node'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc
      .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'yes', '"q"'), tie('node')), {
        maxLength: 3,
        selector: ([key]) => key,
      })
      .map((entries) => `{${entries.map(([key, value]) => `${key}: ${value}`).join(', ')}}`),
    fc.constantFrom('{a: }', '{b}', '{d: 2001-01-01, t: 2001-12-14t21:59:43Z}'),
  ),
})).node

const KEYS = [
  'a',
  'b1',
  'b10',
  'b2',
  'x-y',
  'x.y',
  'app.io/n',
  'yes',
  '"q"',
  "'s'",
  'A',
  '_u',
  'a b',
  'long'.repeat(12),
]

/** The lines of a mapping in a column. */
function mapping(column: number, depth: number): fc.Arbitrary<string> {
  const entry = fc.tuple(fc.constantFrom(...KEYS), node(column, depth), fc.constantFrom('', '', '', '# note\n'))
  return fc
    .uniqueArray(entry, { minLength: 1, maxLength: 4, selector: ([key]) => key })
    .map((entries) =>
      entries
        .map(
          ([key, value, note]) => `${' '.repeat(column)}${note === '' ? '' : note + ' '.repeat(column)}${key}:${value}`,
        )
        .join(''),
    )
}

function node(column: number, depth: number): fc.Arbitrary<string> {
  const leaf = fc.oneof(
    { weight: 4, arbitrary: scalar(column).map((text) => ` ${text}\n`) },
    { weight: 1, arbitrary: flow.map((text) => ` ${text} # note\n`) },
  )
  if (depth === 0) return leaf
  const item = fc.oneof(
    node(column, depth - 1),
    mapping(column + 2, depth - 1).map((text) => ` ${text.trimStart()}`),
  )
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 2, arbitrary: mapping(column + 2, depth - 1).map((text) => `\n${text}`) },
    {
      weight: 2,
      arbitrary: fc
        .array(item, { minLength: 1, maxLength: 3 })
        .map((items) => `\n${items.map((text) => `${' '.repeat(column)}-${text}`).join('')}`),
    },
    {
      weight: 1,
      arbitrary: fc.constant(
        ` &m\n${' '.repeat(column + 2)}k: v\n${' '.repeat(column)}${'use'}:\n${' '.repeat(column + 2)}<<: *m\n${' '.repeat(column + 2)}own: 1\n`,
      ),
    },
  )
}

/** The `spec` of an object, with all that block and flow style can hold. */
export const specText: fc.Arbitrary<string> = mapping(2, 3).map((text) => `spec:\n${text}`)

/** A `spec` in which something is wrong. */
export const brokenDocument: fc.Arbitrary<string> = fc
  .tuple(
    mapping(2, 1),
    fc.constantFrom(
      ...[
        '\tz: 1\n',
        '  z: [1, 2\n',
        '  z: {a: b\n',
        '  z: "x\n',
        "  z: 'x'y\n",
        '  z: a: b\n',
        '  z: *none\n',
        '  z: @x\n',
      ],
      ...[
        '  z: %x\n',
        '  z: "\\q"\n',
        '  z: !!int abc\n',
        '  z: .inf\n',
        '  z:\n    1: 2\n',
        '  z: - a\n',
        ' z: 1\n',
        '  - a\n',
      ],
      ...[
        '  z: {a: 1, a: 2}\n',
        '  <<: 1\n',
        '  z: ]\n',
        '  z: |\n a\n',
        '---x\na: b\n',
        '  ? [a]\n  : b\n',
        '  z: !!binary x\n',
      ],
      ...['  z: 1\n  z: 2\n', '  z: "a\n\n', '  z\n', '  "z\n', '  &a &b z: 1\n', '  z: >x\n'],
    ),
    mapping(2, 1),
  )
  .map((parts) => `spec:\n${parts.join('')}`)
