import { mapAt, mapsAt, textAt } from '#kinds'
import { type JsonObject, type KubeObject, timeText } from '#kube'
import type { NodePlan } from './plan.ts'

const CONDITIONS: readonly (readonly [string, string, string, string])[] = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
]

/** The status that a kubelet posts of its node; conditions of others and times of changes are kept from `before`. */
export function nodeStatus(plan: NodePlan, before: KubeObject | undefined, nowMs: number): JsonObject {
  const old = mapAt(before, 'status')
  const oldConditions = mapsAt(old, 'conditions')
  const own = CONDITIONS.map(([type, status, reason, message]) => {
    const present = oldConditions.find((one) => one['type'] === type)
    const isSame = present?.['status'] === status
    const now = timeText(nowMs)
    const lastTransitionTime = isSame ? textAt(present, 'lastTransitionTime') : now
    return { type, status, lastHeartbeatTime: now, lastTransitionTime, reason, message }
  })
  const types = new Set(own.map(({ type }) => type))
  return {
    ...old,
    capacity: { ...mapAt(old, 'capacity'), ...plan.capacity },
    allocatable: { ...mapAt(old, 'allocatable'), ...plan.capacity },
    conditions: [...oldConditions.filter((one) => !types.has(textAt(one, 'type'))), ...own],
    addresses: [
      { type: 'InternalIP', address: plan.address },
      { type: 'Hostname', address: plan.name },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10_250 } },
    nodeInfo: plan.info,
    runtimeHandlers: [{ name: '', features: { recursiveReadOnlyMounts: true, userNamespaces: true } }],
    features: { supplementalGroupsPolicy: true },
  }
}
