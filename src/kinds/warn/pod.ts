import { checkDnsLabel, type JsonObject, type KubeObject } from '#kube'
import { isSet, mapAt, mapsAt, numberAt, textAt, textsAt } from '../read.ts'
import { appArmorPrefix } from '../template/annotations.ts'
import { addressWarnings } from './address.ts'
import { labelMapWarnings, labelWarnings, nodeAffinityWarnings } from './node-label.ts'
import { type Placed, portWarnings } from './port.ts'
import { fractionWarnings } from './quantity.ts'
import { volumeWarnings } from './volume.ts'

/** Sentences about what is old or odd in a new pod; changes of pods are told nothing (pod util GetWarningsForPod). */
export function podWarnings(object: KubeObject, old: KubeObject | undefined): readonly string[] {
  if (old !== undefined) return []
  return [...nameWarnings(object, old, "the Pod's hostname"), ...podTemplateWarnings(object, '')]
}

/** The same of the template of a workload, once its spec changes; `names` says whether pods are named after it. */
export function templateWarnings({ path, names }: { path: readonly string[]; names: boolean }) {
  return (object: KubeObject, old: KubeObject | undefined): readonly string[] => {
    if (old !== undefined && old.metadata['generation'] === object.metadata['generation']) return []
    return [
      ...(names ? nameWarnings(object, old, 'Pod names and hostnames') : []),
      ...podTemplateWarnings(mapAt(object, ...path), `${path.join('.')}.`),
    ]
  }
}

/** A sentence about a new name that makes a poor host. */
function nameWarnings(object: KubeObject, old: KubeObject | undefined, use: string): readonly string[] {
  const faults = old === undefined ? checkDnsLabel(object.metadata.name) : []
  if (faults.length === 0) return []
  return [
    `metadata.name: this is used in ${use}, which can result in surprising behavior; a DNS label is recommended: [${faults.join(' ')}]`,
  ]
}

/** Sentences about a pod or template; `prefix` is what stands before `spec` (pod util warningsForPodSpecAndMeta). */
function podTemplateWarnings(pod: JsonObject, prefix: string): string[] {
  const spec = mapAt(pod, 'spec')
  const field = `${prefix}spec`
  const containers = containersAt(spec, field)
  return [
    ...placeWarnings(spec, field),
    ...annotationWarnings(pod, `${prefix}metadata.annotations`),
    ...volumeWarnings(mapsAt(spec, 'volumes'), `${field}.volumes`),
    ...listWarnings(spec, field),
    ...fractionWarnings(mapAt(spec, 'overhead'), sizes, `${field}.overhead`),
    ...profileWarnings(pod, `${prefix}metadata.annotations`),
    ...containers.flatMap(containerWarnings),
    ...portWarnings(containers),
    ...graceWarnings(spec, field),
    ...podAffinityWarnings(mapAt(spec, 'affinity'), `${field}.affinity`),
    ...addressesOf(spec, field),
  ]
}

const sizes = ['memory', 'ephemeral-storage']
const containerLists = ['containers', 'initContainers', 'ephemeralContainers']

function containersAt(spec: JsonObject, field: string): Placed[] {
  return containerLists.flatMap((list) =>
    mapsAt(spec, list).map((container, at) => ({ container, field: `${field}.${list}[${at}]` })),
  )
}

function placeWarnings(spec: JsonObject, field: string): string[] {
  return [
    ...labelMapWarnings(mapAt(spec, 'nodeSelector'), (key) => `${field}.nodeSelector[${key}]`),
    ...nodeAffinityWarnings(mapAt(spec, 'affinity', 'nodeAffinity'), `${field}.affinity.nodeAffinity`),
    ...mapsAt(spec, 'topologySpreadConstraints').flatMap((constraint, at) => {
      const place = `${field}.topologySpreadConstraints[${at}]`
      return [
        ...labelWarnings(textAt(constraint, 'topologyKey'), `${place}.topologyKey`),
        ...nullSelector(constraint, place),
      ]
    }),
  ]
}

function nullSelector(map: JsonObject, field: string): string[] {
  return isSet(map, 'labelSelector') ? [] : [`${field}.labelSelector: a null labelSelector results in matching no pod`]
}

const oldAnnotations = [
  ['scheduler.alpha.kubernetes.io/critical-pod', 'non-functional in v1.16+; use the "priorityClassName" field instead'],
  ['security.alpha.kubernetes.io/sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
  ['security.alpha.kubernetes.io/unsafe-sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
] as const

function annotationWarnings(pod: JsonObject, field: string): string[] {
  const annotations = mapAt(pod, 'metadata', 'annotations')
  return oldAnnotations
    .filter(([key]) => isSet(annotations, key))
    .map(([key, message]) => `${field}[${key}]: ${message}`)
}

/** Lists in which a name should stand once. */
function listWarnings(spec: JsonObject, field: string): string[] {
  const secrets = mapsAt(spec, 'imagePullSecrets').map((secret) => textAt(secret, 'name'))
  const aliases = mapsAt(spec, 'hostAliases').map((alias) => textAt(alias, 'ip'))
  return [
    ...repeated(aliases).map((at) => `${field}.hostAliases[${at}].ip: duplicate ip ${JSON.stringify(aliases[at])}`),
    ...repeated(secrets).map(
      (at) => `${field}.imagePullSecrets[${at}].name: duplicate name ${JSON.stringify(secrets[at])}`,
    ),
    ...secrets.flatMap((name, at) =>
      name === '' ? [`${field}.imagePullSecrets[${at}].name: invalid empty name ""`] : [],
    ),
  ]
}

/** Places of what stood in a list before. */
function repeated(list: readonly string[]): number[] {
  const seen = new Set<string>()
  return list.flatMap((item, at) => (seen.size === seen.add(item).size ? [at] : []))
}

/** Profiles that are named by annotations where fields have taken their place. */
function profileWarnings(pod: JsonObject, field: string): string[] {
  const annotations = mapAt(pod, 'metadata', 'annotations')
  const spec = mapAt(pod, 'spec')
  const own = mapAt(spec, 'securityContext')
  const tell = (key: string, message: string, isSaid: boolean) =>
    isSet(annotations, key) && !isSaid ? [`${field}[${key}]: ${message}`] : []
  const oldSeccomp = 'non-functional in v1.27+; use the "seccompProfile" field instead'
  const oldAppArmor = 'deprecated since v1.30; use the "appArmorProfile" field instead'
  return [
    ...tell('seccomp.security.alpha.kubernetes.io/pod', oldSeccomp, isSet(own, 'seccompProfile')),
    ...containersAt(spec, '').flatMap(({ container }) => {
      const name = textAt(container, 'name')
      const context = mapAt(container, 'securityContext')
      const hasArmor = isSet(own, 'appArmorProfile') || isSet(context, 'appArmorProfile')
      return [
        ...tell(`container.seccomp.security.alpha.kubernetes.io/${name}`, oldSeccomp, isSet(context, 'seccompProfile')),
        ...tell(`${appArmorPrefix}${name}`, oldAppArmor, hasArmor),
      ]
    }),
  ]
}

function containerWarnings({ container, field }: Placed): string[] {
  const resources = mapAt(container, 'resources')
  return [
    ...sizes.flatMap((size) =>
      ['limits', 'requests'].flatMap((list) =>
        fractionWarnings(mapAt(resources, list), [size], `${field}.resources.${list}`),
      ),
    ),
    ...variableWarnings(mapsAt(container, 'env'), `${field}.env`),
  ]
}

/** A variable may only stand twice where the later one is made from the one before. */
function variableWarnings(variables: readonly JsonObject[], field: string): string[] {
  const names = variables.map((variable) => textAt(variable, 'name'))
  return repeated(names).flatMap((at) => {
    const [name, variable] = [names[at] ?? '', variables[at] ?? {}]
    const [value, reference] = [textAt(variable, 'value'), `$(${name})`]
    const isMade = !isSet(variable, 'valueFrom') && value !== reference && value.includes(reference)
    const detail = `hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`
    return isMade ? [] : [`${field}[${at}]: ${detail}`]
  })
}

function graceWarnings(spec: JsonObject, field: string): string[] {
  const isNegative = (numberAt(spec, 'terminationGracePeriodSeconds') ?? 0) < 0
  const detail = 'must be >= 0; negative values are invalid and will be treated as 1'
  return isNegative ? [`${field}.terminationGracePeriodSeconds: ${detail}`] : []
}

function podAffinityWarnings(affinity: JsonObject, field: string): string[] {
  return ['podAffinity', 'podAntiAffinity'].flatMap((kind) => {
    const [terms, place] = [mapAt(affinity, kind), `${field}.${kind}`]
    const [required, preferred] = ['required', 'preferred'].map(
      (word) => `${word}DuringSchedulingIgnoredDuringExecution`,
    ) as [string, string]
    return [
      ...mapsAt(terms, required).flatMap((term, at) => nullSelector(term, `${place}.${required}[${at}]`)),
      ...mapsAt(terms, preferred).flatMap((term, at) =>
        nullSelector(mapAt(term, 'podAffinityTerm'), `${place}.${preferred}[${at}].podAffinityTerm`),
      ),
    ]
  })
}

function addressesOf(spec: JsonObject, field: string): string[] {
  return [
    ...textsAt(mapAt(spec, 'dnsConfig'), 'nameservers').flatMap((server, at) =>
      addressWarnings(server, `${field}.dnsConfig.nameservers[${at}]`),
    ),
    ...mapsAt(spec, 'hostAliases').flatMap((alias, at) =>
      addressWarnings(textAt(alias, 'ip'), `${field}.hostAliases[${at}].ip`),
    ),
  ]
}
