import { isTrue, mapAt } from '#kinds'
import { type KubeObject, textAt } from '#kube'

/** The namespace of a pod. */
export function namespaceOf(pod: KubeObject): string {
  return textAt(pod, 'metadata', 'namespace')
}

/** The uid of a pod. */
export function uidOf(pod: KubeObject): string {
  return textAt(pod, 'metadata', 'uid')
}

/** Whether the pod shares its node's network. */
export function usesHostNetwork(pod: KubeObject): boolean {
  return isTrue(mapAt(pod, 'spec'), 'hostNetwork')
}
