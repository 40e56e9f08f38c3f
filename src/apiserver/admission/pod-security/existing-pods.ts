import { asMap, mapAt, mapsAt } from '#kinds'
import type { KubeObject } from '#kube'
import type { Registry } from '../../contract/registry.ts'
import { violationsOf } from './evaluate.ts'
import { type LevelVersion, levelText } from './policy.ts'

/** No more pods of one namespace are looked at. */
const MOST_PODS = 3000

/** What to warn of when a namespace gets stricter: pods that it would not take any more, those with the same fault together. */
export function existingPodWarnings(registry: Registry, namespace: string, level: LevelVersion): readonly string[] {
  const kind = registry.kinds.find('', 'v1', 'pods')
  const pods = kind === undefined ? [] : oneOfEachOwner(registry.readAll(kind, namespace))
  const found = new Map<string, string[]>()
  for (const pod of pods.slice(0, MOST_PODS)) {
    const checked = { annotations: asMap(pod.metadata['annotations']), spec: mapAt(pod, 'spec') }
    const reasons = violationsOf(checked, level).map(({ reason }) => reason)
    if (reasons.length === 0) continue
    const text = reasons.join(', ')
    found.set(text, [...(found.get(text) ?? []), pod.metadata.name])
  }
  const head = `existing pods in namespace "${namespace}" violate the new PodSecurity enforce level "${levelText(level)}"`
  return [
    ...(pods.length > MOST_PODS
      ? [`new PodSecurity enforce level only checked against the first ${MOST_PODS} of ${pods.length} existing pods`]
      : []),
    ...(found.size > 0 ? [head] : []),
    ...[...found].map(([text, names]) => `${podsText(names)}: ${text}`).sort(),
  ]
}

function podsText(names: readonly string[]): string {
  const [first = ''] = [...names].sort()
  if (names.length === 1) return first
  return names.length === 2 ? `${first} (and 1 other pod)` : `${first} (and ${names.length - 1} other pods)`
}

/** Pods of one controller are alike: one of each comes first. */
function oneOfEachOwner(pods: readonly KubeObject[]): readonly KubeObject[] {
  const seen = new Set<unknown>()
  const [first, others]: [KubeObject[], KubeObject[]] = [[], []]
  for (const pod of pods) {
    const owner = mapsAt(pod.metadata, 'ownerReferences').find(({ controller }) => controller === true)?.['uid']
    if (owner !== undefined && seen.has(owner)) others.push(pod)
    else first.push(pod)
    seen.add(owner)
  }
  return [...first, ...others]
}
