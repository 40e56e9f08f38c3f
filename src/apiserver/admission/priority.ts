import { isTrue, makeMap, numberAt, textAt } from '#kinds'
import type { KubeObject } from '#kube'
import type { AdmissionPlugin, AdmissionRequest } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import { forbid, isAbout } from './refuse.ts'

const GROUP = 'scheduling.k8s.io'
const SYSTEM_CLASSES: ReadonlySet<string> = new Set(['system-node-critical', 'system-cluster-critical'])

/** Puts the number of a pod's priority class into the pod, and keeps one class the default. */
export const priority: AdmissionPlugin = {
  name: 'Priority',
  operations: ['CREATE', 'UPDATE', 'DELETE'],
  admit: (request, registry) => {
    const { object, operation, name } = request
    if (operation === 'DELETE' && isAbout(request, GROUP, 'priorityclasses') && SYSTEM_CLASSES.has(name))
      throw forbid(request, 'this is a system priority class and cannot be deleted')
    if (object === undefined || !isAbout(request, '', 'pods')) return
    if (operation === 'CREATE') admitPod(request, object, registry)
    else keepPriority(object, request.oldObject)
  },
  validate: (request, registry) => {
    const { object, operation } = request
    if (object === undefined || !isAbout(request, GROUP, 'priorityclasses') || !isTrue(object, 'globalDefault')) return
    const present = defaultClass(registry)
    if (present === undefined || (operation === 'UPDATE' && present.metadata.name === object.metadata.name)) return
    throw forbid(
      request,
      `PriorityClass ${present.metadata.name} is already marked as default. Only one default can exist`,
    )
  },
}

/** An update that leaves the number out keeps it. */
function keepPriority(pod: KubeObject, old: KubeObject | undefined): void {
  const spec = makeMap(pod, 'spec')
  const before = numberAt((old?.['spec'] ?? {}) as Record<string, never>, 'priority')
  if (before !== undefined && numberAt(spec, 'priority') === undefined) spec['priority'] = before
}

function admitPod(request: AdmissionRequest, pod: KubeObject, registry: Registry): void {
  const spec = makeMap(pod, 'spec')
  const found = classOf(request, textAt(spec, 'priorityClassName'), registry)
  const value = found === undefined ? 0 : (numberAt(found, 'value') ?? 0)
  const policy =
    found === undefined ? 'PreemptLowerPriority' : textAt(found, 'preemptionPolicy') || 'PreemptLowerPriority'
  if (found !== undefined) spec['priorityClassName'] = found.metadata.name
  const given = numberAt(spec, 'priority')
  if (given !== undefined && given !== value) {
    const computed = `priority admission controller computed ${value} from the given PriorityClass name`
    throw forbid(request, `the integer value of priority (${given}) must not be provided in pod spec; ${computed}`)
  }
  spec['priority'] = value
  const givenPolicy = textAt(spec, 'preemptionPolicy')
  if (givenPolicy !== '' && givenPolicy !== policy) {
    const computed = `priority admission controller computed ${policy} from the given PriorityClass name`
    throw forbid(
      request,
      `the string value of PreemptionPolicy (${givenPolicy}) must not be provided in pod spec; ${computed}`,
    )
  }
  spec['preemptionPolicy'] = policy
}

function classOf(request: AdmissionRequest, name: string, registry: Registry): KubeObject | undefined {
  if (name === '') return defaultClass(registry)
  const kind = registry.kinds.find(GROUP, 'v1', 'priorityclasses')
  const found = kind && registry.read(kind, '', name)
  if (found === undefined) throw forbid(request, `no PriorityClass with name ${name} was found`)
  return found
}

/** Of several defaults the one with the lowest value. */
function defaultClass(registry: Registry): KubeObject | undefined {
  const kind = registry.kinds.find(GROUP, 'v1', 'priorityclasses')
  if (kind === undefined) return undefined
  const marked = registry.readAll(kind).filter((object) => isTrue(object, 'globalDefault'))
  return marked.sort((a, b) => (numberAt(a, 'value') ?? 0) - (numberAt(b, 'value') ?? 0))[0]
}
