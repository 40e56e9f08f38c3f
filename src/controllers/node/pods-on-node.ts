import type { Indexers } from '#client'
import { type KubeObject, textAt } from '#kube'
import type { Context } from '#reconcile'
import { types } from '../types.ts'

const BY_NODE = 'spec.nodeName'

/** What `podsOn` finds pods with: for the watch of pods. */
export const nodeIndexers: Indexers = {
  [BY_NODE]: (pod) => {
    const node = textAt(pod, 'spec', 'nodeName')
    return node === '' ? [] : [node]
  },
}

/** The pods of a node. */
export function podsOn(node: string, context: Context): readonly KubeObject[] {
  return context.informer(types.pods).cache.byIndex(BY_NODE, node)
}

/** Names of nodes that pods are on, whether the nodes are there or not. */
export function nodesWithPods(context: Context): readonly string[] {
  return context.informer(types.pods).cache.valuesOf(BY_NODE)
}
