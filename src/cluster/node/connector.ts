import type { NodeConnector } from '#apiserver'
import { internalError } from '#kube'

/** The way to a node that has no kubelet: as when a kubelet does not answer. */
export const simulatedConnector: NodeConnector = {
  connect: (node, path) => {
    const reason = `dial tcp: lookup ${node}: connect: connection refused`
    return Promise.reject(internalError(`Get "https://${node}:10250${path}": ${reason}`))
  },
}
