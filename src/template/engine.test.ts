import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { define } from './define.ts'
import { TemplateError } from './error.ts'
import type { Budget, TemplateSet } from './options.ts'
import { createTemplateSet } from './set.ts'
import { fromJson, testFunctions } from './testing.ts'
import type { FuncMap, Value } from './value.ts'

const budget = (limits: Partial<Budget> = {}): Budget => ({
  maxSteps: 100_000,
  maxOutputBytes: 100_000,
  maxDepth: 100,
  maxTimeMs: 60_000,
  now: () => 0,
  ...limits,
})

function withInclude(options: Parameters<typeof createTemplateSet>[0]): TemplateSet {
  const set = createTemplateSet(options)
  set.setFunctions(includeOf(set))
  return set
}

function includeOf(set: TemplateSet): FuncMap {
  const include = define('include', ['string', 'any'], (name, data) => set.execute(name as string, data as Value))
  const tpl = define('tpl', ['string', 'any'], (text, data) => {
    const clone = set.clone()
    clone.setFunctions(includeOf(clone))
    return clone.executeText('tpl', text as string, data as Value)
  })
  return new Map([include, tpl].map((fn) => [fn.name, fn]))
}

function errorOf(run: () => unknown): TemplateError {
  try {
    run()
  } catch (error) {
    if (error instanceof TemplateError) return error
    throw error
  }
  throw new Error('no error')
}

describe('budget', () => {
  const cases: readonly [rule: string, limits: Partial<Budget>, template: string][] = [
    ['steps of a long range', {}, '{{ range 1000000000 }}{{ end }}'],
    ['steps of nested ranges', {}, '{{ range 100000 }}{{ range 100000 }}{{ end }}{{ end }}'],
    ['output', {}, '{{ range 100000 }}xxxxxxxxxx{{ end }}'],
    [
      'output of includes',
      {},
      '{{ define "a" }}{{ repeat 30000 "x" }}{{ end }}{{ range 9 }}{{ $x := include "a" . }}{{ end }}',
    ],
    ['depth of template', {}, '{{ define "a" }}{{ template "a" }}{{ end }}{{ template "a" }}'],
    ['depth of include', {}, '{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}'],
    ['depth of tpl', {}, '{{ define "a" }}{{ tpl "{{ include \\"a\\" . }}" . }}{{ end }}{{ include "a" . }}'],
    [
      'the stack of the machine',
      { maxDepth: 1e9, maxSteps: 1e9 },
      '{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}',
    ],
  ]
  it.each(cases)('stops %s', (_, limits, template) => {
    const set = withInclude({ functions: testFunctions(), budget: budget(limits) })
    set.parse('main', template)
    const error = errorOf(() => set.execute('main', null))
    expect(error.code).toBe('budget')
    expect(error.position?.file).toMatch(/main|tpl/)
    expect(error.message.length).toBeLessThan(300)
  })

  it('stops at the time limit', () => {
    let time = 0
    const set = withInclude({
      functions: testFunctions(),
      budget: budget({ maxSteps: 1e9, maxTimeMs: 50, now: () => time++ }),
    })
    set.parse('main', '{{ range 1000000000 }}{{ end }}')
    expect(errorOf(() => set.execute('main', null)).reason).toContain('50 ms')
  })

  it('is shared by all sets that are given it', () => {
    const shared = budget({ maxOutputBytes: 10 })
    const run = () => {
      const set = createTemplateSet({ functions: testFunctions(), budget: shared })
      set.parse('main', '123456')
      return set.execute('main', null)
    }
    expect(run()).toBe('123456')
    expect(errorOf(run).code).toBe('budget')
  })
})

describe('values and texts that would not end', () => {
  it.each([
    ['a map that holds itself', '{{ $d := dict }}{{ $_ := set $d "a" $d }}{{ $_ := set $d "b" $d }}{{ $d }}'],
    ['a text doubled in a loop', '{{ $x := "xxxxxxxx" }}{{ range 60 }}{{ $x = print $x $x }}{{ end }}'],
    ['widths', '{{ printf (repeat 9999 "%[2]*[1]d") 1 1000000 }}'],
    ['maps of maps', '{{ $d := dict }}{{ range 40 }}{{ $d = dict "a" $d "b" $d }}{{ end }}{{ printf "%v" $d }}'],
  ])('%s', (_, template) => {
    const set = createTemplateSet({ functions: testFunctions() })
    expect(errorOf(() => set.executeText('x', template, null)).message).toMatch(/exceeds|nested|more than/)
  })
})

describe('sets', () => {
  it('a clone has its own definitions and sees those made before', () => {
    const set = createTemplateSet({ functions: testFunctions() })
    set.parse('a', 'A{{ template "b" }}')
    set.parse('b', 'B')
    const clone = set.clone()
    clone.parse('b', 'C')
    set.parse('d', 'D')
    expect([set.execute('a', null), clone.execute('a', null)]).toEqual(['AB', 'AC'])
    expect([set.has('d'), clone.has('d'), set.names().sort()]).toEqual([true, false, ['a', 'b', 'd']])
  })

  it('an empty text does not replace a definition, but is what executeText runs', () => {
    const set = createTemplateSet({ functions: testFunctions() })
    set.parse('a', 'A')
    set.parse('a', ' \n')
    expect([set.execute('a', null), set.executeText('a', ' ', null), set.execute('a', null)]).toEqual(['A', ' ', 'A'])
  })

  it('many clones of clones stay quick', () => {
    let set = createTemplateSet({ functions: testFunctions() })
    set.parse('a', 'A')
    for (let count = 0; count < 20_000; count++) set.clone()
    for (let count = 0; count < 1000; count++) set = set.clone()
    expect(set.execute('a', null)).toBe('A')
  })

  it('functions given later win', () => {
    const set = createTemplateSet({ functions: testFunctions() })
    set.parse('a', '{{ upper "x" }}{{ len "x" }}')
    for (let count = 0; count < 20; count++)
      set.setFunctions(new Map([['upper', define('upper', ['string'], () => `${count}`)]]))
    expect(set.execute('a', null)).toBe('191')
  })

  it.each([
    ['default', '|', 'template: x:1:2: executing "x" at <.a.b.c>: nil data; no entry'],
    ['zero', 'nil pointer evaluating interface {}.b', ''],
    ['error', 'map has no entry for key "a"', ''],
  ] as const)('missingkey=%s', (missingKey, expected, _nilData) => {
    const set = createTemplateSet({ functions: testFunctions(), missingKey })
    set.parse('x', '{{ .a.b.c }}|')
    const data = fromJson({})
    if (missingKey === 'default') expect(set.execute('x', data)).toBe(`<no value>${expected}`)
    else expect(errorOf(() => set.execute('x', data)).reason).toBe(expected)
  })

  it('errors carry place, expression, reason and cause', () => {
    const set = withInclude({ functions: testFunctions(), missingKey: 'zero' })
    set.parse('inner.yaml', '\n é {{ .x.y }}')
    set.parse('outer.yaml', '{{ include "inner.yaml" . }}')
    const error = errorOf(() => set.execute('outer.yaml', fromJson({})))
    expect(error).toMatchObject({ code: 'exec', expression: 'include "inner.yaml" .' })
    expect(error.position).toEqual({ file: 'outer.yaml', line: 1, column: 4 })
    expect(error.cause).toMatchObject({ reason: 'nil pointer evaluating interface {}.y', expression: '.x.y' })
    expect((error.cause as TemplateError).position).toEqual({ file: 'inner.yaml', line: 2, column: 10 })
  })
})

it('the tracer hears of templates, fields and output', () => {
  const heard: string[] = []
  const set = createTemplateSet({
    functions: testFunctions(),
    tracer: {
      enter: (name, at) => heard.push(`enter ${name} ${at?.line ?? '-'}`),
      leave: () => heard.push('leave'),
      field: (_receiver, name, value, at) => heard.push(`${name}=${JSON.stringify(value)} ${at.line}:${at.column}`),
      write: (text, at) => heard.push(`${JSON.stringify(text)} ${at.file}:${at.line}:${at.column}`),
    },
  })
  set.parse('x', 'a{{ define "t" }}{{ .b }}{{ end }}\n{{ template "t" .a }}{{ index .a "b" }}')
  expect(set.execute('x', fromJson({ a: { b: 'v' } }))).toBe('a\nvv')
  expect(heard).toEqual([
    'enter x -',
    '"a" x:1:1',
    '"\\n" x:1:35',
    'a={} 2:17',
    'enter t 2',
    'b="v" 1:21',
    '"v" x:1:21',
    'leave',
    'a={} 2:31',
    'b="v" 2:34',
    '"v" x:2:25',
    'leave',
  ])
})

describe('any text at all', () => {
  const pieces = [
    ...'{{ }} ( ) | . , = : $ " \' ` \\ \n - + 1 x é'.split(' '),

    '{{',
    '}}',
    '{{-',
    '-}}',
    '/*',
    '*/',
    ':=',
    '$x',
    '.a',
    '"s"',
    "'c'",
    '`r`',
    '1.5',
    '0x',
    '1i',
    ' ',
    '\u0000',
    '\udc80',
    'if',
    'else',
    'end',
    'range',
    'with',
    'define',
    'block',
    'template',
    'break',
    'continue',
    'nil',
    'true',
    'print',
    'len',
    'index',
    'eq',
    'and',
    'list',
    'dict',
    '{{end}}',
    '{{if 1}}',
    '{{range 3}}',
    '{{else}}',
  ]
  const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(''))
  const spaced = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(' '))

  it('parses and runs, or fails with a TemplateError', () => {
    const seed = Number(process.env['FUZZ_SEED'] ?? Date.now())
    const run = (template: string): void => {
      const set = createTemplateSet({ functions: testFunctions(), missingKey: 'zero', budget: budget() })
      try {
        set.parse('fuzz', template)
        set.execute('fuzz', fromJson({ a: { a: 1 } }))
      } catch (error) {
        if (!(error instanceof TemplateError)) throw error
      }
    }
    fc.assert(fc.property(fc.oneof(soup, spaced), run), {
      seed,
      numRuns: Number(process.env.FUZZ_RUNS ?? 1000),
      interruptAfterTimeLimit: 5000,
    })
  })

  it('deep nesting is an error, not a crash', () => {
    const set = createTemplateSet({ functions: testFunctions() })
    expect(errorOf(() => set.parse('a', `{{ ${'('.repeat(200_000)} }}`)).code).toBe('parse')
    expect(errorOf(() => set.parse('a', '{{ if 1 }}'.repeat(200_000))).code).toBe('parse')
  })

  it('long texts take linear time', () => {
    const set = createTemplateSet({ functions: testFunctions() })
    const long = [
      '{{ 1 }} '.repeat(50_000),
      `{{ print ${'1 '.repeat(50_000)} }}`,
      '{{/* */}}'.repeat(50_000),
      '}'.repeat(300_000),
    ]
    for (const text of [...long, `{{ ${'1 | print '.repeat(5000)} }}`, `{{ $x := 1 }}`.repeat(10_000)]) {
      set.parse('a', text)
      set.executeText('a', text, null)
    }
  })
})
