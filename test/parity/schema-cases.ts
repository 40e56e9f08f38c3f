import { WHOLE_SCHEMAS } from './schema-whole-cases.ts'

/** A schema and values for it; texts, so that odd JSON can be written. */
export interface SchemaCase {
  readonly id: string
  readonly schema: string
  readonly values: string
}

type Json = unknown
/** A schema for the value `v`, and values to try. */
type Row = readonly [name: string, schema: Json, values: readonly Json[]]

const URLS: Readonly<Record<string, string>> = {
  d4: 'http://json-schema.org/draft-04/schema#',
  d6: 'http://json-schema.org/draft-06/schema#',
  d7: 'http://json-schema.org/draft-07/schema#',
  d2019: 'https://json-schema.org/draft/2019-09/schema',
  d2020: 'https://json-schema.org/draft/2020-12/schema',
}

const number = { type: 'number' }
const string = { type: 'string' }

const EVERY_DRAFT: readonly Row[] = [
  ['type', { type: 'integer' }, ['a', 1.5, true, null, [1], { a: 1 }]],
  ['types', { type: ['string', 'null', 'integer', 'array'] }, [1.5, false]],
  ['required', { required: ['b', 'a', "it's"] }, [{ b: 1 }, {}]],
  [
    'additional',
    { properties: { a: {} }, additionalProperties: false },
    [
      { b: 1, a: 1 },
      { z: 1, y: 2 },
    ],
  ],
  ['additional-schema', { additionalProperties: string }, [{ b: 1, a: 'x', c: null }]],
  ['anyOf', { anyOf: [string, { type: 'object', required: ['a', 'b'] }, { minimum: 5 }] }, [1, true, { a: 1 }]],
  ['oneOf', { oneOf: [{ type: 'integer' }, { minimum: 2 }, { maximum: 1 }] }, [3, 1.5, 1]],
  ['oneOf-none', { oneOf: [string, { type: 'object', properties: { a: number }, required: ['a'] }] }, [{ a: 'x' }, 1]],
  ['allOf', { allOf: [{ minimum: 5 }, { type: 'integer', multipleOf: 2 }, {}] }, [3, 3.5, 6]],
  ['not', { not: number }, [1, 'a']],
  ['pattern', { pattern: '^[a-z]+$' }, ['A b', 'it\'s "x"\\ \n', 5]],
  ['enum', { enum: ['a', 1, null, true, 1.5] }, ['b', 2, false]],
  ['items', { items: { type: 'integer', minimum: 2 } }, [[1, 'a', 2, null]]],
  ['definitions', { $ref: '#/definitions/a~1b%20c' }, ['x', 7]],
  ['exclusive', { minimum: 3, maximum: 9 }, [2, 10, 3]],
]

const DRAFT7: readonly Row[] = [
  ['type-one', string, [1, null, {}, [], true]],
  ['type-object', { type: 'object' }, ['x', [1]]],
  ['type-array', { type: 'array' }, [{}, 1]],
  ['type-null', { type: 'null' }, ['', 0, false]],
  ['type-number', number, ['1', 1, 2.5]],
  ['integer-like', { type: 'integer' }, [1.0, 1e3, -7]],
  ['const', { const: 'a' }, ['b', 1, 'a']],
  ['const-object', { const: { b: [1, 2], a: '<&>' } }, [{ a: 1 }, { a: '<&>', b: [1, 2] }]],
  ['const-null', { const: null }, [1]],
  ['const-number', { const: 1.5 }, [2, 1.5]],
  ['enum-one', { enum: ["it's"] }, ['b']],
  ['enum-deep', { enum: [['a'], { b: 1 }] }, ['b', ['a'], { b: 1 }]],
  ['enum-unicode', { enum: ['é', 'tab\t', '<', ' '] }, ['b']],
  ['min-length', { minLength: 3, maxLength: 4 }, ['ab', 'abcde', '😀😀', '😀😀😀']],
  ['min-length-big', { minLength: 1234567 }, ['ab']],
  ['minimum', { minimum: 1000 }, [1, 999.5, -0.5]],
  ['minimum-big', { minimum: 1e21 }, [1, 123456789]],
  ['minimum-small', { minimum: 0.00001 }, [0, 0.000001, 1e-7]],
  ['maximum', { maximum: 65535 }, [65536, 1e6, 99999.75]],
  ['maximum-fraction', { maximum: 0.123456789 }, [0.2, 1234567.125, 999999, 100000]],
  ['exclusive', { exclusiveMinimum: 0, exclusiveMaximum: 10 }, [0, 10, -1, 11]],
  ['multiple', { multipleOf: 0.01 }, [0.015, 19.99, 1.1, 0]],
  ['multiple-int', { multipleOf: 1000000 }, [1500000, 2000000]],
  ['min-items', { minItems: 2, maxItems: 3 }, [[1], [1, 2, 3, 4], []]],
  [
    'unique',
    { uniqueItems: true },
    [
      [1, 2, 1],
      [1, 1.0, 1],
      ['a', 'b'],
      [{ a: 1 }, { a: 1 }],
      [null, null],
      [[1], [1], [1]],
    ],
  ],
  ['tuple', { items: [string, number] }, [[1, 'a'], ['a'], ['a', 1, true]]],
  ['tuple-closed', { items: [string], additionalItems: false }, [['a', 1, 2], ['a']]],
  ['tuple-rest', { items: [string], additionalItems: number }, [['a', 'b', 2, 'c']]],
  ['contains', { contains: { type: 'integer', minimum: 5 } }, [[1, 2], [], ['a'], [1, 7]]],
  ['contains-false', { contains: false }, [[1, 2]]],
  ['min-properties', { minProperties: 2, maxProperties: 3 }, [{ a: 1 }, { a: 1, b: 2, c: 3, d: 4 }]],
  [
    'property-names',
    { propertyNames: { pattern: '^[a-z]+$', maxLength: 3 } },
    [{ A: 1 }, { abcd: 1, ABCD: 2 }, { ok: 1 }],
  ],
  ['pattern-properties', { patternProperties: { '^a': string, z$: number } }, [{ a1: 1, bz: 'x' }, { az: true }]],
  ['pattern-additional', { patternProperties: { '^x-': {} }, additionalProperties: false }, [{ 'x-a': 1, b: 1 }]],
  [
    'dependencies',
    { dependencies: { a: ['b', 'c'], d: { required: ['e'] } } },
    [{ a: 1 }, { d: 1 }, { a: 1, c: 1, d: 1 }],
  ],
  ['if', { if: { type: 'string' }, then: { minLength: 3 }, else: { minimum: 3 } }, ['a', 1, 'abc', 5]],
  [
    'if-object',
    { if: { properties: { a: { const: 1 } }, required: ['a'] }, then: { required: ['b', 'c'] } },
    [{ a: 1 }, { a: 2 }],
  ],
  ['false', false, [1, {}]],
  ['true', true, [1]],
  ['empty', {}, [1]],
  ['not-not', { not: {} }, [1]],
  [
    'nested',
    { properties: { a: { properties: { b: { properties: { c: string, d: number } } } } } },
    [{ a: { b: { c: 1, d: 'x' } } }],
  ],
  ['any-group', { anyOf: [{ properties: { a: string, b: string } }, { required: ['x', 'y'] }] }, [{ a: 1, b: 2 }]],
  [
    'any-score',
    { anyOf: [{ required: ['a', 'b', 'c'] }, { required: ['a', 'x'] }, { type: 'string' }] },
    [{ a: 1, b: 1 }, { x: 1 }],
  ],
  ['one-nested', { oneOf: [{ allOf: [string, { minLength: 4 }] }, { not: string }] }, ['abc', 5, 'abcd']],
  ['ref-sibling', { $ref: '#/definitions/text', maxLength: 1 }, ['abc', 1]],
  ['ref-two', { $ref: '#/definitions/pair' }, [{ a: 1, b: 2 }, { a: 'x' }]],
  [
    'recursive',
    { $ref: '#/definitions/tree' },
    [{ value: 1, next: { value: 'a', next: { value: 'b' } } }, { next: 5 }],
  ],
  ['keys', { additionalProperties: string }, [{ 'a/b': 1, 'c~d': 2, "e'f": 3, 'g h': 4, é: 5 }]],
  ['title', { title: 'T', description: 'D', default: 5, examples: [1], type: 'string' }, [1]],
]

const FORMATS: readonly Row[] = [
  [
    'date',
    { format: 'date' },
    ['2020-02-30', '2020-13-01', '20-01-01', '2020-01-01', '2020-1-1', 'x', '2020-01-01x', '2020/01/01', ''],
  ],
  [
    'time',
    { format: 'time' },
    [
      '25:00:00Z',
      '12:00:00',
      '12:00:00Z',
      '12:00',
      '12-00-00Z',
      '23:59:60Z',
      '12:00:00+25:00',
      '1:00:00Zxx',
      '12:00:00.Z',
    ],
  ],
  [
    'date-time',
    { format: 'date-time' },
    ['2020-01-01T12:00:00Z', '2020-01-01', '2020-01-01 12:00:00Z', '2020-13-01T12:00:00Z', '2020-01-01T12:00:00'],
  ],
  [
    'email',
    { format: 'email' },
    [
      'a',
      'a@b',
      'a@b.c',
      '.a@b.c',
      'a..b@c',
      'a@-b',
      'Name <a@b.c>',
      'a b@c',
      '"a b"@c.d',
      'a@[1.2.3.4]',
      'a@[IPv6:::1]',
      'é@x.y',
    ],
  ],
  ['hostname', { format: 'hostname' }, ['a.b', '-a', 'a-', 'a_b', '', 'a..b', 'a.b.', 'é']],
  ['ipv4', { format: 'ipv4' }, ['1.2.3.4', '1.2.3', '1.2.3.256', '01.2.3.4', 'a.b.c.d', '1.2.3.-1', '::1.2.3.4']],
  [
    'ipv6',
    { format: 'ipv6' },
    ['::1', '1.2.3.4', '1::2::3', 'g::1', '1:2:3:4:5:6:7:8:9', '::1%eth0', '12345::1', '1:2', '::1.2.3', '1:'],
  ],
  [
    'uri',
    { format: 'uri' },
    [
      'http://a/b',
      '/a',
      'a b',
      'http://a b',
      '%zz',
      'http://[::1',
      ':x',
      '1a:b',
      'http://a:x',
      'http://a/%zz#x',
      '\\',
      'urn:x',
      'http://h/\u0001',
    ],
  ],
  ['uri-reference', { format: 'uri-reference' }, ['/a', 'a:b:c', '\\x', '#%zz', 'a?b', '1:b']],
  ['uri-template', { format: 'uri-template' }, ['http://a/{b}', 'http://a/{b', 'http://a/{{b}}', '/a}']],
  [
    'uuid',
    { format: 'uuid' },
    [
      '2eb8aa08-aa98-11ea-b4aa-73b441d16380',
      '2EB8AA08-AA98-11EA-B4AA-73B441D16380',
      '2eb8',
      '2eb8aa08-aa98-11ea-b4aa-73b441d1638',
      'zeb8aa08-aa98-11ea-b4aa-73b441d16380',
    ],
  ],
  ['regex', { format: 'regex' }, ['[a', 'a(b', '(?<n>a)', 'a**', '\\', '(?=a)', 'x{2,1}', '']],
  ['json-pointer', { format: 'json-pointer' }, ['/a', 'a', '/~', '/~2', '']],
  ['relative-json-pointer', { format: 'relative-json-pointer' }, ['1/a', '/a', '01', '0#', '1x']],
  ['duration', { format: 'duration' }, ['P1D', '1D', 'P', 'PT', 'P1', 'PD', 'P1D2Y', 'P1X', 'P1W', 'PxW', 'PT1H1T']],
  ['period', { format: 'period' }, ['P1D/2020-01-01T00:00:00Z', 'x', '2020-01-01T00:00:00Z/x', 'P/x']],
  [
    'semver',
    { format: 'semver' },
    ['1.2.3', '1.2', '01.2.3', '1.2.3-', '1.2.3+', '1.2.3-01', '1.2.3-a_b', '1.x.3', '1..3', '1.2.3+a_b'],
  ],
  ['number-format', { format: 'email' }, [5]],
  ['number-unknown-format', { format: 'foo' }, [5, 'x']],
]

const MODERN: readonly Row[] = [
  ['dependent-required', { dependentRequired: { a: ['b', 'c'] } }, [{ a: 1 }, { a: 1, b: 1 }]],
  ['dependent-schemas', { dependentSchemas: { a: { required: ['z'], properties: { q: string } } } }, [{ a: 1, q: 1 }]],
  [
    'unevaluated',
    { properties: { a: {} }, anyOf: [{ properties: { b: {} } }], unevaluatedProperties: false },
    [{ a: 1, b: 2, c: 3, d: 4 }],
  ],
  ['unevaluated-schema', { allOf: [{ properties: { a: {} } }], unevaluatedProperties: number }, [{ a: 'x', b: 'y' }]],
  ['min-contains', { contains: string, minContains: 2, maxContains: 3 }, [['a'], [], ['a', 'b', 'c', 'd'], [1, 2]]],
  ['ref-sibling', { $ref: '#/definitions/text', maxLength: 1 }, ['abc', 1]],
  ['format-off', { format: 'email' }, ['x']],
  ['defs', { $ref: '#/$defs/port' }, [70000, 'x']],
  ['anchor', { $ref: '#named' }, [1]],
  ['recursive', { $ref: '#/definitions/tree' }, [{ value: 1, next: { value: 'a' } }]],
]

const ONLY_2020: readonly Row[] = [
  [
    'prefix-items',
    { prefixItems: [string, number], items: false },
    [
      [1, 'a'],
      ['a', 1, 2, 3],
    ],
  ],
  ['unevaluated-items', { prefixItems: [string], unevaluatedItems: false }, [['a', 1, 2]]],
  ['unevaluated-contains', { contains: string, unevaluatedItems: false }, [['a', 1, 'b', 2]]],
  ['dynamic', { $dynamicRef: '#node' }, [{ children: [{ children: 5 }] }]],
  ['old-items', { items: [string] }, [[1]]],
]
const ONLY_2019: readonly Row[] = [
  ['items-array', { items: [string], unevaluatedItems: false }, [['a', 1, 2]]],
  ['recursive-ref', { $recursiveRef: '#' }, [{ v: 5 }, 5]],
]

function definitions(draft: string): Json {
  return {
    text: { type: 'string', minLength: 5 },
    'a/b c': { type: 'string' },
    pair: { type: 'object', properties: { a: string, b: string }, required: ['a', 'b'] },
    tree: { type: 'object', properties: { value: number, next: { $ref: '#/definitions/tree' } } },
    ...(draft === 'd2019' || draft === 'd2020' ? { named: { $anchor: 'named', type: 'string' } } : {}),
  }
}

function build(draft: string, [name, schema, values]: Row): SchemaCase[] {
  const isModern = draft === 'd2019' || draft === 'd2020' || draft === 'none'
  const document = {
    ...(URLS[draft] === undefined ? {} : { $schema: URLS[draft] }),
    type: 'object',
    properties: { v: schema },
    definitions: definitions(draft),
    ...(isModern ? { $defs: { port: { type: 'integer', maximum: 65535 } } } : {}),
    ...(draft === 'd2020' && name === 'dynamic'
      ? {
          $defs: {
            n: { $dynamicAnchor: 'node', properties: { children: { type: 'array', items: { $dynamicRef: '#node' } } } },
          },
        }
      : {}),
  }
  return values.map((value, index) => ({
    id: `${draft}/${name}/${index}`,
    schema: JSON.stringify(document),
    values: JSON.stringify({ v: value }),
  }))
}

/** All cases, in a fixed order. */
export function schemaCases(): SchemaCase[] {
  const rows: SchemaCase[] = []
  for (const draft of ['none', ...Object.keys(URLS)]) for (const row of EVERY_DRAFT) rows.push(...build(draft, row))
  for (const row of [...DRAFT7, ...FORMATS]) rows.push(...build('d7', row))
  for (const row of MODERN)
    for (const draft of ['none', 'd2019', 'd2020'])
      if (draft !== 'none' || row[0] !== 'anchor') rows.push(...build(draft, row))
  for (const row of ONLY_2020) rows.push(...build('d2020', row))
  for (const row of ONLY_2019) rows.push(...build('d2019', row))
  const values = '{"v":5,"w":2,"big":9300000000000000000}'
  for (const [id, schema] of Object.entries(WHOLE_SCHEMAS)) rows.push({ id: `whole/${id}`, schema, values })
  return rows
}
