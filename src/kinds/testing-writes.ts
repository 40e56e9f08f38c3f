import { copyOf, findingText, type JsonObject, type KubeObject } from '#kube'
import { kindTable } from './table.ts'

const now = Date.parse('2026-01-01T00:00:00Z')
const user = { name: 'alice', groups: ['dev'] }

function kindOf(name: string) {
  const [group, kind] = name.includes('/') ? name.split('/') : ['', name]
  const found = kindTable.find((each) => each.group === group && each.kind === kind)
  if (found === undefined) throw new Error(`no kind ${name}`)
  return found
}

function objectOf(name: string, body: JsonObject): KubeObject {
  const kind = kindOf(name)
  const scope = kind.scope === 'Namespaced' ? { namespace: 'default' } : {}
  const { metadata, ...rest } = JSON.parse(JSON.stringify(body)) as JsonObject
  return {
    apiVersion: kind.group === '' ? kind.version : `${kind.group}/${kind.version}`,
    kind: kind.kind,
    metadata: { name: 'web', uid: 'u1', ...scope, ...(metadata as JsonObject) },
    ...rest,
  } as KubeObject
}

/** The object as it would be stored, and what is wrong with it. */
export function create(name: string, body: JsonObject): Outcome {
  const { strategy } = kindOf(name)
  const object = objectOf(name, body)
  strategy.defaults?.(object)
  strategy.prepareForCreate?.(object, { now, user })
  const findings = [...(strategy.validate?.(object, { now, user }) ?? []), ...(strategy.validateCreate?.(object) ?? [])]
  return { object, texts: findings.map(findingText) }
}

/** The object as it would be stored after a change, and what is wrong with it. */
export function update(name: string, before: JsonObject, change: (object: KubeObject) => void): Outcome {
  const { strategy } = kindOf(name)
  const old = create(name, before).object
  const object = copyOf(old)
  change(object)
  strategy.defaults?.(object)
  strategy.prepareForUpdate?.(object, old, { now, user })
  const findings = [
    ...(strategy.validate?.(object, { now, user }) ?? []),
    ...(strategy.validateUpdate?.(object, old, { now, user }) ?? []),
  ]
  return { object, texts: findings.map(findingText) }
}

/** What writing an object comes to. */
export interface Outcome {
  readonly object: KubeObject
  readonly texts: readonly string[]
}

/** Part of a valid object. */
export const container = { name: 'c', image: 'nginx:1' }
/** Part of a valid object. */
export const podSpec = { containers: [container] }
/** Part of a valid object. */
export const template = { metadata: { labels: { app: 'web' } }, spec: podSpec }
/** Part of a valid object. */
export const selector = { matchLabels: { app: 'web' } }
/** Part of a valid object. */
export const deployment = { spec: { selector, template } }
/** Part of a valid object. */
export const job = { spec: { template: { spec: { ...podSpec, restartPolicy: 'Never' } } } }
/** Part of a valid object. */
export const claim = { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }

/** Sets what is at a path (mutates). */
export function setAt(object: KubeObject, path: readonly string[], value: JsonObject[string]): void {
  let map: JsonObject = object
  for (const step of path.slice(0, -1)) map = map[step] as JsonObject
  map[path.at(-1) ?? ''] = value
}

/** What is wrong with a new status of an object that has another one. */
export function writeStatus(
  name: string,
  body: JsonObject,
  statuses: readonly [JsonObject, JsonObject],
): readonly string[] {
  const { strategy } = kindOf(name)
  const old: KubeObject = { ...create(name, body).object, status: statuses[0] }
  const object: KubeObject = { ...copyOf(old), status: statuses[1] }
  strategy.defaults?.(object)
  strategy.prepareForStatusUpdate?.(object, old, { now, user })
  return (strategy.validateStatusUpdate?.(object, old, { now, user }) ?? []).map(findingText)
}

/** What the writer of a new object is warned of; given a change, what whoever makes it is warned of. */
export function warningsOf(name: string, body: JsonObject, change?: (object: KubeObject) => void): readonly string[] {
  const { strategy } = kindOf(name)
  const old = create(name, body).object
  if (change === undefined) return strategy.warnings?.(old, undefined) ?? []
  return strategy.warnings?.(update(name, body, change).object, old) ?? []
}
