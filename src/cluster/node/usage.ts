import type { UsageSource } from '#apiserver'
import type { LocalNodes } from './local.ts'

/** What containers on the nodes of this process use, as their runtime tells; nothing is known of other nodes. */
export function localUsage({ kubelets, runtime, nodes }: LocalNodes): UsageSource {
  return {
    knows: (node) => nodes.has(node),
    usageOf: async (place) => {
      const found = nodes.has(place.node) ? kubelets.find(place) : undefined
      return found?.isRunning === true ? await runtime.stats(found.id) : undefined
    },
  }
}
