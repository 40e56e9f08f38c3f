import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dump, head, headOf, load, loadTree, locate, objectOf, YamlError } from './index.ts'
import { loadFully } from './load.ts'

/** Pieces that documents are made of; most mean something to a scanner. */
const PIECES =
  `a|b c|1|.5|no|~|null|"q"|'s'|"\\n"|'it''s'|: |:|- |-|#| # c|?|? |[|]|{|}|,|&x |*x|!t |!!str |\\||>|\\|-|>+|%|@|---|...|<<: |\\|2
kind: X|apiVersion: v1|metadata:|  name: n|  annotations:|    k: 1|  labels: {a: b}|a: 1|b:|  - c|  d: e|- f: g|  text`.split(
    '|',
  )
const BLANKS = [
  '\n',
  '\n',
  '\n',
  '\n  ',
  '\n    ',
  ' ',
  '  ',
  '\n\n',
  '\t',
  '\r\n',
  '\u0085',
  '\ufeff',
  '\u0001',
  'é',
  '😀',
  '\udc80',
]

const documents = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...PIECES) },
      { weight: 2, arbitrary: fc.constantFrom(...BLANKS) },
    ),
    {
      maxLength: 24,
    },
  )
  .map((pieces) => pieces.join(''))

const manifestLines = fc.constantFrom(
  'kind: A',
  'Kind: B',
  'apiVersion: v1',
  'metadata:',
  '  name: n',
  '  namespace: 5',
  '  labels: {a: b, c: [d]}',
  '  annotations:',
  '    a: "b"',
  "    'c': 1.50",
  '    d: on',
  'spec:',
  '  - a: |',
  '      text',
  '    b: >-',
  '      folded',
  '      more',
  '  - "quoted',
  '    twice"',
  '  - plain text',
  '    goes on',
  '  - .inf',
  '  # comment',
  '',
  '---',
)
const manifests = fc.array(manifestLines, { maxLength: 14 }).map((lines) => lines.join('\n'))

/** The result of reading, or what was thrown; anything but a `YamlError` fails the test. */
function outcome(read: () => unknown): unknown {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    return { code: error.code, message: error.message, position: error.position }
  }
}

const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }).filter((text) => !/[\u007f-\u009f\ufffe\uffff]/.test(text)),
    fc.stringMatching(/^[ -~\n]{0,120}$/),
    fc.constantFrom('yes', '0755', '1e3', '12:30', '~', '', '- a', 'a: b', '#', 'word '.repeat(30)),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.stringMatching(/^[ -~]{0,20}$/), tie('value'), { maxKeys: 5 }),
  ),
})).value

describe('for any document', () => {
  test('the quick and the complete reader agree', () => {
    fc.assert(
      fc.property(fc.oneof(documents, manifests), (text) => {
        expect(outcome(() => load(text))).toEqual(outcome(() => loadFully(text, {})))
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 1000) },
    )
  })

  test('a head is the head of the whole', () => {
    fc.assert(
      fc.property(fc.oneof(documents, manifests), (text) => {
        expect(outcome(() => head(text))).toEqual(outcome(() => headOf(loadFully(text, {}))))
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 1000) },
    )
  })

  test('a tree holds the same value', () => {
    fc.assert(
      fc.property(fc.oneof(documents, manifests), (text) => {
        expect(outcome(() => loadTree(text).value)).toEqual(outcome(() => load(text)))
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 1000) },
    )
  })

  test('only a YamlError is thrown', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        outcome(() => load(text))
        outcome(() => load(text, { duplicateKeys: 'error' }))
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 1000) },
    )
  })
})

test('what is printed reads as it was', () => {
  fc.assert(
    fc.property(values, (value) => {
      const plain = JSON.parse(JSON.stringify(value)) as unknown
      expect(JSON.parse(JSON.stringify(objectOf(load(dump(value)))))).toEqual(plain)
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 500) },
  )
})

test('a place in a tree', () => {
  const tree = loadTree('image:\n  tag: "1"\n  list:\n  - a\n  - b: c\n', { file: 'values.yaml' })
  expect(locate(tree, ['image', 'tag'])).toEqual({ file: 'values.yaml', line: 2, column: 3, offset: 9 })
  expect(locate(tree, ['image', 'list', 1])).toMatchObject({ line: 5, column: 5 })
  expect(locate(tree, ['image', 'list', 1, 'b'])).toMatchObject({ line: 5, column: 5 })
  expect(locate(tree, ['image', 'none'])).toBeUndefined()
})

test('a head as Go decodes it', () => {
  const text =
    'apiVersion: v1\nKind: Pod\nmetadata:\n  name: 5\n  annotations: {a: 1.50, b: on, c: "x"}\n  other: 1\nspec: {}\n'
  const found = head(text)
  expect(found).toMatchObject({
    shape: 'mapping',
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: '5', namespace: undefined },
  })
  expect((found.metadata as { annotations: unknown }).annotations).toEqual(
    new Map([
      ['a', '1.5'],
      ['b', 'true'],
      ['c', 'x'],
    ]),
  )
  expect(head('# only a comment\n')).toMatchObject({ shape: 'empty', kind: undefined })
})
