import { describe, expect, it } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import { annotationsOfNew, nextRevision } from './revision.ts'
import { partSets } from './template.ts'

const REVISION = 'deployment.kubernetes.io/revision'
const HISTORY = 'deployment.kubernetes.io/revision-history'

function object(kind: string, metadata: JsonObject, spec: JsonObject = {}): KubeObject {
  return { apiVersion: 'apps/v1', kind, metadata: { name: 'x', ...metadata }, spec }
}

const long = Array.from({ length: 600 }, (_, index) => String(1000 + index))
  .slice(0, 400)
  .join(',')

describe('annotations of the new set', () => {
  const rows: readonly [name: string, deployment: JsonObject, old: JsonObject, becomes: JsonObject][] = [
    ['the first revision', {}, {}, { [REVISION]: '5' }],
    ['what the Deployment tells', { a: 'b' }, { c: 'd' }, { a: 'b', c: 'd', [REVISION]: '5' }],
    [
      'what it keeps for itself',
      { 'kubectl.kubernetes.io/last-applied-configuration': '{}', [REVISION]: '3' },
      {},
      { [REVISION]: '5' },
    ],
    ['a return goes into the history', {}, { [REVISION]: '2' }, { [REVISION]: '5', [HISTORY]: '2' }],
    ['behind what is there', {}, { [REVISION]: '4', [HISTORY]: '1,2' }, { [REVISION]: '5', [HISTORY]: '1,2,4' }],
    ['a higher revision stays', {}, { [REVISION]: '7' }, { [REVISION]: '7' }],
    ['numbers are no texts', {}, { [REVISION]: '12' }, { [REVISION]: '12' }],
    ['what is no number stays', {}, { [REVISION]: 'x' }, { [REVISION]: 'x' }],
    [
      'the oldest give way',
      {},
      { [REVISION]: '4', [HISTORY]: long },
      { [REVISION]: '5', [HISTORY]: `${long.slice(5)},4` },
    ],
  ]
  it.each(rows)('%s', (_name, annotations, ...[old, becomes]) => {
    const found = annotationsOfNew(
      object('Deployment', { annotations }),
      object('ReplicaSet', { annotations: old }),
      5n,
    )
    expect(found).toEqual(becomes)
  })
})

it('revisions are int64', () => {
  const revisions = ['3546343826724305832', '9223372036854775808', '-1']
  const sets = revisions.map((revision) => object('ReplicaSet', { annotations: { [REVISION]: revision } }))
  expect(nextRevision(sets)).toBe(3546343826724305833n)
})

it('the next revision is one more than any old one', () => {
  const sets = ['3', '11', 'x', ''].map((revision) => object('ReplicaSet', { annotations: { [REVISION]: revision } }))
  expect([nextRevision(sets), nextRevision([])]).toEqual([12n, 1n])
})

describe('the set of the template', () => {
  const template = (labels: JsonObject, spec: JsonObject): JsonObject => ({ template: { metadata: { labels }, spec } })
  const owner = object('Deployment', {}, template({ a: 'b' }, { containers: [{ name: 'c' }], hostNetwork: false }))
  const set = (name: string, age: number, spec: JsonObject): KubeObject =>
    object('ReplicaSet', { name, creationTimestamp: `2026-01-01T00:00:0${age}Z` }, spec)
  const hashed = { a: 'b', 'pod-template-hash': 'x' }
  const rows: readonly [name: string, spec: JsonObject, isIt: boolean][] = [
    ['but for its hash', template(hashed, { containers: [{ name: 'c' }], hostNetwork: false }), true],
    ['an empty value is none', template(hashed, { containers: [{ name: 'c', env: [] }] }), true],
    [
      'an empty pointer is one',
      template(hashed, { containers: [{ name: 'c' }], terminationGracePeriodSeconds: 0 }),
      false,
    ],
    ['another label', template({ ...hashed, c: 'd' }, { containers: [{ name: 'c' }] }), false],
    ['another container', template(hashed, { containers: [{ name: 'd' }] }), false],
  ]
  it.each(rows)('%s', async (_name, spec, isIt) => {
    expect((await partSets(owner, [set('s', 1, spec)])).newSet !== undefined).toBe(isIt)
  })
  it('the oldest of several; the others are old', async () => {
    const same = template(hashed, { containers: [{ name: 'c' }] })
    const { newSet, oldSets } = await partSets(owner, [
      set('z', 3, same),
      set('y', 2, same),
      set('w', 1, template({}, {})),
    ])
    expect([newSet?.metadata.name, ...oldSets.map(({ metadata }) => metadata.name)]).toEqual(['y', 'w', 'z'])
  })
})
