import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { goEquals } from '../equal.ts'
import { createTemplateSet } from '../set.ts'
import { GoObject, int, type Value } from '../value.ts'
import { deepCopy, deepKey } from './deep.ts'
import { sprigFunctions } from './index.ts'
import { goJson } from './json.ts'
import { parseGoJson } from './json-parse.ts'
import { MAX_BYTES, MAX_ITEMS } from './runtime.ts'

const functions = sprigFunctions({
  now: () => 0,
  randomBytes: (size) => randomBytes(size),
  timeZone: 'UTC',
  variable: (name) => (name === 'HOME' ? '/root' : ''),
  hostByName: (name) => `${name} is 127.0.0.1`,
})

function render(template: string): string {
  const set = createTemplateSet({ functions })
  set.parse('limits', template)
  return set.execute('limits', null)
}

describe('what would fill the memory is refused at once', () => {
  const self = '{{ $d := dict }}{{ $_ := set $d "self" $d }}'
  test.each([
    '{{ repeat 1000000000 "x" }}',
    '{{ repeat 9223372036854775807 "x" }}',
    '{{ repeat 5000 (repeat 5000 "x") }}',
    '{{ until 1000000000 }}',
    '{{ until -1000000000 }}',
    '{{ untilStep 0 9223372036854775807 1 }}',
    '{{ seq 1 100000000 }}',
    '{{ seq 0 -1 -100000000 }}',
    '{{ indent 1000000000 "x" }}',
    '{{ nindent 100000 (repeat 10000 "\\n") }}',
    '{{ replace "" (repeat 10000 "x") (repeat 10000 "y") }}',
    '{{ join (repeat 10000 "x") (until 10000) }}',
    '{{ wrapWith 1 (repeat 10000 "x") (repeat 10000 "y") }}',
    '{{ randAlphaNum 1000000000 }}',
    '{{ randAscii 9223372036854775807 }}',
    '{{ $x := list 1 }}{{ range until 100 }}{{ $x = concat $x $x }}{{ end }}',
    '{{ $x := repeat 1000000 "x" }}{{ range until 100 }}{{ $x = cat $x $x }}{{ end }}',
    `${self}{{ deepCopy $d }}`,
    `${self}{{ merge (dict "self" (dict)) $d }}{{ merge $d $d }}`,
    `${self}{{ mustToJson $d }}`,
    `${self}{{ $e := dict }}{{ $_ := set $e "self" $e }}{{ deepEqual $d $e }}`,
    `${self}{{ uniq (list $d) }}`,
  ])('%s', (template) => {
    expect(() => render(template)).toThrow(/at most|nested deeper|encountered a cycle/)
  })

  test('limits are what the documentation says', () => {
    expect([MAX_ITEMS, MAX_BYTES]).toEqual([500_000, 6 * 1024 * 1024])
  })

  test('uniq of a long list is linear', () => {
    expect(render('{{ uniq (until 100000) | len }} {{ uniq (chunk 1 (until 20000)) | len }}')).toBe('100000 20000')
  })
})

describe('random functions', () => {
  test.each([
    ['{{ randAlphaNum 1000 }}', /^[A-Za-z0-9]{1000}$/],
    ['{{ randAlpha 1000 }}', /^[A-Za-z]{1000}$/],
    ['{{ randNumeric 1000 }}', /^[0-9]{1000}$/],
    ['{{ randAscii 1000 }}', /^[ -~]{1000}$/],
    ['{{ uuidv4 }}', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
    ['{{ range until 200 }}{{ randInt 3 6 }}{{ end }}', /^(?=.*3)(?=.*4)(?=.*5)[345]{200}$/],
    ['{{ shuffle "aabbcc" | splitList "" | sortAlpha | join "" }}', /^aabbcc$/],
  ])('%s', (template, shape) => {
    expect(render(template)).toMatch(shape)
  })
})

describe('functions that ask the environment', () => {
  test.each([
    ['{{ env "HOME" }}', '/root'],
    ['{{ env "NOPE" }}', ''],
    ['{{ expandenv "$HOME/x ${HOME} ${NOPE}." }}', '/root/x /root .'],
    ['{{ getHostByName "localhost" }}', 'localhost is 127.0.0.1'],
    ['{{ fromJson "{" }}{{ fromJson "[1]" }}', '<no value>[1]'],
  ])('%s', (template, expected) => {
    expect(render(template)).toBe(expected)
  })
})

const json: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Value>(null, true, false),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(fc.string(), tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
  ),
})).value

describe('json', () => {
  test('reads back what it writes', () => {
    fc.assert(
      fc.property(json, fc.boolean(), fc.boolean(), (value, escapeHtml, pretty) => {
        const text = goJson(value, { escapeHtml, ...(pretty ? { indent: '  ' } : {}) })
        expect(goEquals(parseGoJson(text), value)).toBe(true)
        expect(() => JSON.parse(text)).not.toThrow()
      }),
    )
  })

  test('accepts exactly what JSON.parse accepts', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '1',
      '-',
      '0',
      '.5',
      'e-3',
      'null',
      'tru',
      ' ',
      '\\u00e9',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        expect(succeeds(() => parseGoJson(pieces.join('')))).toBe(succeeds(() => JSON.parse(pieces.join(''))))
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 1000) },
    )
  })

  test('writes objects by what they say of themselves, or by their fields', () => {
    expect(goJson(new Point(undefined))).toBe('{"X":1,"A":"b"}')
    expect(goJson(new Point('2024-01-01'))).toBe('"2024-01-01"')
    expect(goJson(new Point({ b: 1n, a: [] }))).toBe('{"b":1,"a":[]}')
  })
})

describe('deep', () => {
  test('a copy is equal and has the same key', () => {
    fc.assert(
      fc.property(json, json, (value, other) => {
        expect(goEquals(deepCopy(value), value)).toBe(true)
        expect(deepKey(value) === deepKey(other)).toBe(goEquals(value, other))
      }),
    )
  })
})

class Point extends GoObject {
  readonly goType = 'geo.Point'
  readonly goKind = 'struct'
  private readonly seen: unknown
  constructor(seen: unknown) {
    super()
    this.seen = seen
  }
  fields(): ReadonlyMap<string, Value> {
    return new Map<string, Value>([
      ['X', int(1)],
      ['A', 'b'],
    ])
  }
  toJSON(): unknown {
    return this.seen
  }
}

function succeeds(call: () => unknown): boolean {
  try {
    call()
    return true
  } catch {
    return false
  }
}
