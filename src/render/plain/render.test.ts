import { describe, expect, test } from 'vitest'
import { renderPlain } from './render.ts'

const configMap = (name: string, more = ''): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${more}`
const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n'

/** What a text gives: `kind/name` of resources, then of hooks. */
function summary(...texts: readonly string[]): string {
  const rendered = renderPlain(texts.map((text, index) => ({ name: `${index}.yaml`, text })))
  return [...rendered.resources, ...rendered.hooks].map(({ kind, name }) => `${kind}/${name}`).join(' ')
}

describe('documents become resources', () => {
  test.each([
    ['one document', [configMap('a')], 'ConfigMap/a'],
    ['empty documents and comments are left out', [`---\n# nothing\n---\n${configMap('a')}---\n`], 'ConfigMap/a'],
    ['kinds in the order of installation', [`${service}---\n${configMap('a')}`], 'ConfigMap/a Service/web'],
    ['files in the order of their names', [configMap('b'), configMap('a')], 'ConfigMap/b ConfigMap/a'],
    ['JSON', ['{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}'], 'ConfigMap/a'],
    [
      'a list',
      ['{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"}}]}'],
      'Secret/s',
    ],
    ['a typed list', ['{"apiVersion":"v1","kind":"ConfigMapList","items":[{"metadata":{"name":"a"}}]}'], 'ConfigMap/a'],
    ['a byte order mark', [`\uFEFF${configMap('a')}`], 'ConfigMap/a'],
    [
      'hooks apart',
      [`${configMap('a', '  annotations: {helm.sh/hook: pre-install}\n')}---\n${configMap('b')}`],
      'ConfigMap/b ConfigMap/a',
    ],
    [
      'one name in two namespaces',
      [`${configMap('a', '  namespace: x\n')}---\n${configMap('a', '  namespace: y\n')}`],
      'ConfigMap/a ConfigMap/a',
    ],
    ['__proto__ is only a key', [configMap('a', '__proto__: {x: 1}\n')], 'ConfigMap/a'],
  ])('%s', (_, texts, wanted) => {
    expect(summary(...texts)).toBe(wanted)
  })
})

describe('what is wrong is told with its place', () => {
  test.each([
    ['no YAML', `${configMap('a')}---\nkind: [\n`, 'manifest', 6],
    ['a list at the top', '- a\n', 'manifest', 1],
    ['no kind', 'apiVersion: v1\nmetadata:\n  name: a\n', 'manifest', 1],
    ['no name', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  labels: {}\n', 'manifest', 3],
    ['a generated name', 'apiVersion: v1\nkind: Job\nmetadata:\n  generateName: a-\n', 'manifest', 3],
    ['the same object twice', `${configMap('a')}---\n${configMap('a')}`, 'manifest', 6],
    [
      'the same object at two versions',
      'apiVersion: apps/v1\nkind: X\nmetadata: {name: a}\n---\napiVersion: apps/v1beta1\nkind: X\nmetadata: {name: a}\n',
      'manifest',
      5,
    ],
  ])('%s', (_, text, code, line) => {
    expect(() => summary(text)).toThrow(expect.objectContaining({ code, position: expect.objectContaining({ line }) }))
  })
})

test('a manifest names its files and keeps comments', () => {
  const { releaseManifest } = renderPlain([{ name: 'x.yaml', text: `# why\n${configMap('a')}` }])
  expect(releaseManifest).toBe(`---\n# Source: x.yaml\n# why\n${configMap('a')}`)
})
