import { describe, expect, it } from 'vitest'
import { ClientError, type RestMapper } from '#client'
import { textAt } from '#kube'
import { ReleaseError } from '../error.ts'
import { readManifest, readStored } from './read.ts'

const served: Readonly<Record<string, boolean>> = { 'v1/ConfigMap': true, 'v1/Secret': true, 'v1/Namespace': false }

const NAMED: Readonly<Record<string, readonly string[]>> = {
  'ingress.networking.k8s.io': ['Ingress', 'networking.k8s.io', 'v1'],
  'poddisruptionbudget.policy': ['PodDisruptionBudget', 'policy', 'v1'],
}

const mapper: RestMapper = {
  typeOf: async ({ apiVersion, kind }) => {
    const isNamespaced = served[`${apiVersion}/${kind}`]
    if (isNamespaced === undefined)
      throw new ClientError('unknown-kind', `no matches for kind "${kind}" in version "${apiVersion}"`)
    const lists = { singular: '', shortNames: [], categories: [], verbs: [], subresources: [] }
    return { group: '', version: apiVersion, resource: `${kind.toLowerCase()}s`, kind, isNamespaced, ...lists }
  },
  typeNamed: async (word) => {
    const [kind, group, version] = NAMED[word] ?? []
    if (kind === undefined) throw new ClientError('unknown-kind', `the server doesn't have a resource type "${word}"`)
    const lists = { singular: '', shortNames: [], categories: [], verbs: [], subresources: [] }
    return { group: group ?? '', version: version ?? '', resource: '', kind, isNamespaced: true, ...lists }
  },
  reset: () => undefined,
}
const world = { mapper, namespace: 'apps' }

describe('readManifest', () => {
  const rows: readonly (readonly [rule: string, text: string, found: readonly string[]])[] = [
    ['nothing in an empty manifest', '', []],
    ['nothing in comments', '---\n# Source: a\n# just talk\n', []],
    [
      'a namespaced object goes into the namespace',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}',
      ['ConfigMap apps/a'],
    ],
    [
      'its own namespace stays',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b}',
      ['ConfigMap b/a'],
    ],
    ['a cluster-wide object has none', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}', ['Namespace /a']],
    [
      'the source is kept',
      '---\n# Source: c/t.yaml\napiVersion: v1\nkind: Secret\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: b}',
      ['Secret apps/a c/t.yaml', 'Secret apps/b'],
    ],
    [
      'a source inside a value is none',
      'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  x: |\n# Source: no\n',
      ['Secret apps/a'],
    ],
    [
      'lists are unfolded',
      'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n- {apiVersion: v1, kind: Secret, metadata: {name: b}}',
      ['ConfigMap apps/a', 'Secret apps/b'],
    ],
    [
      'items take the kind of their list',
      'apiVersion: v1\nkind: ConfigMapList\nitems:\n- metadata: {name: a}',
      ['ConfigMap apps/a'],
    ],
    [
      'a name may be made by the server',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: a-}',
      ['ConfigMap apps/'],
    ],
  ]
  it.each(rows)('%s', async (_, text, found) => {
    const objects = await readManifest(text, world)
    const told = objects.map(({ object: { kind, metadata }, source }) =>
      `${kind} ${textAt(metadata, 'namespace')}/${metadata.name} ${source}`.trim(),
    )
    expect(told).toEqual(found)
  })

  const faults: readonly (readonly [rule: string, text: string, message: string])[] = [
    ['no kind', 'apiVersion: v1\nmetadata: {name: x}', 'error validating "": error validating data: kind not set'],
    ['neither', 'a: b', 'error validating "": error validating data: [apiVersion not set, kind not set]'],
    [
      'unknown kinds, all of them',
      'apiVersion: v1\nkind: Foo\nmetadata: {name: x}\n---\napiVersion: e.com/v1\nkind: Bar\nmetadata: {name: x}',
      '[resource mapping not found for name: "x" namespace: "" from "": no matches for kind "Foo" in version "v1"\nensure CRDs are installed first, resource mapping not found for name: "x" namespace: "" from "": no matches for kind "Bar" in version "e.com/v1"\nensure CRDs are installed first]',
    ],
    [
      'a label that is no text',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, labels: {a: 1}}',
      'unable to decode "": json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string',
    ],
    ['a list instead of an object', '- a', 'unable to decode "": json: cannot unmarshal array into Go value'],
  ]
  it.each(faults)('refuses %s', async (_, text, message) => {
    const failure = await readManifest(text, world).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ReleaseError)
    expect(failure).toMatchObject({ code: 'bad-manifest', message })
  })

  it.each([
    ['in the middle of a manifest', 'x: |\n    text\n---\n', 'text\n'],
    ['at its end', 'x: |\n    text', 'text\n'],
    ['that takes none', 'x: |-\n    text\n', 'text'],
    ['of a manifest with Windows line ends', 'x: |\r\n    text\r\n', 'text\n'],
  ])('a block in the last line ends as Helm reads it: %s', async (_, data, value) => {
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  ${data}`
    const [first] = await readManifest(text, world)
    expect(first?.object['data']).toEqual({ x: value })
  })

  it('says where', async () => {
    const text =
      '---\n# Source: c/t.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\n# Source: c/u.yaml\nkind: X\n'
    await expect(readManifest(text, world)).rejects.toMatchObject({ hint: 'see c/u.yaml (document 2)' })
  })
})

describe('readStored', () => {
  const rows: readonly (readonly [rule: string, type: string, found: string | undefined])[] = [
    ['what is served stays', 'v1 ConfigMap', 'v1'],
    ['a version that is gone becomes one that is there', 'policy/v1beta1 PodDisruptionBudget', 'policy/v1'],
    ['a kind that has moved is found', 'extensions/v1beta1 Ingress', 'networking.k8s.io/v1'],
    ['a kind that is gone is left out', 'extensions/v1beta1 PodSecurityPolicy', undefined],
  ]
  it.each(rows)('%s', async (_, type, found) => {
    const [apiVersion, kind] = type.split(' ')
    const objects = await readStored(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: x}`, world)
    expect(objects.map(({ object }) => object.apiVersion)).toEqual(found === undefined ? [] : [found])
  })
})
