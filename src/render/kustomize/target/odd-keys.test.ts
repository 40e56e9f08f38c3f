import { expect, test } from 'vitest'
import { memoryFiles } from '../localize/testing-files.ts'
import { type KeptWork, newKeptWork } from './kept-work.ts'
import { renderKustomize } from './render.ts'

const patched = 'resources: [r.yaml]\npatches: [{path: p.yaml}]\n'
const withResource = (more: string): string => `resources: [r.yaml]\n${more}\n`
const generated = (literals: string, more = ''): string =>
  `configMapGenerator: [{name: g, literals: [${literals}]${more}}]\ngeneratorOptions: {disableNameSuffixHash: true}\n`
const configMap = (data = '', metadata = ''): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: g${metadata}}\n${data}\n`
const jsonPatch = (operation: string): string => `{target: {kind: ConfigMap}, patch: '[${operation}]'}`
const added = jsonPatch('{"op": "add", "path": "/data/8", "value": "x"}')
const removed = jsonPatch('{"op": "remove", "path": "/data"}')
const replaced = (path: string): string =>
  withResource(
    `replacements: [{source: {kind: ConfigMap, fieldPath: metadata.name}, targets: [{select: {kind: ConfigMap}, fieldPaths: ["${path}"], options: {create: true}}]}]`,
  )

interface Row {
  readonly rule: string
  readonly file: string
  readonly resource?: string
  readonly patch?: string
  /** A part of the message or of what is printed. */
  readonly says: string
}

const refused: readonly Row[] = [
  {
    rule: 'a literal',
    file: generated('8080=x, b=y'),
    says: '"data":map[interface {}]interface {}{"b":"y", 8080:"x"}',
  },
  {
    rule: 'literals of all types, in the order of the reference',
    file: generated('true=x, 1.5=x, 0x1F=x, 2001-01-01=x, a=x, null=x, 18446744073709551615=x, .nan=x'),
    says: '{interface {}(nil):"x", "a":"x", 0xffffffffffffffff:"x", 31:"x", NaN:"x", 1.5:"x", true:"x", time.Date(2001, time.January, 1, 0, 0, 0, 0, time.UTC):"x"}',
  },
  { rule: 'labels of a generator', file: generated('a=b', ', options: {labels: {"1": x}}'), says: '{1:"x"}' },
  {
    rule: 'what a generator merges with, though it was in quotes',
    file: `${generated('b=x', ', behavior: merge')}resources: [r.yaml]\n`,
    resource: configMap('data: {"8": y}'),
    says: '"data":map[interface {}]interface {}{"b":"x", 8:"y"}',
  },
  {
    rule: 'a new label',
    file: withResource('labels: [{pairs: {"1": x}}]'),
    says: '"labels":map[interface {}]interface {}{1:"x"}',
  },
  {
    rule: 'any annotation of an object: the reference writes all anew',
    file: withResource(''),
    resource: configMap('', ', annotations: {"1": x}'),
    says: '"annotations":map[interface {}]interface {}{1:"x"}',
  },
  { rule: 'a field that a replacement makes', file: replaced('data.true'), says: '{true:"g"}' },
  { rule: 'a key of a patch', file: patched, patch: configMap('data: {8: x, "7": y}'), says: '{"7":"y", 8:"x"}' },
  {
    rule: 'one beside others',
    file: patched,
    resource: configMap('data: {"9": a}'),
    patch: configMap('data: {8: x}'),
    says: '{"9":"a", 8:"x"}',
  },
  {
    rule: 'one in a list',
    file: patched,
    patch: configMap('data: {l: [{1: a}]}'),
    says: '{"l":[]interface {}{map[interface {}]interface {}{1:"a"}}}',
  },
  {
    rule: 'a key of the object that a patch sets',
    file: patched,
    resource: configMap('data: {8: x}'),
    patch: configMap('data: {"8": y}'),
    says: '{8:"y"}',
  },
  {
    rule: 'a key that comes by a merge key',
    file: withResource(''),
    resource: configMap('data: {<<: {1: a}, b: c}'),
    says: '{"b":"c", 1:"a"}',
  },
]

interface Overlay extends Omit<Row, 'rule' | 'says'> {
  readonly kept?: KeptWork
}

function build({ file, resource = configMap(), patch = '', kept }: Overlay): string {
  const files = {
    '/kustomization.yaml': file,
    '/r.yaml': resource,
    '/p.yaml': patch,
    '/q.yaml': configMap('data: {"8": z}'),
  }
  return renderKustomize('/', { files: memoryFiles({ files }).files, kept }).text
}

test.each(refused)('no object is printed with a key that is no text: $rule', ({ says, ...overlay }) => {
  const message = expect.stringMatching(
    /^map\[string\].*: json: unsupported type: map\[interface \{\}\]interface \{\}$/,
  )
  expect(() => build(overlay)).toThrow(expect.objectContaining({ code: 'bad-value', message }) as Error)
  expect(() => build(overlay)).toThrow(says)
})

test('a JSON patch refuses such an object without naming it', () => {
  const overlay = { file: withResource(`patches: [${removed}]`), resource: configMap('data: {8: x}') }
  expect(() => build(overlay)).toThrow(/^json: unsupported type: map\[interface \{\}\]interface \{\}$/)
})

const printed: readonly Row[] = [
  {
    rule: 'which the object has in quotes',
    file: patched,
    resource: configMap('data: {"8": x}'),
    patch: configMap('data: {8: y}'),
    says: 'data:\n  "8": "y"\n',
  },
  {
    rule: 'of a JSON patch',
    file: withResource(`patches: [${added}]`),
    resource: configMap('data: {a: b}'),
    says: '  "8": x\n',
  },
  { rule: 'at the top', file: withResource(''), resource: configMap('8: x'), says: '"8": x\n' },
  {
    rule: 'that is taken out with its map',
    file: patched,
    resource: configMap('data: {8: x}'),
    patch: configMap('data: {$patch: delete}'),
    says: 'kind: ConfigMap\n',
  },
  {
    rule: 'that comes back in quotes after it was taken out',
    file: 'resources: [r.yaml]\npatches: [{path: p.yaml}, {path: q.yaml}]\n',
    resource: configMap('data: {8: x, a: b}'),
    patch: configMap('data: {8: null}'),
    says: '  "8": z\n',
  },
]

test.each(printed)('a key is printed: $rule', ({ says, ...overlay }) => {
  expect(build(overlay)).toContain(says)
})

test('the name of a generated object counts keys as texts, but for null', () => {
  const name = (literals: string): string | undefined => {
    try {
      return build({ file: `configMapGenerator: [{name: g, literals: [${literals}]}]\n` })
    } catch (error) {
      return /"g-(\w+)"/.exec((error as Error).message)?.[1]
    }
  }
  expect(['8080=x', 'null=x', '~=x'].map(name)).toEqual(['ckc22gk44f', '42745tchd9', '42745tchd9'])
})

test('what an earlier build has printed does not hide a key that is no text', () => {
  const kept = newKeptWork()
  expect(build({ file: withResource(''), resource: configMap('data: {"8": x}'), kept })).toContain('"8": x')
  const again = { file: withResource(''), resource: configMap('data: {8: x}'), kept }
  expect(() => build(again)).toThrow('{8:"x"}')
})
