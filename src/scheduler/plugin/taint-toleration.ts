import { mapAt, mapsAt } from '#kinds'
import { isSchedulingTaint, type JsonObject, type KubeObject, tolerates } from '#kube'
import type { PodInfo } from '../pod/pod-info.ts'
import { normalizeReversed } from './normalize.ts'
import type { Plugin } from './plugin.ts'
import type { Rejection } from './rejection.ts'

const NAME = 'TaintToleration'
const TAINTED: Rejection = { plugin: NAME, reasons: ['node(s) had untolerated taint(s)'], isFinal: true }

/** Keeps pods off nodes with taints that they do not tolerate; fewer unwanted `PreferNoSchedule` taints are better. */
export const taintToleration: Plugin = {
  name: NAME,
  isLocal: true,
  filter: ({ pod }) => {
    const tolerations = tolerationsOf(pod)
    return { check: ({ taints }) => (taints.some((taint) => isUntolerated(taint, tolerations)) ? TAINTED : undefined) }
  },
  score: ({ pod }) => {
    const tolerations = tolerationsOf(pod).filter(({ effect }) => !effect || effect === 'PreferNoSchedule')
    const isUnwanted = (taint: JsonObject): boolean =>
      taint['effect'] === 'PreferNoSchedule' && !tolerations.some((one) => tolerates(one, taint))
    return {
      of: ({ taints }) => (taints.length === 0 ? 0 : taints.filter(isUnwanted).length),
      normalize: normalizeReversed,
    }
  },
  wakes: {
    Node: (pod, { before, after }) =>
      after !== undefined && isOpen(after, pod) && (before === undefined || !isOpen(before, pod)),
    TargetPod: () => true,
  },
}

function isOpen(node: KubeObject, pod: PodInfo): boolean {
  const tolerations = tolerationsOf(pod)
  return !mapsAt(mapAt(node, 'spec'), 'taints').some((taint) => isUntolerated(taint, tolerations))
}

function isUntolerated(taint: JsonObject, tolerations: readonly JsonObject[]): boolean {
  return isSchedulingTaint(taint) && !tolerations.some((one) => tolerates(one, taint))
}

/** The tolerations of a pod. */
export function tolerationsOf(pod: PodInfo): readonly JsonObject[] {
  return mapsAt(mapAt(pod.object, 'spec'), 'tolerations')
}
