import { expect, test } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import { interPodAffinity } from './inter-pod-affinity.ts'
import { nodeAffinity } from './node-affinity.ts'
import { nodeName } from './node-name.ts'
import { nodeVolumeLimits } from './node-volume-limits.ts'
import type { Plugin } from './plugin.ts'
import { podTopologySpread } from './pod-topology-spread.ts'
import { cycleOf, nodeOf, objectOf, podOf, type Scene, verdicts } from './testing-cycle.ts'
import { volumeBinding } from './volume-binding.ts'
import { volumeRestrictions } from './volume-restrictions.ts'
import { volumeZone } from './volume-zone.ts'

const two = [nodeOf('a', { zone: 'z1' }), nodeOf('b', { zone: 'z2' })]
const claimed = { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }] }
const required = (terms: JsonObject[]): JsonObject => ({
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } },
})
const named = (...values: string[]): JsonObject => ({ key: 'metadata.name', operator: 'In', values })
const disk = (kind: string, fields: JsonObject): JsonObject => ({ volumes: [{ name: 'v', [kind]: fields }] })
const used = (spec: JsonObject): KubeObject => podOf('old', { ...spec, nodeName: 'a' })
const TAKEN = ['node(s) had no available disk', 'fits']
const FREE = ['fits', 'fits']

const claim = (spec: JsonObject, metadata: JsonObject = {}): KubeObject =>
  objectOf('PersistentVolumeClaim', 'c', { spec }, metadata)
const bound = { annotations: { 'pv.kubernetes.io/bind-completed': 'yes' } }
const volume = (spec: JsonObject, labels: JsonObject = {}): KubeObject =>
  objectOf('PersistentVolume', 'v', { spec, status: { phase: 'Available' } }, { labels })
const near = (host: string): JsonObject => ({
  nodeAffinity: {
    required: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [host] }] }],
    },
  },
})
const later = (provisioner: string, more: JsonObject = {}): KubeObject =>
  objectOf('StorageClass', 'later', { provisioner, volumeBindingMode: 'WaitForFirstConsumer', ...more })
const wanting = claim({
  storageClassName: 'later',
  accessModes: ['ReadWriteOnce'],
  resources: { requests: { storage: '1Gi' } },
})
const local = volume({
  storageClassName: 'later',
  accessModes: ['ReadWriteOnce'],
  capacity: { storage: '2Gi' },
  ...near('b'),
})
const NONE = "node(s) didn't find available persistent volumes to bind"
const having = (one: KubeObject | undefined, more: Partial<NonNullable<Scene['listed']>> = {}): Scene => ({
  nodes: two,
  listed: { claim: () => one, ...more },
})
const csi = (handle: string): KubeObject => volume({ csi: { driver: 'd', volumeHandle: handle } })
const limit = (count: number): KubeObject =>
  objectOf('CSINode', 'a', { spec: { drivers: [{ name: 'd', allocatable: { count } }] } })
const only = (name: string) => (wanted: string, found: KubeObject) => (wanted === name ? found : undefined)

test.each<[rule: string, plugin: Plugin, spec: JsonObject, scene: Scene, expected: string | readonly string[]]>([
  [
    'a node is named',
    nodeName,
    { nodeName: 'b' },
    { nodes: two },
    ["node(s) didn't match the requested node name", 'fits'],
  ],
  [
    'names that contradict each other',
    nodeAffinity({}),
    required([{ matchFields: [named('a'), named('b')] }]),
    { nodes: two },
    'pod affinity terms conflict',
  ],
  [
    'the profile’s own affinity',
    nodeAffinity({
      addedAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [named('b')] }] },
      },
    }),
    {},
    { nodes: two },
    ["node(s) didn't match scheduler-enforced node affinity", 'fits'],
  ],
  [
    'one disk twice',
    volumeRestrictions,
    disk('gcePersistentDisk', { pdName: 'x' }),
    { nodes: two, placed: [used(disk('gcePersistentDisk', { pdName: 'x' }))] },
    TAKEN,
  ],
  [
    'one disk twice, only read',
    volumeRestrictions,
    disk('gcePersistentDisk', { pdName: 'x', readOnly: true }),
    { nodes: two, placed: [used(disk('gcePersistentDisk', { pdName: 'x', readOnly: true }))] },
    FREE,
  ],
  [
    'an EBS volume twice, even if only read',
    volumeRestrictions,
    disk('awsElasticBlockStore', { volumeID: 'x', readOnly: true }),
    { nodes: two, placed: [used(disk('awsElasticBlockStore', { volumeID: 'x', readOnly: true }))] },
    TAKEN,
  ],
  [
    'an iSCSI target twice',
    volumeRestrictions,
    disk('iscsi', { iqn: 'x', lun: 1 }),
    { nodes: two, placed: [used(disk('iscsi', { iqn: 'x', lun: 0 }))] },
    TAKEN,
  ],
  [
    'an RBD image by one of its monitors',
    volumeRestrictions,
    disk('rbd', { monitors: ['a', 'b'], image: 'i' }),
    { nodes: two, placed: [used(disk('rbd', { monitors: ['b', 'c'], image: 'i', pool: 'rbd' }))] },
    TAKEN,
  ],
  [
    'an RBD image by none',
    volumeRestrictions,
    disk('rbd', { monitors: ['a'], image: 'i' }),
    { nodes: two, placed: [used(disk('rbd', { monitors: ['c'], image: 'i' }))] },
    FREE,
  ],
  ['a claim that is not there', volumeBinding, claimed, having(undefined), 'persistentvolumeclaim "c" not found'],
  [
    'a claim that goes away',
    volumeBinding,
    claimed,
    having(claim({}, { deletionTimestamp: 'now' })),
    'persistentvolumeclaim "c" is being deleted',
  ],
  [
    'a claim that lost its volume',
    volumeBinding,
    claimed,
    having({ ...claim({ volumeName: 'v' }), status: { phase: 'Lost' } }),
    'persistentvolumeclaim "c" bound to non-existent persistentvolume "v"',
  ],
  [
    'a claim that others bind',
    volumeBinding,
    claimed,
    having(claim({})),
    'pod has unbound immediate PersistentVolumeClaims',
  ],
  [
    'a generic volume before its claim is made',
    volumeBinding,
    { volumes: [{ name: 'v', ephemeral: {} }] },
    having(undefined),
    'waiting for ephemeral volume controller to create the persistentvolumeclaim "p-v"',
  ],
  [
    'a generic volume whose name another claim has',
    volumeBinding,
    { volumes: [{ name: 'v', ephemeral: {} }] },
    having(objectOf('PersistentVolumeClaim', 'p-v', { spec: {} })),
    'PVC n/p-v was not created for pod n/p (pod is not owner)',
  ],
  [
    'a bound volume of another node',
    volumeBinding,
    claimed,
    having(claim({ volumeName: 'v' }, bound), { volume: () => volume(near('b')) }),
    ["node(s) didn't match PersistentVolume's node affinity", 'fits'],
  ],
  [
    'a bound volume that is gone',
    volumeBinding,
    claimed,
    having(claim({ volumeName: 'v' }, bound)),
    [
      'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)',
      'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)',
    ],
  ],
  [
    'a volume that waits on one node',
    volumeBinding,
    claimed,
    having(wanting, { volumes: () => [local], storageClass: () => later('kubernetes.io/no-provisioner') }),
    [NONE, 'fits'],
  ],
  [
    'a volume that somebody else is about to get',
    volumeBinding,
    claimed,
    having(wanting, {
      volumes: () => [local],
      reservedVolumes: () => ['v'],
      storageClass: () => later('kubernetes.io/no-provisioner'),
    }),
    [NONE, NONE],
  ],
  [
    'a volume that is made where it is needed',
    volumeBinding,
    claimed,
    having(wanting, { storageClass: () => later('x.io/make') }),
    FREE,
  ],
  [
    'a volume that can be made in one zone',
    volumeBinding,
    claimed,
    having(wanting, {
      storageClass: () =>
        later('x.io/make', { allowedTopologies: [{ matchLabelExpressions: [{ key: 'zone', values: ['z1'] }] }] }),
    }),
    ['fits', NONE],
  ],
  [
    'a driver without space',
    volumeBinding,
    claimed,
    having(wanting, {
      storageClass: () => later('x.io/make'),
      csiDriver: () => objectOf('CSIDriver', 'x.io/make', { spec: { storageCapacity: true } }),
      capacities: () => [
        objectOf('CSIStorageCapacity', 's', {
          storageClassName: 'later',
          capacity: '1Gi',
          nodeTopology: { matchLabels: { zone: 'z2' } },
        }),
      ],
    }),
    ['node(s) did not have enough free storage', 'fits'],
  ],
  [
    'no more volumes than the driver can attach',
    nodeVolumeLimits,
    claimed,
    {
      nodes: two,
      placed: [
        podOf('old', { nodeName: 'a', volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'other' } }] }),
      ],
      listed: {
        claim: (_, name) => objectOf('PersistentVolumeClaim', name, { spec: { volumeName: name } }),
        volume: (name) => csi(name),
        csiNode: (name) => only('a')(name, limit(1)),
      },
    },
    ['node(s) exceed max volume count', 'fits'],
  ],
  [
    'a volume that is there already is no further one',
    nodeVolumeLimits,
    claimed,
    {
      nodes: two,
      placed: [podOf('old', { nodeName: 'a', ...claimed })],
      listed: {
        claim: (_, name) => objectOf('PersistentVolumeClaim', name, { spec: { volumeName: name } }),
        volume: (name) => csi(name),
        csiNode: (name) => only('a')(name, limit(1)),
      },
    },
    FREE,
  ],
])('filters: %s', (...[, plugin, spec, scene, expected]) => {
  expect(verdicts(plugin, cycleOf(podOf('p', spec), scene))).toEqual(expected)
})

test('a volume of two zones', () => {
  const key = 'topology.kubernetes.io/zone'
  const nodes = ['z1', 'z2', 'z3'].map((zone) => nodeOf(zone, { [key]: zone })).concat(nodeOf('plain'))
  const listed = { claim: () => claim({ volumeName: 'v' }, bound), volume: () => volume({}, { [key]: 'z1__z2' }) }
  const said = verdicts(volumeZone, cycleOf(podOf('p', claimed), { nodes, listed }))
  expect([...said].filter((text) => text === 'fits')).toHaveLength(3)
  expect(said).toContain('node(s) had no available volume zone')
})

const apart = interPodAffinity({ hardPodAffinityWeight: 1, ignorePreferredTermsOfExistingPods: false })
const away = (more: JsonObject): JsonObject => ({
  affinity: {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { topologyKey: 'zone', labelSelector: { matchLabels: { app: 'x' } }, ...more },
      ],
    },
  },
})

test.each<[rule: string, term: JsonObject, expected: readonly string[]]>([
  ['of the same version', { matchLabelKeys: ['version'] }, FREE],
  [
    'of any other version',
    { mismatchLabelKeys: ['version'] },
    ["node(s) didn't match pod anti-affinity rules", 'fits'],
  ],
])('pods keep away from pods %s', (_, term, expected) => {
  const pod = podOf('p', away(term), { labels: { app: 'x', version: '2' } })
  const placed = [podOf('old', { nodeName: 'a' }, { labels: { app: 'x', version: '1' } })]
  expect(verdicts(apart, cycleOf(pod, { nodes: two, placed }))).toEqual(expected)
})

test('a new version is spread by itself', () => {
  const constraint = {
    topologyKey: 'zone',
    maxSkew: 1,
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: { matchLabels: { app: 'x' } },
  }
  const placed = ['1', '2'].map((name) => podOf(name, { nodeName: 'a' }, { labels: { app: 'x', version: '1' } }))
  const plugin = podTopologySpread({ defaultingType: 'System', defaultConstraints: [] })
  const said = (more: JsonObject) =>
    verdicts(
      plugin,
      cycleOf(
        podOf('p', { topologySpreadConstraints: [{ ...constraint, ...more }] }, { labels: { app: 'x', version: '2' } }),
        { nodes: two, placed },
      ),
    )
  expect(said({})).toEqual(["node(s) didn't match pod topology spread constraints", 'fits'])
  expect(said({ matchLabelKeys: ['version'] })).toEqual(FREE)
})
