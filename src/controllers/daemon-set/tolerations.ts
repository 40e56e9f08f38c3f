import { isTrue, mapsAt } from '#kinds'
import type { JsonObject } from '#kube'

/**
 * The tolerations of a pod spec with those that every daemon has: it stays on nodes that are not ready, and starts on
 * nodes under pressure and on cordoned ones. Source: AddOrUpdateDaemonPodTolerations.
 */
export function daemonTolerations(podSpec: JsonObject): readonly JsonObject[] {
  const added = isTrue(podSpec, 'hostNetwork') ? [...always, networkUnavailable] : always
  return added.reduce(addOrReplace, mapsAt(podSpec, 'tolerations'))
}

const always: readonly JsonObject[] = [
  toleration('not-ready', 'NoExecute'),
  toleration('unreachable', 'NoExecute'),
  toleration('disk-pressure', 'NoSchedule'),
  toleration('memory-pressure', 'NoSchedule'),
  toleration('pid-pressure', 'NoSchedule'),
  toleration('unschedulable', 'NoSchedule'),
]

const networkUnavailable = toleration('network-unavailable', 'NoSchedule')

function toleration(name: string, effect: string): JsonObject {
  return { key: `node.kubernetes.io/${name}`, operator: 'Exists', effect }
}

/** A toleration of the same key, operator, effect and value makes room for the new one, which has no end. */
function addOrReplace(tolerations: readonly JsonObject[], added: JsonObject): readonly JsonObject[] {
  const at = tolerations.findIndex((one) => isAlike(one, added))
  return at < 0 ? [...tolerations, added] : tolerations.with(at, added)
}

function isAlike(a: JsonObject, b: JsonObject): boolean {
  return ['key', 'operator', 'effect', 'value'].every((field) => (a[field] ?? '') === (b[field] ?? ''))
}
