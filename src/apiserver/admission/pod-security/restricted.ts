import { isSet, mapAt, mapsAt, textAt, textsAt } from '#kinds'
import type { JsonObject } from '#kube'
import { seccompProfile } from './baseline.ts'
import {
  type CheckedPod,
  containersOf,
  containersText,
  contextOf,
  namesOf,
  plural,
  quoted,
  settersText,
  sortedSet,
  type Violation,
} from './containers.ts'

/** No program gets more rights than its parent. */
export function allowPrivilegeEscalation(pod: CheckedPod): Violation | undefined {
  const names = namesOf(pod, (container) => contextOf(container, 'allowPrivilegeEscalation') !== false)
  if (names.length === 0) return undefined
  return {
    reason: 'allowPrivilegeEscalation != false',
    detail: `${containersText(names)} must set securityContext.allowPrivilegeEscalation=false`,
  }
}

/** Every capability is dropped; at most low ports are given back. */
export function unrestrictedCapabilities(pod: CheckedPod): Violation | undefined {
  const listOf = (container: JsonObject, part: string): readonly string[] =>
    textsAt(mapAt(container, 'securityContext', 'capabilities'), part)
  const added = (container: JsonObject): string[] =>
    listOf(container, 'add').filter((name) => name !== 'NET_BIND_SERVICE')
  const keeping = namesOf(pod, (container) => !listOf(container, 'drop').includes('ALL'))
  const adding = namesOf(pod, (container) => added(container).length > 0)
  const details: string[] = []
  if (keeping.length > 0) details.push(`${containersText(keeping)} must set securityContext.capabilities.drop=["ALL"]`)
  if (adding.length > 0) {
    const names = quoted(sortedSet(containersOf(pod).flatMap(added)))
    details.push(`${containersText(adding)} must not include ${names} in securityContext.capabilities.add`)
  }
  return details.length === 0 ? undefined : { reason: 'unrestricted capabilities', detail: details.join('; ') }
}

const VOLUMES = [
  ...[
    'configMap',
    'csi',
    'downwardAPI',
    'emptyDir',
    'ephemeral',
    'image',
    'persistentVolumeClaim',
    'projected',
    'secret',
  ],
] as const

/** Only volumes that hold nothing of the node. */
export function restrictedVolumes({ spec }: CheckedPod): Violation | undefined {
  const bad = mapsAt(spec, 'volumes').filter((volume) => !VOLUMES.some((type) => isSet(volume, type)))
  if (bad.length === 0) return undefined
  const types = sortedSet(bad.map((volume) => Object.keys(volume).find((key) => key !== 'name') ?? 'unknown'))
  const names = bad.map((volume) => textAt(volume, 'name'))
  const verb = names.length === 1 ? 'uses' : 'use'
  const what = plural('restricted volume type', types.length)
  return {
    reason: 'restricted volume types',
    detail: `${plural('volume', names.length)} ${quoted(names)} ${verb} ${what} ${quoted(types)}`,
  }
}

/** Nobody is root inside. */
export function runAsNonRoot(pod: CheckedPod): Violation | undefined {
  const reason = 'runAsNonRoot != true'
  const wishOf = (holder: JsonObject): unknown => contextOf(holder, 'runAsNonRoot') ?? undefined
  const explicit = namesOf(pod, (container) => wishOf(container) === false)
  const setters = settersText(wishOf(pod.spec) === false, explicit)
  if (setters !== '') return { reason, detail: `${setters} must not set securityContext.runAsNonRoot=false` }
  if (wishOf(pod.spec) === true) return undefined
  const implicit = namesOf(pod, (container) => wishOf(container) === undefined)
  if (implicit.length === 0) return undefined
  return { reason, detail: `pod or ${containersText(implicit)} must set securityContext.runAsNonRoot=true` }
}

/** Nobody is user 0. */
export function runAsUser(pod: CheckedPod): Violation | undefined {
  const isRoot = (holder: JsonObject): boolean => contextOf(holder, 'runAsUser') === 0
  const setters = settersText(isRoot(pod.spec), namesOf(pod, isRoot))
  return setters === '' ? undefined : { reason: 'runAsUser=0', detail: `${setters} must not set runAsUser=0` }
}

/** Seccomp is turned on. */
export function requiredSeccompProfile(pod: CheckedPod): Violation | undefined {
  const bad = seccompProfile(pod)
  if (bad !== undefined) return bad
  const isUnset = (holder: JsonObject): boolean => contextOf(holder, 'seccompProfile', 'type') === undefined
  const names = isUnset(pod.spec) ? namesOf(pod, isUnset) : []
  if (names.length === 0) return undefined
  const wanted = 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"'
  return { reason: 'seccompProfile', detail: `pod or ${containersText(names)} ${wanted}` }
}
