import { nodeNameOf } from '../pod/pod-info.ts'
import type { Plugin } from './plugin.ts'
import type { Rejection } from './rejection.ts'

const NAME = 'NodeName'
const OTHER: Rejection = { plugin: NAME, reasons: ["node(s) didn't match the requested node name"], isFinal: true }

/** A pod that names its node goes nowhere else. */
export const nodeName: Plugin = {
  name: NAME,
  isLocal: true,
  filter: ({ pod }) => {
    const wanted = nodeNameOf(pod.object)
    return wanted === '' ? undefined : { check: ({ name }) => (name === wanted ? undefined : OTHER) }
  },
  wakes: { Node: (_, { before }) => before === undefined, TargetPod: () => false },
}
