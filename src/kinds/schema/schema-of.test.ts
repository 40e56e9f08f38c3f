import { describe, expect, test } from 'vitest'
import type { Schema } from '#kube'
import { loadDescriptions } from './descriptions.ts'
import { packages } from './packages.ts'
import { isBuiltInType, schemaOf } from './schema-of.ts'
import { typeNames, typeRow } from './table.ts'
import { groupVersionKindOf, typeNameOf } from './type-name.ts'

const core = 'io.k8s.api.core.v1'
const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1'

describe('tables', () => {
  test('every type of every table can be resolved', () => {
    const names = typeNames()
    expect(names.length).toBeGreaterThan(600)
    for (const name of names) expect(schemaOf(name).typeName).toBe(name)
  })

  test('field numbers are used once in a message', () => {
    for (const name of typeNames()) {
      const numbers = typeRow(name)?.fields.flatMap(({ number }) => (number > 0 ? [number] : [])) ?? []
      expect(new Set(numbers).size, name).toBe(numbers.length)
    }
  })

  test('tables are small enough to be loaded with everything else', () => {
    expect(packages.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(200_000)
  })
})

const rows: readonly { rule: string; path: readonly string[]; want: Schema }[] = [
  {
    rule: 'merge keys and list types',
    path: ['spec', 'containers'],
    want: {
      'x-kubernetes-patch-merge-key': 'name',
      'x-kubernetes-patch-strategy': 'merge',
      'x-kubernetes-list-map-keys': ['name'],
      'x-kubernetes-list-type': 'map',
    },
  },
  { rule: 'enums', path: ['spec', 'restartPolicy'], want: { type: 'string', enum: ['Always', 'Never', 'OnFailure'] } },
  { rule: 'what Go always has is the default', path: ['spec'], want: { typeName: `${core}.PodSpec`, default: {} } },
  {
    rule: 'defaults that are constants',
    path: ['spec', 'containers', '*', 'ports', '*', 'protocol'],
    want: { default: 'TCP' },
  },
  {
    rule: 'inlined fields',
    path: ['spec', 'volumes', '*', 'emptyDir'],
    want: { typeName: `${core}.EmptyDirVolumeSource` },
  },
  { rule: 'times', path: ['metadata', 'creationTimestamp'], want: { format: 'date-time', type: 'string' } },
  {
    rule: 'atomic structs',
    path: ['spec', 'nodeSelector'],
    want: { type: 'object', 'x-kubernetes-map-type': 'atomic' },
  },
  {
    rule: 'quantities',
    path: ['spec', 'overhead', '*'],
    want: { typeName: 'io.k8s.apimachinery.pkg.api.resource.Quantity' },
  },
]

describe('schemaOf a Pod', () => {
  test.each(rows)('$rule', ({ path, want }) => {
    let schema: Schema = schemaOf(`${core}.Pod`)
    for (const step of path) schema = step === '*' ? inside(schema) : (schema.properties?.[step] ?? {})
    expect(schema).toMatchObject(want)
  })

  test('types share their objects, recursive ones are cycles', () => {
    const name = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps'
    const schema = schemaOf(name)
    expect(schema.properties?.not).toBe(schema)
    expect(schemaOf(`${core}.Pod`)).toBe(schemaOf(`${core}.Pod`))
  })

  test.each(['io.k8s.api.core.v1.Nothing', '', '__proto__', 'io.k8s.api.core.v1.#Protocol'])(
    '%j is no type',
    (name) => {
      expect(isBuiltInType(name)).toBe(false)
      expect(() => schemaOf(name)).toThrow('is no built-in type')
    },
  )
})

describe('names', () => {
  test.each([
    [{ group: '', version: 'v1', kind: 'Pod' }, `${core}.Pod`],
    [{ group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'RoleList' }, 'io.k8s.api.rbac.v1.RoleList'],
    [{ group: 'policy', version: 'v1', kind: 'Eviction' }, 'io.k8s.api.policy.v1.Eviction'],
    [{ group: 'apps', version: 'v1', kind: 'DeleteOptions' }, `${meta}.DeleteOptions`],
    [{ group: '', version: 'v1', kind: 'Status' }, `${meta}.Status`],
    [{ group: 'meta.k8s.io', version: 'v1', kind: 'PartialObjectMetadataList' }, `${meta}.PartialObjectMetadataList`],
    [{ group: 'meta.k8s.io', version: 'v1', kind: 'Table' }, undefined],
    [{ group: 'apps', version: 'v2', kind: 'Deployment' }, undefined],
    [{ group: 'example.com', version: 'v1', kind: 'Pod' }, undefined],
  ])('%j', (kind, name) => expect(typeNameOf(kind)).toBe(name))

  test.each([
    [`${core}.Pod`, { group: '', version: 'v1', kind: 'Pod' }],
    [`${core}.PodSpec`, undefined],
    [`${meta}.Status`, { group: '', version: 'v1', kind: 'Status' }],
    [`${meta}.ObjectMeta`, undefined],
  ])('%s', (name, kind) => expect(groupVersionKindOf(name)).toEqual(kind))
})

test('descriptions: of the type, of its fields, of inlined fields', async () => {
  const describeType = await loadDescriptions()
  const volume = describeType(`${core}.Volume`)
  expect(volume?.type).toMatch(/^Volume represents a named volume/)
  expect(volume?.properties.get('name')).toMatch(/^name of the volume/)
  expect(volume?.properties.get('emptyDir')).toMatch(/^emptyDir represents/)
  expect(describeType(`${core}.PodSpec`)?.properties.get('restartPolicy')).toContain('Possible enum values:')
})

function inside(schema: Schema): Schema {
  const inner = schema.items ?? schema.additionalProperties
  return typeof inner === 'object' ? inner : {}
}
