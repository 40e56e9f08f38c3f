import { expect, test } from 'vitest'
import { DEFAULT_CONFIGURATION, mergeConfigurations, NO_CONFIGURATION } from './configuration.ts'
import { loadConfiguration, readConfiguration } from './read-configuration.ts'

test('the default tables are whole', () => {
  const { nameReference, ...tables } = DEFAULT_CONFIGURATION
  const sizes = Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, table.length]))
  expect(sizes).toEqual({
    namePrefix: 1,
    nameSuffix: 1,
    namespace: 3,
    commonLabels: 32,
    labels: 0,
    templateLabels: 10,
    commonAnnotations: 9,
    varReference: 72,
    images: 6,
    replicas: 4,
  })
  expect(nameReference.map(({ kind, fieldSpecs = [] }) => `${kind} ${fieldSpecs.length}`)).toEqual([
    ...['StorageClass 3', 'ServiceAccount 9', 'Role 1', 'ClusterRole 2', 'ConfigMap 52', 'Secret 70', 'Service 8'],
    ...['PriorityClass 7', 'PersistentVolume 2', 'PersistentVolumeClaim 7', 'Deployment 1', 'StatefulSet 1'],
    ...['ValidatingAdmissionPolicy 1', 'IngressClass 1', 'ReplicaSet 1', 'ReplicationController 1'],
  ])
})

test('a configuration adds what is new, and its tables stay sorted by kind', () => {
  const custom = readConfiguration('namespace: [{path: spec/ns, kind: A}, {path: spec/ns, kind: Role}]', 'c.yaml')
  const { namespace, namePrefix } = mergeConfigurations(DEFAULT_CONFIGURATION, custom)
  expect(namePrefix).toBe(DEFAULT_CONFIGURATION.namePrefix)
  expect(namespace.map(({ kind }) => kind)).toEqual([
    'Namespace',
    'CustomResourceDefinition',
    'Role',
    'APIService',
    'A',
  ])
})

test('a field is there already where a wider selector of the same path is asked for', () => {
  const one = readConfiguration('images: [{path: a, kind: K}]', 'c.yaml')
  const wider = readConfiguration('images: [{path: a}]', 'c.yaml')
  expect(mergeConfigurations(one, wider).images).toEqual([{ path: 'a', kind: 'K' }])
  expect(mergeConfigurations(wider, one).images).toHaveLength(2)
})

test('references to a kind that is there are added to it', () => {
  const text = 'nameReference: [{kind: ConfigMap, version: v1, fieldSpecs: [{path: spec/x, kind: Z}]}, {kind: New}]'
  const { nameReference } = mergeConfigurations(DEFAULT_CONFIGURATION, readConfiguration(text, 'c.yaml'))
  expect(nameReference).toHaveLength(17)
  expect(nameReference.find(({ kind }) => kind === 'ConfigMap')?.fieldSpecs).toHaveLength(53)
})

test('merging nothing or the same changes nothing', () => {
  expect(mergeConfigurations(NO_CONFIGURATION, DEFAULT_CONFIGURATION)).toBe(DEFAULT_CONFIGURATION)
  expect(mergeConfigurations(DEFAULT_CONFIGURATION, DEFAULT_CONFIGURATION)).toBe(DEFAULT_CONFIGURATION)
  expect(mergeConfigurations(DEFAULT_CONFIGURATION, { ...DEFAULT_CONFIGURATION })).toEqual(DEFAULT_CONFIGURATION)
})

test.each([
  ['nope: 5', 'error unmarshaling JSON: while decoding JSON: json: unknown field "nope"'],
  [
    'namePrefix: [{path: a, create: 6}]',
    'error unmarshaling JSON: while decoding JSON: json: cannot unmarshal number into Go struct field FieldSpec.namePrefix.create of type bool',
  ],
  [
    'images: {a: b}',
    'error unmarshaling JSON: while decoding JSON: json: cannot unmarshal object into Go struct field TransformerConfig.images of type types.FsSlice',
  ],
  [
    'images: []\nimages: []',
    'error converting YAML to JSON: yaml: unmarshal errors:\n  line 2: key "images" already set in map',
  ],
  ['namePrefix: [{path: metadata/name, create: true}]', 'failed to merge NamePrefix fieldSpec: conflicting fieldspecs'],
  [
    'nameReference: [{kind: ConfigMap, version: v1, fieldSpecs: [{path: rules/resourceNames, create: true, kind: Role}]}]',
    'failed to merge NameReference fieldSpec: conflicting fieldspecs',
  ],
])('a configuration that cannot be used is refused: %s', (text, message) => {
  expect(() => loadConfiguration(() => text, ['c.yaml'])).toThrow(
    expect.objectContaining({ code: 'bad-config', message }),
  )
})

test('names of fields are known in any case, and an empty file adds nothing', () => {
  expect(readConfiguration('NAMEPREFIX: [{PATH: 5}]', 'c.yaml').namePrefix).toEqual([{ path: '5' }])
  expect(loadConfiguration(() => '', ['c.yaml'])).toEqual(DEFAULT_CONFIGURATION)
})
