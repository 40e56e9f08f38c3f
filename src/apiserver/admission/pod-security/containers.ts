import { mapAt, mapsAt, textAt } from '#kinds'
import type { Json, JsonObject } from '#kube'

/** What a check found. `reason` is short, `detail` names who and what. */
export interface Violation {
  readonly reason: string
  readonly detail: string
}

/** A pod as checks see it. */
export interface CheckedPod {
  readonly annotations: JsonObject
  readonly spec: JsonObject
}

/** Every container of a pod: init containers first, then the others, then ephemeral ones. */
export function containersOf({ spec }: CheckedPod): readonly JsonObject[] {
  return [...mapsAt(spec, 'initContainers'), ...mapsAt(spec, 'containers'), ...mapsAt(spec, 'ephemeralContainers')]
}

/** The value at a path of a container's (or the pod's) security context. */
export function contextOf(holder: JsonObject, ...path: readonly string[]): Json | undefined {
  const last = path.at(-1) ?? ''
  return mapAt(holder, 'securityContext', ...path.slice(0, -1))[last]
}

/** `container "a"`, `containers "a", "b"`. */
export function containersText(names: readonly string[]): string {
  return `${plural('container', names.length)} ${quoted(names)}`
}

/** Names of the containers that a test picks. */
export function namesOf(pod: CheckedPod, picks: (container: JsonObject) => boolean): string[] {
  return containersOf(pod)
    .filter(picks)
    .map((container) => textAt(container, 'name'))
}

/** The word, with an s unless there is one. */
export function plural(word: string, count: number): string {
  return count === 1 ? word : `${word}s`
}

/** `"a", "b"`. */
export function quoted(items: readonly string[]): string {
  return items.map((item) => `"${item}"`).join(', ')
}

/** Each once, sorted. */
export function sortedSet(items: readonly string[]): string[] {
  return [...new Set(items)].sort()
}

/** `pod and containers "a"`, from whether the pod itself is at fault and who else. */
export function settersText(isPod: boolean, names: readonly string[]): string {
  return [...(isPod ? ['pod'] : []), ...(names.length > 0 ? [containersText(names)] : [])].join(' and ')
}
