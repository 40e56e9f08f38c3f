import { asMap, pairsAt } from '#kinds'
import { type JsonObject, type KubeObject, sameJson, textAt } from '#kube'

/** Label of a node with its zone. */
export const ZONE_LABEL = 'topology.kubernetes.io/zone'
/** Label of a slice with the name of its service. */
export const SERVICE_LABEL = 'kubernetes.io/service-name'
/** Label of a slice with who keeps it. */
export const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by'
/** Label of what belongs to a service without an address of its own. */
export const HEADLESS = 'service.kubernetes.io/headless'
/** Annotation with the time of the change that an endpoint object shows. */
export const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time'
/** Annotation of what leaders are elected with: no endpoints of a service. */
export const LEADER = 'control-plane.alpha.kubernetes.io/leader'

/** Whether a service has no address of its own. */
export function isHeadless(service: KubeObject): boolean {
  const address = textAt(service, 'spec', 'clusterIP')
  return address === '' || address === 'None'
}

/** The labels of a service's slices: the service's own, and what marks them as slices that `manager` keeps. */
export function sliceLabels(service: KubeObject, manager: string): JsonObject {
  return {
    ...ownLabels(service),
    ...(isHeadless(service) && { [HEADLESS]: '' }),
    [SERVICE_LABEL]: service.metadata.name,
    [MANAGED_BY]: manager,
  }
}

/** Whether a slice has its service's labels; those that mark it do not count. */
export function hasLabelsOf(slice: KubeObject, service: KubeObject): boolean {
  return sameJson(ownLabels(slice), ownLabels(service))
}

function ownLabels({ metadata }: KubeObject): JsonObject {
  return Object.fromEntries(pairsAt(metadata, 'labels').filter(([key]) => !RESERVED.includes(key)))
}

const RESERVED: readonly string[] = [SERVICE_LABEL, MANAGED_BY, HEADLESS]

/** Annotations with the time of the change; without it when there is none. Source: `addTriggerTimeAnnotation`. */
export function withTriggerTime(annotations: JsonObject, time: string | undefined): JsonObject {
  const { [TRIGGER_TIME]: _, ...kept } = asMap(annotations)
  return time === undefined ? kept : { ...kept, [TRIGGER_TIME]: time }
}
