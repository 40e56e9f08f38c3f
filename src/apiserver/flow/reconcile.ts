import type { Kind } from '#kinds'
import { asMap, mapAt, mapsAt, textAt } from '#kinds'
import { type Clock, copyOf, type Json, type JsonObject, type KubeObject, StatusError, sameJson, timeText } from '#kube'
import type { Registry } from '../contract/registry.ts'
import { bootstrapLevels, bootstrapSchemas } from './bootstrap.ts'

const GROUP = 'flowcontrol.apiserver.k8s.io'
const SERVER = {
  user: { name: 'system:apiserver', groups: ['system:masters'] },
  isInternal: true,
  fieldManager: 'api-priority-and-fairness-config-producer-v1',
} as const
const STATUS = { ...SERVER, fieldManager: 'api-priority-and-fairness-config-consumer-v1' } as const
/** These are put back as they were, whatever their annotation says. */
const MANDATORY: ReadonlySet<string> = new Set(['exempt', 'catch-all'])

/** Keeps the default objects there, and tells in each flow schema's status whether its level exists. */
export interface FlowReconciler {
  /** Writes what is missing. */
  start(): Promise<void>
  close(): void
}

/** Over one registry. `onError` is told of writes in the background that did not work. */
export function createFlowReconciler(
  registry: Registry,
  clock: Clock,
  onError: (error: unknown) => void,
): FlowReconciler {
  const levelKind = kindOf(registry, 'prioritylevelconfigurations')
  const schemaKind = kindOf(registry, 'flowschemas')
  let stops: readonly (() => void)[] = []
  const checkStatus = (schema: KubeObject): void => {
    const status = statusOf(schema, registry.read(levelKind, '', levelOf(schema)) !== undefined, clock)
    if (status === undefined) return
    const target = { kind: schemaKind, namespace: '', name: schema.metadata.name, subresource: 'status' }
    registry.update(target, (current) => ({ ...current, status }), STATUS).catch(onError)
  }
  return {
    start: async () => {
      await Promise.all(bootstrapLevels().map((wanted) => restore(registry, levelKind, wanted)))
      await Promise.all(bootstrapSchemas().map((wanted) => restore(registry, schemaKind, withStatus(wanted, clock))))
      stops = [
        registry.observe(schemaKind, ({ type, object }) => (type === 'DELETED' ? undefined : checkStatus(object))),
        registry.observe(levelKind, ({ type, object }) => {
          if (type === 'MODIFIED') return
          for (const schema of registry.readAll(schemaKind))
            if (levelOf(schema) === object.metadata.name) checkStatus(schema)
        }),
      ]
    },
    close: () => stops.forEach((stop) => stop()),
  }
}

function kindOf(registry: Registry, resource: string): Kind {
  const kind = registry.kinds.find(GROUP, 'v1', resource)
  if (kind === undefined) throw new Error(`flow control - ${resource} - expected a kind of ${GROUP}/v1`)
  return kind
}

function levelOf(schema: KubeObject): string {
  return textAt(mapAt(schema, 'spec', 'priorityLevelConfiguration'), 'name')
}

function withStatus(schema: KubeObject, clock: Clock): KubeObject {
  const status = statusOf(schema, true, clock)
  return status === undefined ? schema : { ...schema, status }
}

/** The status that a schema should have; undefined when it has it. */
function statusOf(schema: KubeObject, isThere: boolean, clock: Clock): JsonObject | undefined {
  const state = isThere ? 'False' : 'True'
  const conditions = mapsAt(mapAt(schema, 'status'), 'conditions')
  if (conditions.find(({ type }) => type === 'Dangling')?.['status'] === state) return undefined
  const level = JSON.stringify(levelOf(schema))
  const there = `This FlowSchema references the PriorityLevelConfiguration object named ${level} and it exists`
  const gone = `This FlowSchema references the PriorityLevelConfiguration object named ${level} but there is no such object`
  const dangling: JsonObject = {
    type: 'Dangling',
    status: state,
    lastTransitionTime: timeText(clock.now()),
    reason: isThere ? 'Found' : 'NotFound',
    message: isThere ? there : gone,
  }
  return { ...asMap(schema['status']), conditions: [...conditions.filter(({ type }) => type !== 'Dangling'), dangling] }
}

async function restore(registry: Registry, kind: Kind, wanted: KubeObject): Promise<void> {
  const target = { kind, namespace: '', name: wanted.metadata.name }
  const present = registry.read(kind, '', wanted.metadata.name)
  if (present === undefined) {
    try {
      await registry.create(target, wanted, SERVER)
    } catch (error) {
      if (!(error instanceof StatusError) || error.code !== 'AlreadyExists') throw error
    }
    return
  }
  const isOurs = mapAt(present, 'metadata', 'annotations')['apf.kubernetes.io/autoupdate-spec'] === 'true'
  if (!(isOurs || MANDATORY.has(wanted.metadata.name)) || sameJson(present['spec'], wanted['spec'])) return
  await registry.update(target, (current) => ({ ...current, spec: copyOf(wanted['spec'] as Json) }), SERVER)
}
