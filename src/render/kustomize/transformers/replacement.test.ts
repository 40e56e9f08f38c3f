import { describe, expect, test } from 'vitest'
import { KustomizeError } from '../error.ts'
import type { FieldOptions, ReplacementField } from '../file/types.ts'
import { ResourceList } from '../resource/list.ts'
import { readResources } from '../resource/read.ts'
import { resourceYaml } from '../resource/write.ts'
import type { StepContext } from '../target/step-context.ts'
import { replacementTransformer } from './replacement.ts'

const BASE = `apiVersion: v1
kind: ConfigMap
metadata: {name: source}
data: {text: hello, number: "5", parts: a/b/c, nothing: ""}
---
apiVersion: x/v1
kind: Thing
metadata: {name: target, annotations: {example.com/a.b: old}}
spec:
  text: old
  count: 3
  ratio: 1.5
  isOn: true
  none: null
  map: {a: 1}
  list: [a, b]
  items:
  - {name: one, v: 1}
  - {name: two, v: 2}
`

const FILES: Readonly<Record<string, string>> = {
  'one.yaml':
    'source: {kind: ConfigMap, fieldPath: data.text}\ntargets:\n- select: {kind: Thing}\n  fieldPaths: [spec.text]\n',
  'many.yaml':
    '- sourceValue: first\n  targets:\n  - {select: {kind: Thing}, fieldPaths: [spec.text]}\n- sourceValue: x\n  targets:\n  - {select: {kind: Thing}, fieldPaths: [spec.texts]}\n',
  'text.yaml': 'text\n',
}

const context: StepContext = {
  load: (path) => FILES[path] ?? '',
  configText: () => '',
  openapi: () => undefined,
  place: (entry = 0) => ({ file: 'kustomization.yaml', line: 3 + entry, column: 3 }),
  warn: () => undefined,
}

function run(...replacements: ReplacementField[]): string {
  const resources = new ResourceList(readResources(BASE, 'base.yaml'))
  replacementTransformer({ replacements }, context)(resources)
  return [...resources].map(resourceYaml).join('---\n')
}

const copy = (from: string, to: string, options: FieldOptions = {}, fromOptions?: FieldOptions): ReplacementField => ({
  source: { kind: 'ConfigMap', fieldPath: from, ...(fromOptions && { options: fromOptions }) },
  targets: [{ select: { kind: 'Thing' }, fieldPaths: [to], options }],
})

describe('replacementTransformer', () => {
  test.each<readonly [string, ReplacementField, string]>([
    ['a text takes a text', copy('data.text', 'spec.text'), 'text: hello'],
    ['a number takes the text of one', copy('data.number', 'spec.count'), 'count: 5'],
    ['a map is replaced', copy('data.number', 'spec.map'), 'map: "5"'],
    ['a map is copied', copy('data', 'spec.map'), 'map:\n    nothing: ""'],
    ['dots in brackets', copy('data.text', 'metadata.annotations.[example.com/a.b]'), 'a.b: hello'],
    ['dots behind a backslash', copy('data.text', 'metadata.annotations.example\\.com/a\\.b'), 'a.b: hello'],
    ['an item by its key', copy('data.number', 'spec.items.[name=two].v'), 'name: two\n    v: 5'],
    ['an expression', copy('data.number', 'spec.items.[name=^o].v'), 'name: one\n    v: 5'],
    ['all items', copy('data.number', 'spec.items.*.v'), 'name: one\n    v: 5\n  - name: two\n    v: 5'],
    ['an index', copy('data.number', 'spec.items.1.v'), 'name: two\n    v: 5'],
    ['a scalar of a list', copy('data.text', 'spec.list.[=b]'), '- a\n  - hello'],
    [
      'a field is made, as what its text says',
      copy('data.number', 'spec.new.deep', { create: true }),
      'new:\n    deep: 5',
    ],
    ['an item is made', copy('data.number', 'spec.items.[name=three].v', { create: true }), 'name: three\n    v: 5'],
    ['an item is appended', copy('data.number', 'spec.items.2.v', { create: true }), '- v: 5'],
    ['a part of the source', copy('data.parts', 'spec.text', {}, { delimiter: '/', index: 1 }), 'text: b'],
    ['a part of the target', copy('data.text', 'spec.text', { delimiter: 'l', index: 1 }), 'text: olhello'],
    ['in front', copy('data.text', 'spec.text', { delimiter: '-', index: -1 }), 'text: hello-old'],
    ['behind', copy('data.text', 'spec.text', { delimiter: '-', index: 9 }), 'text: old-hello'],
    [
      'a value in place',
      { sourceValue: '7', targets: [{ select: { kind: 'Thing' }, fieldPaths: ['spec.map'] }] },
      'map: 7',
    ],
    [
      'names by default',
      { source: { kind: 'ConfigMap' }, targets: [{ select: { kind: 'Thing' } }] },
      'name: source\nspec',
    ],
    [
      'what is rejected stays',
      {
        ...copy('data.text', 'spec.text'),
        targets: [{ select: { kind: 'Thing' }, reject: [{ name: 'target' }], fieldPaths: ['spec.text'] }],
      },
      'text: old',
    ],
    [
      'nothing selected is no failure',
      { ...copy('data.text', 'x'), targets: [{ select: { kind: 'Other' }, fieldPaths: ['x'] }] },
      'text: old',
    ],
    ['from a file', { path: 'one.yaml' }, 'text: hello'],
  ])('%s', (_rule, replacement, part) => {
    expect(run(replacement)).toContain(part)
  })

  test.each<readonly [ReplacementField, string, string, string | undefined]>([
    [
      { source: { kind: 'ConfigMap' } },
      'replacements must specify a source and at least one target',
      'kustomization.yaml:3:3',
      undefined,
    ],
    [
      { ...copy('a', 'b'), sourceValue: 'c' },
      'value and resource selectors are mutually exclusive',
      'kustomization.yaml:3:3',
      undefined,
    ],
    [
      { sourceValue: 'c', targets: [{ fieldPaths: ['a'] }] },
      'target must specify resources to select',
      'kustomization.yaml:3:3',
      undefined,
    ],
    [
      { ...copy('a', 'b'), source: { name: 'sourc', fieldPath: 'a', options: { delimiter: '.' } } },
      'nothing selected by [noKind].[noVer].[noGrp]/sourc.[noNs]:a:.(0), create=false',
      'kustomization.yaml:3:3',
      'did you mean ConfigMap.v1.[noGrp]/source.[noNs]?',
    ],
    [
      { ...copy('a', 'b'), source: { namespace: 'default' } },
      'multiple matches for selector [noKind].[noVer].[noGrp]/[noName].default',
      'kustomization.yaml:3:3',
      'until only one is left',
    ],
    [
      copy('data.txt', 'b'),
      'fieldPath `data.txt` is missing for replacement source ConfigMap.[noVer].[noGrp]/[noName].[noNs]',
      'kustomization.yaml:3:3',
      'did you mean text?',
    ],
    [
      copy('data.text', 'spec.txt'),
      'unable to find field "spec.txt" in replacement target',
      'kustomization.yaml:3:3',
      'did you mean text?',
    ],
    [
      copy('data.text', 'spec.items.[name=three].v'),
      'unable to find field "spec.items.[name=three].v" in replacement target',
      'kustomization.yaml:3:3',
      'spec.items is a list of 2',
    ],
    [
      copy('data.text', 'spec.items.7'),
      'unable to find field "spec.items.7" in replacement target: index 7 specified but only 2 elements found',
      'kustomization.yaml:3:3',
      undefined,
    ],
    [
      copy('data.text', 'spec.items.[x]'),
      'unable to find field "spec.items.[x]" in replacement target: list path element must contain fieldName=fieldValue for element to match',
      'kustomization.yaml:3:3',
      undefined,
    ],
    [
      copy('data.text', 'spec.items.[name=(]'),
      'unable to find field "spec.items.[name=(]" in replacement target: error parsing regexp: missing closing ): `(`',
      'kustomization.yaml:3:3',
      undefined,
    ],
    [
      copy('data.text', 'spec.list.a'),
      'unable to find field "spec.list.a" in replacement target: wrong node kind: expected MappingNode but got SequenceNode: node contents:\n- a\n- b\n',
      'kustomization.yaml:3:3',
      'write a map there: key: value',
    ],
    [
      copy('data.*', 'spec.text'),
      'error looking up replacement source: wildcard is not supported in PathGetter',
      'kustomization.yaml:3:3',
      undefined,
    ],
    [
      copy('data.-1', 'spec.text'),
      'error looking up replacement source: array index -1 cannot be negative',
      'kustomization.yaml:3:3',
      undefined,
    ],
    [
      copy('data.text', 'spec.count'),
      'map[string]interface {}(nil): yaml: cannot decode !!str `hello` as a !!int',
      'kustomization.yaml:3:3',
      'the field holds a whole number',
    ],
    [
      copy('data.number', 'spec.isOn'),
      'map[string]interface {}(nil): yaml: cannot decode !!int `5` as a !!bool',
      'kustomization.yaml:3:3',
      'the field holds a truth value',
    ],
    [
      copy('data.parts', 'spec.text', {}, { delimiter: '/', index: 3 }),
      'options.index 3 is out of bounds for value a/b/c',
      'kustomization.yaml:3:3',
      'the value has 3 parts',
    ],
    [
      copy('data', 'spec.text', {}, { delimiter: '/' }),
      'delimiter option can only be used with scalar nodes',
      'kustomization.yaml:3:3',
      undefined,
    ],
    [
      { path: 'text.yaml' },
      'unsupported replacement type encountered within replacement path: string',
      'text.yaml:1:1',
      undefined,
    ],
    [
      { path: 'one.yaml', sourceValue: 'x', source: {} },
      'cannot specify both path and inline replacement',
      'kustomization.yaml:3:3',
      undefined,
    ],
    [
      { path: 'many.yaml' },
      'unable to find field "spec.texts" in replacement target',
      'many.yaml:4:3',
      'did you mean text?',
    ],
    [
      copy('data.text', 'spec.items.[name=^x$].v', { create: true }),
      'unable to find or create field "spec.items.[name=^x$].v" in replacement target: the item made for [name=^x$] does not match ^x$',
      'kustomization.yaml:3:3',
      undefined,
    ],
  ])('%j fails with its place and a way out', (replacement, message, position, hint) => {
    const error = failure(() => run(replacement))
    expect(error.message).toBe(message)
    expect(`${error.position?.file}:${error.position?.line}:${error.position?.column}`).toBe(position)
    if (hint === undefined) expect(error.hint).toBeUndefined()
    else expect(error.hint).toContain(hint)
  })

  test('ids stay different', () => {
    const rename = { sourceValue: 'source', targets: [{ select: { kind: 'Thing' }, fieldPaths: ['metadata.name'] }] }
    const turn = (path: string, text: string): ReplacementField => ({
      sourceValue: text,
      targets: [{ select: { kind: 'Thing' }, fieldPaths: [path] }],
    })
    const error = failure(() => run(rename, turn('apiVersion', 'v1'), turn('kind', 'ConfigMap')))
    expect(error.message).toBe('may not add resource with an already registered id: ConfigMap.v1.[noGrp]/source.[noNs]')
  })
})

function failure(body: () => unknown): KustomizeError {
  try {
    body()
  } catch (error) {
    if (error instanceof KustomizeError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
