import type { Json, JsonObject } from '#kube'
import type { Random } from './random.ts'

/** One change of an object (mutates). */
export type Edit = (object: JsonObject, random: Random) => void

/** The map under a key; made where there is none (mutates). */
export function mapIn(map: JsonObject, ...path: readonly string[]): JsonObject {
  return path.reduce((inner, key) => (inner[key] ??= {}) as JsonObject, map)
}

/** The list under a key; made where there is none (mutates). */
export function listIn(map: JsonObject, key: string): JsonObject[] {
  return (map[key] ??= []) as JsonObject[]
}

/** Sets, changes or removes an entry of a map of texts (mutates). */
export function editTexts(map: JsonObject, random: Random, keys: readonly string[]): void {
  const key = random.pick(keys)
  if (map[key] !== undefined && random.chance(0.4)) delete map[key]
  else map[key] = `v${random.below(5)}`
}

/** Adds, removes or moves an item that its name tells from others (mutates). */
export function editItems(list: JsonObject[], random: Random, make: (name: string) => JsonObject): void {
  const name = `${random.pick(['a', 'b', 'c', 'd'])}`
  const at = list.findIndex((item) => item['name'] === name)
  if (at < 0) list.splice(random.below(list.length + 1), 0, make(name))
  else if (random.chance(0.6)) list.splice(at, 1)
  else list.push(...list.splice(at, 1))
}

const IMAGES = ['nginx:1', 'nginx:2', 'redis:7', 'busybox']

/** A container with a few fields. */
export function makeContainer(name: string, random: Random): JsonObject {
  const container: JsonObject = { name, image: random.pick(IMAGES) }
  if (random.chance(0.5))
    container['env'] = [
      { name: 'a', value: 'v1' },
      { name: 'b', value: 'v2' },
    ]
  if (random.chance(0.5)) container['ports'] = [{ containerPort: 80, name: 'http' }]
  if (random.chance(0.3)) container['resources'] = { limits: { cpu: '100m', memory: '64Mi' } }
  if (random.chance(0.3)) container['args'] = ['--a', '--b']
  return container
}

const container = (object: JsonObject, random: Random): JsonObject => {
  const list = listIn(mapIn(object, 'spec', 'template', 'spec'), 'containers')
  return list[random.below(list.length)] ?? {}
}

const podSpec = (object: JsonObject): JsonObject => mapIn(object, 'spec', 'template', 'spec')

function editPorts(ports: JsonObject[], random: Random): void {
  const [containerPort, protocol] = [random.pick([80, 81, 443]), random.pick(['TCP', 'UDP', undefined])]
  const same = (port: JsonObject): boolean =>
    port['containerPort'] === containerPort && (port['protocol'] ?? 'TCP') === (protocol ?? 'TCP')
  const at = ports.findIndex(same)
  if (at >= 0) ports.splice(at, 1)
  else ports.push({ containerPort, ...(protocol !== undefined && { protocol }) })
}

function editEnv(container: JsonObject, random: Random): void {
  const list = listIn(container, 'env')
  const value: Json = `v${random.below(5)}`
  const reference = { configMapKeyRef: { name: 'c', key: 'k' } }
  editItems(list, random, (name) => (random.chance(0.7) ? { name, value } : { name, valueFrom: reference }))
}

/** Volumes with their mounts; a volume that goes takes its mounts along. */
function editVolumes(object: JsonObject, random: Random): void {
  const spec = podSpec(object)
  const name = random.pick(['x', 'y', 'z'])
  const volumes = listIn(spec, 'volumes')
  const at = volumes.findIndex((volume) => volume['name'] === name)
  const containers = listIn(spec, 'containers')
  if (at < 0) {
    volumes.push({ name, ...random.pick([{ emptyDir: {} }, { configMap: { name: 'c' } }]) })
    const [first] = containers
    if (first !== undefined && random.chance(0.7)) listIn(first, 'volumeMounts').push({ name, mountPath: `/${name}` })
  } else if (random.chance(0.5)) {
    volumes[at] = { name, ...random.pick([{ emptyDir: { medium: 'Memory' } }, { secret: { secretName: 's' } }]) }
  } else {
    volumes.splice(at, 1)
    for (const each of [...containers, ...listIn(spec, 'initContainers')]) {
      each['volumeMounts'] = listIn(each, 'volumeMounts').filter((mount) => mount['name'] !== name)
    }
  }
}

function editContainers(object: JsonObject, random: Random): void {
  const list = listIn(podSpec(object), 'containers')
  const name = random.pick(['main', 'side', 'log'])
  const at = list.findIndex((each) => each['name'] === name)
  if (at < 0) list.splice(random.below(list.length + 1), 0, makeContainer(name, random))
  else if (list.length > 1 && random.chance(0.5)) list.splice(at, 1)
  else list.push(...list.splice(at, 1))
}

function editTolerations(object: JsonObject, random: Random): void {
  const list = listIn(podSpec(object), 'tolerations')
  if (list.length > 0 && random.chance(0.5)) list.splice(random.below(list.length), 1)
  else list.push({ key: `k${random.below(4)}`, operator: 'Exists' })
}

function editSpread(object: JsonObject, random: Random): void {
  const list = listIn(podSpec(object), 'topologySpreadConstraints')
  const topologyKey = random.pick(['zone', 'host'])
  const at = list.findIndex((each) => each['topologyKey'] === topologyKey)
  if (at >= 0 && random.chance(0.5)) list.splice(at, 1)
  else if (at >= 0) (list[at] as JsonObject)['maxSkew'] = 1 + random.below(3)
  else list.push({ topologyKey, maxSkew: 1, whenUnsatisfiable: random.pick(['DoNotSchedule', 'ScheduleAnyway']) })
}

/** Changes of what has a pod template. */
export const podEdits: readonly Edit[] = [
  (object, random) => {
    container(object, random)['image'] = random.pick(IMAGES)
  },
  (object, random) => editEnv(container(object, random), random),
  (object, random) => editEnv(container(object, random), random),
  (object, random) => editPorts(listIn(container(object, random), 'ports'), random),
  editVolumes,
  editContainers,
  editTolerations,
  editSpread,
  (object, random) => editTexts(mapIn(podSpec(object), 'nodeSelector'), random, ['disk', 'zone']),
  (object, random) => editTexts(mapIn(object, 'spec', 'template', 'metadata', 'annotations'), random, ['p', 'q', 'r']),
  (object, random) => {
    const kept = mapIn(object, 'spec', 'template', 'metadata', 'labels')
    editTexts(kept, random, ['tier', 'track'])
  },
  (object, random) => editItems(listIn(podSpec(object), 'imagePullSecrets'), random, (name) => ({ name })),
  (object, random) => {
    container(object, random)['args'] = Array.from({ length: 1 + random.below(3) }, () => `--${random.below(4)}`)
  },
  (object, random) => {
    container(object, random)['resources'] = {
      limits: { cpu: random.pick(['100m', '0.1', '1']), memory: random.pick(['64Mi', '1Gi', '1024Mi']) },
      ...(random.chance(0.5) && { requests: { cpu: '50m' } }),
    }
  },
  (object, random) => {
    const spec = podSpec(object)
    if (spec['securityContext'] !== undefined && random.chance(0.4)) delete spec['securityContext']
    else spec['securityContext'] = { runAsUser: random.below(3), ...(random.chance(0.5) && { fsGroup: 5 }) }
  },
  (object, random) => {
    podSpec(object)['terminationGracePeriodSeconds'] = 10 + random.below(3)
  },
  (object, random) => {
    const spec = podSpec(object)
    if (spec['serviceAccountName'] !== undefined && random.chance(0.4)) delete spec['serviceAccountName']
    else spec['serviceAccountName'] = random.pick(['default', 'other'])
  },
  (object, random) => {
    const each = container(object, random)
    if (each['livenessProbe'] !== undefined && random.chance(0.4)) delete each['livenessProbe']
    else {
      const probe = random.pick<JsonObject>([{ httpGet: { path: '/', port: 80 } }, { exec: { command: ['true'] } }])
      each['livenessProbe'] = { ...probe, periodSeconds: 5 + random.below(2) }
    }
  },
  (object, random) => {
    const aliases = listIn(podSpec(object), 'hostAliases')
    const ip = random.pick(['10.0.0.1', '10.0.0.2'])
    const at = aliases.findIndex((each) => each['ip'] === ip)
    if (at < 0) aliases.push({ ip, hostnames: ['h'] })
    else aliases.splice(at, 1)
  },
]
