import { expect, test } from 'vitest'
import type { KubeObject } from '../object/object.ts'
import type { JsonObject } from '../patch/json.ts'
import { findVolume } from './match.ts'

function volume(name: string, size: string, spec: JsonObject = {}, metadata: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name, ...metadata },
    spec: { capacity: { storage: size }, accessModes: ['ReadWriteOnce', 'ReadOnlyMany'], ...spec },
    status: { phase: 'Available' },
  }
}

function claim(size: string, spec: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'c', namespace: 'ns', uid: 'u1' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: size } }, ...spec },
  }
}

const wide = { accessModes: ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany'] }
const volumes: readonly KubeObject[] = [
  volume('ten', '10G'),
  volume('bound', '1G', { claimRef: { name: 'x', namespace: 'ns', uid: 'u9' } }),
  volume('five', '5G'),
  volume('wide', '5G', wide),
  volume('silver', '20G', { storageClassName: 'silver' }, { labels: { a: 'b' } }),
  volume('block', '5G', { volumeMode: 'Block' }),
  volume('gold', '5G', { volumeAttributesClassName: 'gold' }),
  volume('labelled', '50G', {}, { labels: { disk: 'fast' } }),
  volume('going', '100G', {}, { deletionTimestamp: '2026-01-01T00:00:00Z' }),
]

test.each<[rule: string, claim: KubeObject, expected: string | undefined]>([
  ['the smallest that is large enough', claim('8G'), 'ten'],
  ['one that others have is passed over', claim('1G'), 'five'],
  ['more ways of use', claim('5G', { accessModes: ['ReadWriteMany'] }), 'wide'],
  ['none is large enough', claim('999G'), undefined],
  ['by labels', claim('5G', { selector: { matchLabels: { disk: 'fast' } } }), 'labelled'],
  ['by labels that none has', claim('5G', { selector: { matchLabels: { x: 'y' } } }), undefined],
  ['by class', claim('1G', { storageClassName: 'silver' }), 'silver'],
  ['by mode', claim('1G', { volumeMode: 'Block' }), 'block'],
  ['by attributes', claim('1G', { volumeAttributesClassName: 'gold' }), 'gold'],
  ['none that goes away', claim('60G'), undefined],
])('a volume is found: %s', (...row) => expect(findVolume({ claim: row[1], volumes })?.metadata.name).toBe(row[2]))

const reserved = volume('mine', '9G', { claimRef: { name: 'c', namespace: 'ns' }, storageClassName: 'other' })

test.each<[rule: string, volume: KubeObject, size: string, expected: string]>([
  ['comes first, whatever its class', reserved, '1G', 'mine'],
  ['must be large enough', reserved, '9500M', 'ten'],
  [
    'of another of its name is not its own',
    volume('not', '5G', { claimRef: { name: 'c', namespace: 'ns', uid: 'u2' } }),
    '1G',
    'five',
  ],
])('a reserved volume %s', (...row) =>
  expect(findVolume({ claim: claim(row[2]), volumes: [...volumes, row[1]] })?.metadata.name).toBe(row[3]),
)

test('while the binding waits only a reserved one is given', () => {
  expect(findVolume({ claim: claim('1G'), volumes, isDelayed: true })).toBeUndefined()
  expect(findVolume({ claim: claim('1G'), volumes: [...volumes, reserved], isDelayed: true })).toBe(reserved)
})

test('a node gets what it reaches, and none that is taken', () => {
  const term = { matchExpressions: [{ key: 'host', operator: 'In', values: ['a'] }] }
  const local = volume('local', '1G', { nodeAffinity: { required: { nodeSelectorTerms: [term] } } })
  const on = (host: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: host, labels: { host } },
  })
  const search = { claim: claim('1G'), volumes: [local, volume('any', '2G')] }
  expect(findVolume({ ...search, node: on('a') })?.metadata.name).toBe('local')
  expect(findVolume({ ...search, node: on('b') })?.metadata.name).toBe('any')
  expect(findVolume({ ...search, node: on('a'), taken: new Set(['local']) })?.metadata.name).toBe('any')
})
