import { describe, expect, it } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import { clientSidePatch } from './client-side.ts'

const object = (type: string, fields: JsonObject): KubeObject => {
  const [apiVersion = '', kind = ''] = type.split(' ')
  return { apiVersion, kind, metadata: { name: 'x' }, ...fields }
}
const CUSTOM = 'example.com/v1 Gadget'

describe('clientSidePatch', () => {
  const rows: readonly (readonly [
    rule: string,
    type: string,
    states: readonly JsonObject[],
    patch: object | undefined,
  ])[] = [
    [
      'nothing for what is as it should be',
      'v1 ConfigMap',
      [{ data: { a: '1' } }, { data: { a: '1' } }, { data: { a: '1', b: '2' } }],
      undefined,
    ],
    [
      'drift of a built-in kind goes',
      'v1 ConfigMap',
      [{ data: { a: '1' } }, { data: { a: '1' } }, { data: { a: '2' } }],
      { type: 'strategic', body: { data: { a: '1' } } },
    ],
    [
      'what is asked for no more goes',
      'v1 ConfigMap',
      [{ data: { a: '1', b: '1' } }, { data: { a: '1' } }, { data: { a: '1', b: '2' } }],
      { type: 'strategic', body: { data: { b: null } } },
    ],
    [
      'drift of a custom resource stays',
      CUSTOM,
      [{ spec: { a: 1 } }, { spec: { a: 1 } }, { spec: { a: 2 } }],
      undefined,
    ],
    [
      'its changes are those of the manifests',
      CUSTOM,
      [{ spec: { a: 1, b: [1] } }, { spec: { b: [2] } }, { spec: { a: 2, b: [1, 5] } }],
      { type: 'merge', body: { spec: { a: null, b: [2] } } },
    ],
    [
      'an aggregated API is a custom resource to Helm',
      'apiregistration.k8s.io/v1 APIService',
      [{ spec: { a: 1 } }, { spec: { a: 1 } }, { spec: { a: 2 } }],
      undefined,
    ],
    [
      'an object with a value of a wrong type is a custom resource to Helm',
      'v1 ConfigMap',
      [{ data: { a: '1', b: '1' } }, { data: { a: 1 } }, { data: { a: '2', c: '1' } }],
      { type: 'merge', body: { data: { a: 1, b: null } } },
    ],
    [
      'a definition is built in',
      'apiextensions.k8s.io/v1 CustomResourceDefinition',
      [{ spec: { scope: 'A' } }, { spec: { scope: 'A' } }, { spec: { scope: 'B' } }],
      { type: 'strategic', body: { spec: { scope: 'A' } } },
    ],
  ]
  it.each(rows)('%s', (_, type, [original = {}, modified = {}, live = {}], patch) => {
    const states = { original: object(type, original), modified: object(type, modified), live: object(type, live) }
    expect(clientSidePatch(states)).toEqual(patch)
  })

  it('sees the live object of a custom resource that is taken over', () => {
    const same = object(CUSTOM, { spec: { a: 1 } })
    const states = { original: same, modified: same, live: object(CUSTOM, { spec: { a: 2 } }) }
    expect(clientSidePatch(states, { seesLive: true })).toEqual({ type: 'merge', body: { spec: { a: 1 } } })
  })
})
