import { checkDnsLabel, type JsonObject, type KubeObject } from '#kube'
import { isSet, mapAt, mapsAt, textAt } from '../read.ts'
import { containersOf } from './defaults.ts'

/** Sentences about what is old or odd in the spec of a pod (pod util GetWarningsForPodSpec). */
export function podWarnings(spec: JsonObject, field: string, isNew: boolean): readonly string[] {
  const found = [...duplicateVariables(spec, 'containers', field), ...duplicateVariables(spec, 'initContainers', field)]
  if (!isNew) return found
  for (const [at, volume] of mapsAt(spec, 'volumes').entries()) {
    if (isSet(volume, 'gitRepo'))
      found.push(`${field}.volumes[${at}].gitRepo: deprecated in v1.11, and disabled by default in v1.33+`)
    if (isSet(volume, 'storageos'))
      found.push(`${field}.volumes[${at}].storageOS: deprecated in v1.22, non-functional in v1.25+`)
  }
  for (const [key, label] of oldNodeLabels) {
    if (isSet(mapAt(spec, 'nodeSelector'), key)) found.push(`${field}.nodeSelector[${key}]: deprecated since ${label}`)
  }
  for (const container of containersOf(spec)) {
    if (textAt(mapAt(container, 'securityContext'), 'procMount') === 'Unmasked' && spec['hostUsers'] !== false) {
      found.push('procMount: Unmasked requires hostUsers: false')
    }
  }
  return found
}

/** The same for the template of a workload. */
export function templateWarnings(object: KubeObject, old: KubeObject | undefined): readonly string[] {
  const spec = mapAt(object, 'spec', 'template', 'spec')
  return [
    ...nameWarnings(object, old, 'Pod names and hostnames'),
    ...podWarnings(spec, 'spec.template.spec', old === undefined),
  ]
}

/** A sentence about a new name that makes a poor host. */
export function nameWarnings(object: KubeObject, old: KubeObject | undefined, use: string): readonly string[] {
  const faults = old === undefined ? checkDnsLabel(object.metadata.name) : []
  if (faults.length === 0) return []
  return [
    `metadata.name: this is used in ${use}, which can result in surprising behavior; a DNS label is recommended: [${faults.join(' ')}]`,
  ]
}

const oldNodeLabels = [
  ['beta.kubernetes.io/arch', 'v1.14; use "kubernetes.io/arch" instead'],
  ['beta.kubernetes.io/os', 'v1.14; use "kubernetes.io/os" instead'],
  ['failure-domain.beta.kubernetes.io/region', 'v1.17; use "topology.kubernetes.io/region" instead'],
  ['failure-domain.beta.kubernetes.io/zone', 'v1.17; use "topology.kubernetes.io/zone" instead'],
  ['beta.kubernetes.io/instance-type', 'v1.17; use "node.kubernetes.io/instance-type" instead'],
] as const

function duplicateVariables(spec: JsonObject, list: string, field: string): string[] {
  return mapsAt(spec, list).flatMap((container, at) => {
    const names = mapsAt(container, 'env').map((variable) => textAt(variable, 'name'))
    return names.flatMap((name, index) =>
      names.indexOf(name) < index
        ? [
            `${field}.${list}[${at}].env[${index}]: hides previous definition of "${name}", which may be dropped when using apply`,
          ]
        : [],
    )
  })
}
