import { isPortTaken } from '../node/node-info.ts'
import { nodeNameOf } from '../pod/pod-info.ts'
import { hostPortsOf } from '../pod/ports.ts'
import type { Plugin } from './plugin.ts'
import type { Rejection } from './rejection.ts'

const NAME = 'NodePorts'
const TAKEN: Rejection = {
  plugin: NAME,
  reasons: ["node(s) didn't have free ports for the requested pod ports"],
  isFinal: false,
}

/** Ports of the node that the pod wants must be free. */
export const nodePorts: Plugin = {
  name: NAME,
  isLocal: true,
  filter: ({ pod: { ports } }) =>
    ports.length === 0
      ? undefined
      : { check: (node) => (ports.some((port) => isPortTaken(node, port)) ? TAKEN : undefined) },
  wakes: {
    Node: (_, { before }) => before === undefined,
    AssignedPod: (pod, { before, after }) => {
      if (after !== undefined || before === undefined || nodeNameOf(before) === '') return false
      const freed = hostPortsOf(before)
      return pod.ports.some(({ port }) => freed.some((other) => other.port === port))
    },
  },
}
