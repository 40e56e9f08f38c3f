import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeResource } from './decode-resource.ts'
import { YamlError } from './error.ts'
import { dumpResource, isQuoted, type Json, type JsonObject, Literal } from './index.ts'
import { Parser } from './parser.ts'
import { UNUSUAL } from './quick-lines.ts'
import { quickReadResource } from './quick-resource.ts'

/** Pieces that documents are made of; most mean something to a scanner. */
const PIECES =
  `a|b c|1|.5|no|~|null|"q"|'s'|"\\n"|'it''s'|: |:|- |-|#| # c|?|? |[|]|{|}|,|&x |*x|!t |!!str |\\||>|\\|-|>+|%|@|---|...|<<: |'<<': |0x1F|2001-01-01|kind: X|metadata:|  labels: {a: b}|a: 1|b:|  - c|  d: e|- f: g|  text|  k: "v"|  l: >-`.split(
    '|',
  )
const BLANKS = ['\n', '\n', '\n', '\n  ', '\n    ', ' ', '  ', '\n\n', '\t', '\u0085', '\u0001', 'é', '😀']
const documents = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...PIECES) },
      { weight: 2, arbitrary: fc.constantFrom(...BLANKS) },
    ),
    { maxLength: 24 },
  )
  .map((pieces) => pieces.join(''))
const lines = fc
  .array(
    fc.constantFrom(
      ...[
        'kind: A',
        'metadata:',
        '  name: n',
        '  labels: {a: b, c: [d]}',
        '  annotations:',
        '    a: "b"',
        "    'c': 1.50",
      ],
      ...[
        '    d: on',
        'spec:',
        '  - a: |',
        '      text',
        '    b: >-',
        '      folded',
        '       more',
        '  - - x',
        '    - y',
      ],
      ...[
        '  e: several',
        '    lines',
        '  f: # note',
        '    g: 0o17',
        '  h: {a: , b: 2001-01-01}',
        '# c',
        '',
        '  i: "two',
        '    lines"',
      ],
    ),
    { maxLength: 16 },
  )
  .map((rows) => `${rows.join('\n')}\n`)

test.each([
  ['pieces', documents],
  ['lines', lines],
])('the quick reader agrees with the complete one on %s', (_name, texts) => {
  fc.assert(
    fc.property(texts, (text) => {
      const quick = quickReadResource(text)
      if (quick === UNUSUAL) return
      expect(shape(quick.value), text).toEqual(complete(text))
    }),
    { numRuns: 3000 },
  )
})

function complete(text: string): unknown {
  try {
    const root = new Parser(text, { version: 'v3' }).document()
    if (root === undefined) return shape(null)
    const { value, problem } = decodeResource(root, text)
    return problem === undefined ? shape(value) : problem.message
  } catch (error) {
    if (error instanceof YamlError) return error.message
    throw error
  }
}

/** All that a value says, and which of its texts stood in quotes. */
function shape(value: Json): unknown {
  // a document that is null is left out, however it is written
  if (value === null || (value instanceof Literal && value.value === null)) return null
  return [dumpResource(value), details(value)]
}

function details(value: Json): unknown {
  if (value instanceof Literal) return ['literal', value.text, String(value.value)]
  if (Array.isArray(value)) return value.map(details)
  if (typeof value !== 'object' || value === null) return value
  return Object.keys(value).map((key) => [key, isQuotedText(value, key), details(value[key] as Json)])
}

function isQuotedText(map: JsonObject, key: string): boolean {
  return typeof map[key] === 'string' && isQuoted(map, key)
}
