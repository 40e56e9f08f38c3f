import { describe, expect, test } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import { annotated, annotationOf, claimIndexers, claimKeyOf, claimsUsedBy, isAnnotated, UNBOUND } from './names.ts'
import { defaultClassOf, mismatchOf } from './sync-claim.ts'

function object(kind: string, spec: JsonObject, metadata: JsonObject = {}): KubeObject {
  return { apiVersion: 'v1', kind, metadata: { name: 'o', ...metadata }, spec }
}

describe('a volume that a claim names', () => {
  const claim = object('PersistentVolumeClaim', {
    resources: { requests: { storage: '5Gi' } },
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'gold',
  })
  const fits = {
    capacity: { storage: '5Gi' },
    accessModes: ['ReadWriteOnce', 'ReadWriteMany'],
    storageClassName: 'gold',
  }
  test.each<[rule: string, spec: JsonObject, metadata: JsonObject, expected: string | undefined]>([
    ['fits', {}, {}, undefined],
    ['goes away', {}, { deletionTimestamp: '2026-01-01T00:00:00Z' }, 'the volume is marked for deletion'],
    ['is smaller', { capacity: { storage: '4Gi' } }, {}, 'requested PV is too small'],
    ['is of another class', { storageClassName: 'silver' }, {}, 'storageClassName does not match'],
    [
      'says its class as of old',
      { storageClassName: 'gold' },
      { annotations: { 'volume.beta.kubernetes.io/storage-class': 'silver' } },
      'storageClassName does not match',
    ],
    ['is a device', { volumeMode: 'Block' }, {}, 'incompatible volumeMode'],
    ['is for readers', { accessModes: ['ReadOnlyMany'] }, {}, 'incompatible accessMode'],
  ])('%s', (...row) => {
    const [, spec, metadata, expected] = row
    expect(mismatchOf(object('PersistentVolume', { ...fits, ...spec }, metadata), claim)).toBe(expected)
  })
})

const mark = { 'storageclass.kubernetes.io/is-default-class': 'true' }
const classOf = (name: string, second: number, annotations: JsonObject = mark): KubeObject =>
  object('StorageClass', {}, { name, creationTimestamp: `2026-01-01T00:00:0${second}Z`, annotations })

test.each<[rule: string, classes: KubeObject[], expected: string | undefined]>([
  ['none', [classOf('a', 1, {})], undefined],
  ['the newest', [classOf('a', 1), classOf('b', 2), classOf('c', 3, {})], 'b'],
  ['of one second the first by its bytes', [classOf('aa', 1), classOf('a-b', 1)], 'a-b'],
])('the default class: %s', (_, classes, expected) => expect(defaultClassOf(classes)?.metadata.name).toBe(expected))

test.each<[rule: string, volumes: JsonObject[], expected: string[]]>([
  ['none', [], []],
  ['others', [{ name: 'a', emptyDir: {} }], []],
  ['by name', [{ name: 'a', persistentVolumeClaim: { claimName: 'data' } }], ['ns/data']],
  ['its own', [{ name: 'a', ephemeral: { volumeClaimTemplate: {} } }], ['ns/o-a']],
])('claims of a pod: %s', (_, volumes, expected) =>
  expect(claimsUsedBy(object('Pod', { volumes }, { namespace: 'ns' }))).toEqual(expected),
)

test('annotations are laid over and taken away', () => {
  const before = object('PersistentVolume', {}, { annotations: { a: '1', b: '2' } })
  const after = annotated(before, { a: undefined, c: '3' })
  expect([annotationOf(after, 'a'), annotationOf(after, 'b'), annotationOf(after, 'c')]).toEqual(['', '2', '3'])
  expect([isAnnotated(after, 'a'), isAnnotated(before, 'a')]).toEqual([false, true])
})

test('a volume that names nobody has no claim', () => {
  expect(claimKeyOf(object('PersistentVolume', {}))).toBe('')
  expect(claimKeyOf(object('PersistentVolume', { claimRef: { namespace: 'n', name: 'c' } }))).toBe('n/c')
})

test('only claims that were never bound wait for a volume', () => {
  const bound = { annotations: { 'pv.kubernetes.io/bind-completed': 'yes' } }
  expect(claimIndexers[UNBOUND]?.(object('PersistentVolumeClaim', { storageClassName: 'x' }))).toEqual(['x'])
  expect(claimIndexers[UNBOUND]?.(object('PersistentVolumeClaim', { storageClassName: 'x' }, bound))).toEqual([])
})
