import { type Finding, isMap, type Json, type KubeObject, sameJson, valueAt } from '#kube'

/** `ephemeralcontainers` of a pod: that list alone. */
export function mergeEphemeral(object: KubeObject, old: KubeObject): KubeObject {
  const containers = valueAt(object, 'spec', 'ephemeralContainers')
  const spec = isMap(old['spec']) ? { ...old['spec'] } : {}
  if (Array.isArray(containers) && containers.length > 0) spec['ephemeralContainers'] = containers
  else delete spec['ephemeralContainers']
  return counted({ ...old, metadata: object.metadata, spec }, old)
}

/** Ephemeral containers are only ever added (ValidatePodEphemeralContainersUpdate). */
export function findEphemeralFaults(object: KubeObject, old: KubeObject): readonly Finding[] {
  const containers = listOf(object)
  const findings: Finding[] = []
  const taken = namesOf(valueAt(object, 'spec', 'containers'), valueAt(object, 'spec', 'initContainers'))
  containers.forEach((container, at) => findings.push(...findFaultsOfOne(container, at, taken)))
  for (const before of listOf(old)) {
    const name = nameOf(before)
    const after = containers.find((container) => nameOf(container) === name)
    if (after === undefined) {
      const detail = `existing ephemeral containers ${JSON.stringify(name)} may not be removed\n`
      findings.push({ field, type: 'forbidden', detail })
    } else if (!sameJson(before, after)) {
      const detail = `existing ephemeral containers ${JSON.stringify(name)} may not be changed\n`
      findings.push({ field, type: 'forbidden', detail })
    }
  }
  return findings
}

const field = 'spec.ephemeralContainers'

/** The pod with its generation counted up when its spec is another one. */
export function counted(object: KubeObject, old: KubeObject): KubeObject {
  const generation = old.metadata['generation']
  if (sameJson(object['spec'], old['spec'])) return object
  return {
    ...object,
    metadata: { ...object.metadata, generation: (typeof generation === 'number' ? generation : 0) + 1 },
  }
}

const forbidden = ['ports', 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle', 'resources', 'resizePolicy']

function findFaultsOfOne(container: Json, at: number, taken: Set<string>): readonly Finding[] {
  const findings: Finding[] = []
  const path = `${field}[${at}]`
  const name = nameOf(container)
  if (name === '') findings.push({ field: `${path}.name`, type: 'required', detail: '' })
  else if (taken.has(name)) findings.push({ field: `${path}.name`, type: 'duplicate', value: name })
  taken.add(name)
  if (typeof valueAt(container, 'image') !== 'string' || valueAt(container, 'image') === '') {
    findings.push({ field: `${path}.image`, type: 'required', detail: '' })
  }
  for (const part of forbidden) {
    const value = valueAt(container, part)
    const isSet = value !== undefined && value !== null && (typeof value !== 'object' || Object.keys(value).length > 0)
    if (isSet)
      findings.push({ field: `${path}.${part}`, type: 'forbidden', detail: 'cannot be set for an Ephemeral Container' })
  }
  const target = valueAt(container, 'targetContainerName')
  if (typeof target === 'string' && target !== '' && !taken.has(target)) {
    findings.push({ field: `${path}.targetContainerName`, type: 'not-found', value: target })
  }
  return findings
}

function listOf(pod: KubeObject): readonly Json[] {
  const list = valueAt(pod, 'spec', 'ephemeralContainers')
  return Array.isArray(list) ? list : []
}

function namesOf(...lists: readonly (Json | undefined)[]): Set<string> {
  return new Set(lists.flatMap((list) => (Array.isArray(list) ? list.map(nameOf) : [])))
}

function nameOf(container: Json | undefined): string {
  const name = valueAt(container, 'name')
  return typeof name === 'string' ? name : ''
}
