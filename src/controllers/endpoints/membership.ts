import type { Indexers, ObjectEvent } from '#client'
import { asMap, pairsAt } from '#kinds'
import { isTerminating, type JsonObject, type KubeObject, sameJson, textAt, valueAt } from '#kube'
import { type Context, keyOfObject, type ObjectKey } from '#reconcile'
import { isReady } from '../pod/state.ts'
import { types } from '../types.ts'

const BY_ANCHOR = 'selector-anchor'
const BY_LABEL = 'label'

/** Index of services: each by one pair of its selector, so that a pod finds those that may select it by its labels. */
export const serviceIndexers: Indexers = {
  [BY_ANCHOR]: (service) => {
    const anchor = anchorOf(selectorOf(service))
    return anchor === undefined ? [] : [placed(service, anchor)]
  },
}

/** Index of pods by every label they have. */
export const podIndexers: Indexers = {
  [BY_LABEL]: (pod) => pairsAt(pod.metadata, 'labels').map((pair) => placed(pod, pair)),
}

/** Keys of the services whose endpoints a change of a pod concerns. */
export function serviceKeys({ type, object, previous }: ObjectEvent, context: Context): readonly ObjectKey[] {
  if (type !== 'MODIFIED' || previous === undefined) return servicesOf(object, context).map(keyOfObject)
  const isChanged = changesEndpoint(previous, object)
  const isMoved =
    !sameJson(labelsOf(previous), labelsOf(object)) ||
    textAt(previous, 'spec', 'hostname') !== textAt(object, 'spec', 'hostname') ||
    textAt(previous, 'spec', 'subdomain') !== textAt(object, 'spec', 'subdomain')
  if (!isChanged && !isMoved) return []
  const now = servicesOf(object, context)
  if (!isMoved) return now.map(keyOfObject)
  const before = servicesOf(previous, context)
  const concerned = isChanged
    ? new Set([...now, ...before])
    : [...now.filter((one) => !before.includes(one)), ...before.filter((one) => !now.includes(one))]
  return [...concerned].map(keyOfObject)
}

/** The pods that a service selects; none for a service without a selector. */
export function podsOf(service: KubeObject, context: Context): readonly KubeObject[] {
  const selector = selectorOf(service)
  const anchor = anchorOf(selector)
  const { cache } = context.informer(types.pods)
  if (anchor === undefined) return []
  const found = cache.byIndex(BY_LABEL, placed(service, anchor))
  return selector.length === 1 ? found : found.filter((pod) => selects(selector, labelsOf(pod)))
}

/** Whether a service says which pods are behind it. */
export function hasSelector(service: KubeObject): boolean {
  return selectorOf(service).length > 0
}

/** Whether a service is an alias of a name elsewhere, which has no endpoints. */
export function isAlias(service: KubeObject): boolean {
  return textAt(service, 'spec', 'type') === 'ExternalName'
}

function servicesOf(pod: KubeObject, context: Context): readonly KubeObject[] {
  const labels = labelsOf(pod)
  const { cache } = context.informer(types.services)
  const found: KubeObject[] = []
  for (const pair of pairsAt(pod.metadata, 'labels')) {
    for (const service of cache.byIndex(BY_ANCHOR, placed(pod, pair))) {
      if (selects(selectorOf(service), labels)) found.push(service)
    }
  }
  return found
}

type Pair = readonly [string, string]

function selectorOf(service: KubeObject): readonly Pair[] {
  return pairsAt(asMap(service['spec']), 'selector')
}

/** Long values are the rare ones: they tell most apart. */
function anchorOf(selector: readonly Pair[]): Pair | undefined {
  let best: Pair | undefined
  for (const pair of selector) if (best === undefined || pair[1].length > best[1].length) best = pair
  return best
}

function placed({ metadata }: KubeObject, [key, value]: Pair): string {
  return `${textAt(metadata, 'namespace')}/${key}=${value}`
}

function labelsOf({ metadata }: KubeObject): JsonObject {
  return asMap(metadata['labels'])
}

function selects(selector: readonly Pair[], labels: JsonObject): boolean {
  return selector.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value)
}

function changesEndpoint(before: KubeObject, now: KubeObject): boolean {
  return (
    isTerminating(before) !== isTerminating(now) ||
    isReady(before) !== isReady(now) ||
    textAt(before, 'status', 'phase') !== textAt(now, 'status', 'phase') ||
    !sameJson(valueAt(before, 'status', 'podIPs'), valueAt(now, 'status', 'podIPs'))
  )
}
