import type { JsonObject, KubeObject } from '#kube'
import type { World } from './world.ts'

/** Chance that says the same again for the same seed. */
export interface Dice {
  /** From 0 up to 1. */
  next(): number
  /** True once in so many times. */
  once(inTimes: number): boolean
  pick<T>(items: readonly T[]): T
  /** A whole number from 0 up to `end`. */
  below(end: number): number
}

/** Dice from a seed (mulberry32). */
export function createDice(seed: number): Dice {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let bits = Math.imul(state ^ (state >>> 15), state | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number): number => Math.floor(next() * end)
  return { next, below, once: (inTimes) => below(inTimes) === 0, pick: (items) => items[below(items.length)] as never }
}

const ZONE = 'topology.kubernetes.io/zone'
const HOST = 'kubernetes.io/hostname'
const NAMESPACES = ['red', 'blue'] as const
const APPS = ['a', 'b', 'c'] as const
const MIB = 1024 * 1024

/** A small cluster with a bit of everything. */
export function randomWorld(dice: Dice): World {
  const nodes = Array.from({ length: 2 + dice.below(8) }, (_, at) => randomNode(dice, at))
  const volumes = ['v1', 'v2', 'v3'].map((name) => randomVolume(dice, name, nodes))
  const placed = Array.from({ length: dice.below(nodes.length * 4) }, (_, at) => {
    const pod = randomPod(dice, `old-${at}`)
    return onNode(pod, dice.pick(nodes).metadata.name)
  })
  return {
    nodes,
    placed,
    volumes,
    namespaces: NAMESPACES.map((name) => object('Namespace', name, { labels: { team: name } }, {})),
    claims: NAMESPACES.flatMap((namespace) =>
      ['c1', 'c2', 'c3'].map((name, at) => randomClaim(dice, { name, namespace, volume: `v${at + 1}` })),
    ),
    classes: [],
    services: dice.once(2) ? [object('Service', 's', { namespace: 'red' }, { selector: { app: 'a' } })] : [],
    budgets: dice.once(2) ? [randomBudget(dice)] : [],
  }
}

/** A pod like one on a node. */
export function onNode(pod: KubeObject, nodeName: string): KubeObject {
  return { ...pod, spec: { ...(pod['spec'] as JsonObject), nodeName } }
}

/** A node with some room, and perhaps a zone, taints and images. */
export function randomNode(dice: Dice, at: number): KubeObject {
  const name = `n${at}`
  const labels: JsonObject = { [HOST]: name, disk: dice.pick(['ssd', 'hdd']) }
  if (!dice.once(6)) labels[ZONE] = dice.pick(['z1', 'z2', 'z3'])
  const allocatable: JsonObject = {
    cpu: dice.pick(['1', '2', '4000m']),
    memory: dice.pick(['1Gi', '2Gi', '4Gi']),
    pods: dice.pick(['3', '10', '110']),
    ...(dice.once(3) && { 'example.com/gpu': '2' }),
  }
  const images = ['app:1', 'big:1']
    .filter(() => dice.once(2))
    .map((image, size) => ({ names: [image], sizeBytes: (size + 1) * 300 * MIB }))
  const taints = randomTaints(dice)
  const spec = { ...(taints.length > 0 && { taints }), ...(dice.once(10) && { unschedulable: true }) }
  return { ...object('Node', name, { labels }, spec), status: { allocatable, images } }
}

function randomTaints(dice: Dice): JsonObject[] {
  return ['NoSchedule', 'PreferNoSchedule', 'NoExecute']
    .filter(() => dice.once(6))
    .map((effect) => ({ key: dice.pick(['k1', 'k2']), value: 'v', effect }))
}

/** A pod that asks for some of the things pods can ask for. */
export function randomPod(dice: Dice, name: string): KubeObject {
  const namespace = dice.pick(NAMESPACES)
  const labels = { app: dice.pick(APPS), tier: dice.pick(['front', 'back']) }
  const spec: JsonObject = {
    schedulerName: 'default-scheduler',
    priority: dice.pick([0, 0, 10, 100]),
    containers: [randomContainer(dice), ...(dice.once(4) ? [randomContainer(dice)] : [])],
    ...(dice.once(4) && {
      initContainers: [{ ...randomContainer(dice), ...(dice.once(2) && { restartPolicy: 'Always' }) }],
    }),
    ...(dice.once(3) && { tolerations: [randomToleration(dice)] }),
    ...(dice.once(6) && { nodeSelector: { disk: dice.pick(['ssd', 'hdd']) } }),
    ...(dice.once(2) && { affinity: randomAffinity(dice) }),
    ...(dice.once(3) && { topologySpreadConstraints: randomSpread(dice) }),
    ...(dice.once(5) && {
      volumes: [{ name: 'v', persistentVolumeClaim: { claimName: dice.pick(['c1', 'c2', 'c3']) } }],
    }),
    ...(dice.once(10) && { overhead: { cpu: '100m' } }),
    ...(dice.once(10) && { resources: { requests: { cpu: '700m' } } }),
  }
  const startTime = new Date(1_700_000_000_000 + dice.below(100) * 1000).toISOString()
  const metadata = { namespace, labels, uid: name, ...(dice.once(15) && { deletionTimestamp: startTime }) }
  return { ...object('Pod', name, metadata, spec), status: { startTime } }
}

function randomContainer(dice: Dice): JsonObject {
  const requests: JsonObject = {
    ...(!dice.once(4) && { cpu: dice.pick(['100m', '300m', '1', '3']) }),
    ...(!dice.once(4) && { memory: dice.pick(['100Mi', '512Mi', '1Gi']) }),
    ...(dice.once(10) && { 'example.com/gpu': '1' }),
  }
  const port = {
    containerPort: 80,
    hostPort: dice.pick([80, 81]),
    ...(dice.once(2) && { hostIP: dice.pick(['10.0.0.1', '10.0.0.2']) }),
  }
  return {
    name: 'c',
    image: dice.pick(['app:1', 'big:1', 'other:1']),
    resources: { requests },
    ...(dice.once(6) && { ports: [port] }),
  }
}

function randomToleration(dice: Dice): JsonObject {
  return dice.pick<JsonObject>([
    { operator: 'Exists' },
    { key: 'k1', operator: 'Exists', effect: 'NoSchedule' },
    { key: 'k2', operator: 'Equal', value: 'v' },
    { key: 'node.kubernetes.io/unschedulable', operator: 'Exists' },
  ])
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution'
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution'

function randomAffinity(dice: Dice): JsonObject {
  const disk = { matchExpressions: [{ key: 'disk', operator: dice.pick(['In', 'NotIn']), values: ['ssd'] }] }
  const between = (): JsonObject => ({
    ...(dice.once(3) && { [REQUIRED]: [randomTerm(dice)] }),
    ...(dice.once(2) && { [PREFERRED]: [{ weight: 1 + dice.below(100), podAffinityTerm: randomTerm(dice) }] }),
  })
  return {
    ...(dice.once(3) && {
      nodeAffinity: {
        ...(dice.once(3) && { [REQUIRED]: { nodeSelectorTerms: [disk] } }),
        [PREFERRED]: [{ weight: 1 + dice.below(100), preference: disk }],
      },
    }),
    ...(dice.once(2) && { podAffinity: between() }),
    ...(dice.once(2) && { podAntiAffinity: between() }),
  }
}

function randomTerm(dice: Dice): JsonObject {
  return {
    topologyKey: dice.pick([HOST, ZONE, 'disk']),
    labelSelector: { matchLabels: { app: dice.pick(APPS) } },
    ...(dice.once(4) && { namespaces: [dice.pick(NAMESPACES)] }),
    ...(dice.once(4) && { namespaceSelector: dice.once(2) ? {} : { matchLabels: { team: dice.pick(NAMESPACES) } } }),
  }
}

function randomSpread(dice: Dice): JsonObject[] {
  return [HOST, ZONE]
    .filter(() => dice.once(2))
    .map((topologyKey) => ({
      topologyKey,
      maxSkew: 1 + dice.below(2),
      whenUnsatisfiable: dice.pick(['DoNotSchedule', 'ScheduleAnyway']),
      labelSelector: { matchLabels: { app: dice.pick(APPS) } },
      ...(dice.once(4) && { nodeAffinityPolicy: 'Ignore' }),
      ...(dice.once(4) && { nodeTaintsPolicy: 'Honor' }),
      ...(dice.once(4) && { minDomains: 3 }),
    }))
}

function randomVolume(dice: Dice, name: string, nodes: readonly KubeObject[]): KubeObject {
  const values = nodes.filter(() => dice.once(2)).map(({ metadata }) => metadata.name)
  const required = {
    nodeSelectorTerms: [{ matchExpressions: [{ key: HOST, operator: 'In', values: ['n0', ...values] }] }],
  }
  const labels: JsonObject = dice.once(3) ? { [ZONE]: dice.pick(['z1', 'z1__z2']) } : {}
  return object('PersistentVolume', name, { labels }, { ...(dice.once(2) && { nodeAffinity: { required } }) })
}

function randomClaim(
  dice: Dice,
  { name, namespace, volume }: { readonly name: string; readonly namespace: string; readonly volume: string },
): KubeObject {
  const accessModes = [dice.once(3) ? 'ReadWriteOncePod' : 'ReadWriteOnce']
  const annotations = { 'pv.kubernetes.io/bind-completed': 'yes' }
  return object('PersistentVolumeClaim', name, { namespace, annotations }, { accessModes, volumeName: volume })
}

function randomBudget(dice: Dice): KubeObject {
  const spec = { selector: { matchLabels: { app: dice.pick(APPS) } } }
  return {
    ...object('PodDisruptionBudget', 'b', { namespace: dice.pick(NAMESPACES) }, spec),
    status: { disruptionsAllowed: dice.below(2) },
  }
}

function object(kind: string, name: string, metadata: JsonObject, spec: JsonObject): KubeObject {
  return { apiVersion: 'v1', kind, metadata: { name, ...metadata }, spec }
}
