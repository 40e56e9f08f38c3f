import { isTrue, mapAt, mapsAt } from '#kinds'
import { tolerates } from '#kube'
import type { Plugin } from './plugin.ts'
import type { Rejection } from './rejection.ts'

const NAME = 'NodeUnschedulable'
const TAINT = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }
const UNSCHEDULABLE: Rejection = { plugin: NAME, reasons: ['node(s) were unschedulable'], isFinal: true }

/** Keeps pods off nodes that were cordoned, but those that tolerate it. */
export const nodeUnschedulable: Plugin = {
  name: NAME,
  isLocal: true,
  filter: ({ pod }) => {
    const isTolerated = mapsAt(mapAt(pod.object, 'spec'), 'tolerations').some((one) => tolerates(one, TAINT))
    return isTolerated ? undefined : { check: (node) => (node.isUnschedulable ? UNSCHEDULABLE : undefined) }
  },
  wakes: {
    Node: (_, { before, after }) => isOpen(after) && (before === undefined || !isOpen(before)),
    TargetPod: () => true,
  },
}

function isOpen(node: Parameters<typeof mapAt>[0]): boolean {
  return node !== undefined && !isTrue(mapAt(node, 'spec'), 'unschedulable')
}
