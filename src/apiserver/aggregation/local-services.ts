import type { Kind } from '#kinds'
import { type Clock, type JsonObject, type KubeObject, sameJson, timeText, valueAt } from '#kube'
import type { Registry } from '../contract/registry.ts'
import { customPriority, priorityOf } from '../discovery/priority.ts'
import { apiServiceKind } from './api-service.ts'

/** Whose objects these are: made once at the start, or kept as long as a definition serves them. */
const LABEL = 'kube-aggregator.kubernetes.io/automanaged'
const SERVER = {
  user: { name: 'system:apiserver', groups: ['system:masters'] },
  isInternal: true,
  fieldManager: 'kube-apiserver',
} as const

/** Keeps the APIServices of this server's own groups: `v1.apps` and what CRDs bring. */
export interface LocalServices {
  /** Writes what is missing. */
  start(): Promise<void>
  close(): void
}

/** Over one registry. `onError` is told of writes in the background that did not work. */
export function createLocalServices(
  registry: Registry,
  clock: Clock,
  onError: (error: unknown) => void,
): LocalServices {
  const kind = apiServiceKind(registry)
  let stop = (): void => undefined
  let writing = Promise.resolve()
  const follow = (): void => {
    writing = writing.then(() => followCustom(registry, kind, clock)).catch(onError)
  }
  return {
    start: async () => {
      await Promise.all(wantedOf(registry, false).map((wanted) => restore(registry, kind, withStatus(wanted, clock))))
      await followCustom(registry, kind, clock)
      const stopKinds = registry.kinds.onChange(follow)
      const stopServices = registry.observe(kind, ({ type, object }) => {
        if (isManaged(object) || (type !== 'DELETED' && valueAt(object, 'spec', 'service') === undefined)) follow()
      })
      stop = () => {
        stopKinds()
        stopServices()
      }
    },
    close: () => stop(),
  }
}

function wantedOf(registry: Registry, isCustom: boolean): readonly KubeObject[] {
  const served = new Map<string, readonly Kind[]>()
  for (const kind of registry.kinds.all()) {
    const name = `${kind.version}.${kind.group}`
    served.set(name, [...(served.get(name) ?? []), kind])
  }
  return [...served]
    .filter(([, kinds]) => kinds.every((kind) => kind.isCustom === true) === isCustom)
    .map(([name, [first]]) => localService(name, first as Kind))
}

function localService(name: string, { group, version, isCustom = false }: Kind): KubeObject {
  const priority = isCustom ? customPriority : priorityOf(group, version)
  return {
    kind: 'APIService',
    apiVersion: 'apiregistration.k8s.io/v1',
    metadata: { name, labels: { [LABEL]: isCustom ? 'true' : 'onstart' } },
    spec: {
      ...(group !== '' && { group }),
      version,
      groupPriorityMinimum: priority.group,
      versionPriority: priority.version,
    },
  }
}

function withStatus(object: KubeObject, clock: Clock): KubeObject {
  return { ...object, status: { conditions: [localCondition(clock)] } }
}

function localCondition(clock: Clock): JsonObject {
  return {
    type: 'Available',
    status: 'True',
    lastTransitionTime: timeText(clock.now()),
    reason: 'Local',
    message: 'Local APIServices are always available',
  }
}

/** Makes what definitions serve, takes away what they serve no more, and notes that what is local is there. */
async function followCustom(registry: Registry, kind: Kind, clock: Clock): Promise<void> {
  const wanted = new Map(wantedOf(registry, true).map((object) => [object.metadata.name, object]))
  const built = new Set(wantedOf(registry, false).map((object) => object.metadata.name))
  for (const present of registry.readAll(kind)) {
    const { name } = present.metadata
    const isOfDefinition = valueAt(present, 'metadata', 'labels', LABEL) === 'true'
    if (isOfDefinition && !wanted.has(name) && !built.has(name)) {
      await registry.remove({ kind, namespace: '', name }, SERVER).catch(unlessGone)
    } else if (valueAt(present, 'spec', 'service') === undefined && !isAvailable(present)) {
      await noteLocal(registry, kind, { name, clock })
    }
  }
  for (const object of wanted.values()) await restore(registry, kind, withStatus(object, clock))
}

async function restore(registry: Registry, kind: Kind, wanted: KubeObject): Promise<void> {
  const { name } = wanted.metadata
  const present = registry.read(kind, '', name)
  if (present === undefined) {
    await registry.create({ kind, namespace: '', name }, wanted, SERVER).catch(unlessGone)
  } else if (isManaged(present) && !isSame(present, wanted)) {
    const change = (current: KubeObject): KubeObject => ({ ...current, spec: wanted['spec'] ?? {} })
    await registry.update({ kind, namespace: '', name }, change, SERVER).catch(unlessGone)
  }
}

async function noteLocal(
  registry: Registry,
  kind: Kind,
  { name, clock }: { readonly name: string; readonly clock: Clock },
): Promise<void> {
  const change = (current: KubeObject): KubeObject => ({ ...current, status: { conditions: [localCondition(clock)] } })
  await registry.update({ kind, namespace: '', name, subresource: 'status' }, change, SERVER).catch(unlessGone)
}

function isSame(present: KubeObject, wanted: KubeObject): boolean {
  return sameJson(present['spec'], wanted['spec'])
}

function isManaged(object: KubeObject): boolean {
  return valueAt(object, 'metadata', 'labels', LABEL) !== undefined
}

function isAvailable(object: KubeObject): boolean {
  return valueAt(object, 'status', 'conditions') !== undefined
}

/** Others write too: what is made or gone already is as it should be. */
function unlessGone(error: unknown): void {
  const { code } = error as { readonly code?: unknown }
  if (code !== 'NotFound' && code !== 'AlreadyExists') throw error
}
