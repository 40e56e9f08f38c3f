import { describe, expect, it } from 'vitest'
import { readKustomization } from './read.ts'
import type { Kustomization } from './types.ts'

const read = (text: string, lines: string[] = []): Kustomization =>
  readKustomization({ text, file: '/o/kustomization.yaml', folder: '/o' }, (line) => lines.push(line))

describe('kustomization files', () => {
  it.each([
    ['names match in any case', 'NAMEPREFIX: a\n', { namePrefix: 'a' }],
    ['the last of two keys wins', 'namePrefix: a\nnamePrefix: b\n', { namePrefix: 'b' }],
    ['bases are resources', 'resources: [a]\nbases: [b]\n', { resources: ['a', 'b'] }],
    ['imageTags are images', 'imageTags: [{name: a}]\n', { images: [{ name: 'a' }] }],
    [
      'env is one of envs',
      'configMapGenerator: [{name: a, env: b, envs: [c]}]\n',
      { configMapGenerator: [{ name: 'a', envs: ['c', 'b'] }] },
    ],
    [
      'old charts are charts',
      'helmChartInflationGenerator: [{chartName: a, chartHome: h}]\n',
      { helmCharts: [{ name: 'a' }], helmGlobals: { chartHome: 'h' } },
    ],
  ])('%s', (_rule, text, expected) => {
    expect(read(text)).toMatchObject(expected)
  })

  it.each([
    ['nothing at all', '', 'kustomization.yaml is empty'],
    ['only a kind', 'kind: Kustomization\n', 'kustomization.yaml is empty'],
    ['an unknown field', 'nope: 1\n', 'invalid Kustomization: json: unknown field "nope"'],
    [
      'the first problem in the order of keys',
      'zz: 1\nresources: 5\n',
      'field Kustomization.resources of type []string',
    ],
    [
      'a number for a text',
      'commonLabels: {a: 1}\n',
      'invalid Kustomization: json: cannot unmarshal number into Go struct field Kustomization.commonLabels of type string',
    ],
    [
      'a field of an embedded struct',
      'patches: [{target: {kind: 5}}]\n',
      'Go struct field Selector.patches.target.ResId.Gvk.kind of type string',
    ],
    [
      'a fraction for a count',
      'replicas: [{count: 1.5}]\n',
      'cannot unmarshal number 1.5 into Go struct field Replica',
    ],
    ['a list', '[]', 'invalid Kustomization: json: cannot unmarshal array into Go value of type types.Kustomization'],
    ['no YAML', 'a: b: c\n', 'invalid Kustomization: yaml: mapping values are not allowed in this context'],
    [
      'another kind',
      'kind: Foo\nresources: []\n',
      'Failed to read kustomization file under /o:\nkind should be Kustomization or Component',
    ],
    [
      'a component of the wrong version',
      'kind: Component\napiVersion: v1\nresources: []\n',
      'apiVersion for Component should be',
    ],
  ])('%s is refused', (_rule, text, message) => {
    expect(() => read(text)).toThrow(message)
  })

  it('warns of deprecated fields in a fixed order', () => {
    const lines: string[] = []
    read('vars: []\nbases: []\ncommonLabels: {a: b}\n', lines)
    expect(lines.map((line) => /'(\w+)' is deprecated/.exec(line)?.[1])).toEqual(['bases', 'commonLabels', 'vars'])
  })

  it('keeps __proto__ a key', () => {
    const { commonAnnotations } = read('commonAnnotations: {__proto__: a}\n')
    expect(Object.keys(commonAnnotations ?? {})).toEqual(['__proto__'])
  })
})
