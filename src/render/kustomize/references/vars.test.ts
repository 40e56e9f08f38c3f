import { expect, test } from 'vitest'
import { printed, resourcesOf } from '../fields/testing-resources.ts'
import { VAR_REFERENCE_FIELDS } from '../fields/var-references.ts'
import type { Var } from '../file/types.ts'
import { expand } from './expand.ts'
import { dottedParts, valueAt } from './field-value.ts'
import { collectVars, mergeVarSets, type VarSet } from './var-set.ts'
import { resolveVars } from './vars.ts'

const KNOWN = new Map([
  ['A', { json: 'x', text: 'x' }],
  ['N', { json: 5, text: '5' }],
  ['', { json: 'empty', text: 'empty' }],
])

test.each([
  ['plain', 'plain'],
  ['$(A)', { json: 'x', text: 'x' }],
  ['$(N)', { json: 5, text: '5' }],
  ['$(N)$(A)', '5x'],
  ['a-$(N)-b', 'a-5-b'],
  ['$(B)', '$(B)'],
  ['$$(A)', '$(A)'],
  ['$$$(A)', '$x'],
  ['$$$$(A)', '$$(A)'],
  ['$A $', '$A $'],
  ['$(A', '$(A'],
  ['$(A$(A)', '$(A$(A)'],
  ['($(A)', '(x'],
  ['$(A))', 'x)'],
  ['$()', { json: 'empty', text: 'empty' }],
  ['$é$(A)', '$éx'],
  ['', ''],
])('references are replaced: %s', (text, then) => {
  expect(expand(text, (name) => KNOWN.get(name))).toEqual(then)
})

test('many open brackets take no time', () => {
  const text = '$('.repeat(200_000)
  expect(expand(text, () => undefined)).toBe(text)
})

test.each([
  ['a.b', ['a', 'b']],
  ['a.ports[0].port', ['a', 'ports', '0', 'port']],
  ['a.[0]', ['a', '0']],
  ['a.[x.y/z].b', ['a', 'x.y/z', 'b']],
  ['a.[name=x.y].b', ['a', '[name=x.y]', 'b']],
  ['a\\.b', ['a.b']],
])('a dotted path is cut: %s', (path, parts) => {
  expect(dottedParts(path)).toEqual(parts)
})

test.each([
  ['a.b', 1],
  ['list.0', 'p'],
  ['list.-', 'q'],
  ['list.2', undefined],
  ['list.[=q]', 'q'],
  ['maps.[name=m].v', 2],
  ['maps.[name=n].v', undefined],
  ['a.list', undefined],
  ['none.b', undefined],
])('a value is found by its path: %s', (path, value) => {
  expect(valueAt({ a: { b: 1 }, list: ['p', 'q'], maps: ['x', { name: 'm', v: 2 }] }, path)).toEqual(value)
})

const OBJECTS = `apiVersion: v1
kind: Service
metadata: {name: s}
spec: {ports: [{port: 80}], text: "080", octal: 0777, hex: 0x1F, big: 9223372036854775807, float: 1e6, yes: True, none: ~, map: {}}
---
apiVersion: v1
kind: Pod
metadata: {name: p, annotations: {a: "$(V)", b: "-$(V)-", n: 5}}
spec: {containers: [{args: ["$(V)", x], env: [{value: "$(V)"}]}]}
`

function after(fieldPath: string, text = OBJECTS): string {
  const resources = resourcesOf(text)
  const vars: VarSet = new Map()
  collectVars(vars, resources, [
    { name: 'V', objref: { kind: 'Service', version: 'v1', name: 's' }, fieldref: { fieldPath } },
  ])
  resolveVars(resources, vars, VAR_REFERENCE_FIELDS)
  return printed(resources)
}

test.each([
  ['', 's', '-s-'],
  ['spec.ports[0].port', '80', '-80-'],
  ['spec.text', '"080"', '-080-'],
  ['spec.octal', '777', '-777-'],
  ['spec.big', '9223372036854775807', '-9223372036854775807-'],
  ['spec.float', '1000000', '-1e+06-'],
  ['spec.yes', 'true', '-true-'],
  ['spec.none', '"~"', '-~-'],
  ['spec.map', '$(V)', '-$(V)-'],
])('a var takes the value of a field, with its type where it stands alone: %s', (path, alone, within) => {
  const text = after(path)
  expect(text).toContain(`  annotations:\n    a: ${alone}\n    b: ${within}\n    "n": 5\n`)
  expect(text).toContain(`  - args:\n    - ${alone}\n    - x\n    env:\n    - value: ${alone}\n`)
})

test.each([
  ['spec.hex', 'write the number in decimal'],
  ['spec.txt', 'did you mean text?'],
])('a var without a value is an error: %s', (path, hint) => {
  const message = `field specified in var '{V Service.v1.[noGrp] {${path}}}' not found in corresponding resource`
  const position = { file: 'r.yaml', line: 1, column: 1 }
  expect(() => after(path)).toThrow(expect.objectContaining({ code: 'no-match', message, hint, position }))
})

const one: Var = { name: 'V', objref: { apiVersion: 'v1', kind: 'Service', name: 's' } }

test('a var of a resource that is not there is an error', () => {
  const message =
    "var '{V Service.v1.[noGrp] {metadata.name}}' cannot be mapped to a field in the set of known resources"
  const vars: VarSet = new Map()
  const resources = resourcesOf('{kind: A, metadata: {name: a}}')
  collectVars(vars, resources, [one])
  expect(() => resolveVars(resources, vars, [])).toThrow(expect.objectContaining({ code: 'no-match', message }))
})

test('a var without anything is an error', () => {
  const vars: VarSet = new Map()
  const resources = resourcesOf('{kind: A, metadata: {name: a}}')
  collectVars(vars, resources, [{ name: 'V' } as Var])
  expect(() => resolveVars(resources, vars, [])).toThrow(/^var '\{V \[noKind\]/)
})

test('a name is given once', () => {
  const vars: VarSet = new Map()
  const resources = resourcesOf(OBJECTS)
  collectVars(vars, resources, [one])
  const message = "var 'V' already encountered"
  expect(() => collectVars(vars, resources, [one])).toThrow(expect.objectContaining({ code: 'conflict', message }))
  expect(() => mergeVarSets(vars, new Map(vars))).toThrow(expect.objectContaining({ code: 'conflict', message }))
})

test('a var that could mean several resources is refused, one with a namespace is not', () => {
  const resources = resourcesOf(
    ['x', 'y'].map((ns) => `{apiVersion: v1, kind: Service, metadata: {name: s, namespace: ${ns}}}`).join('\n---\n'),
  )
  const message = 'found 2 resId matches for var {V Service.v1.[noGrp] {}} (unable to disambiguate)'
  expect(() => collectVars(new Map(), resources, [one])).toThrow(
    expect.objectContaining({ code: 'ambiguous', message }),
  )
  const vars: VarSet = new Map()
  collectVars(vars, resources, [{ ...one, objref: { ...one.objref, namespace: 'y' } }])
  expect(resolveVars(resources, vars, [])).toEqual(['V'])
})

test('a list must hold texts', () => {
  expect(() => after('', OBJECTS.replace(', x]', ', 5]'))).toThrow(/: invalid value type expect a string$/)
})
