import type { PodInfo } from '../pod/pod-info.ts'

/** Pods for which room was made on a node, until they are on it: their room is not given to lesser pods. */
export interface Nominations {
  set(pod: PodInfo, nodeName: string): void
  drop(uid: string): void
  /** The node a pod was nominated for; empty when it was for none. */
  nodeOf(uid: string): string
  on(nodeName: string): readonly PodInfo[]
  readonly size: number
}

/** None. */
export function createNominations(): Nominations {
  const byPod = new Map<string, { readonly pod: PodInfo; readonly nodeName: string }>()
  const byNode = new Map<string, Map<string, PodInfo>>()
  const drop = (uid: string): void => {
    const found = byPod.get(uid)
    if (found === undefined) return
    byPod.delete(uid)
    const others = byNode.get(found.nodeName)
    others?.delete(uid)
    if (others?.size === 0) byNode.delete(found.nodeName)
  }
  return {
    set: (pod, nodeName) => {
      drop(pod.uid)
      if (nodeName === '') return
      byPod.set(pod.uid, { pod, nodeName })
      const present = byNode.get(nodeName)
      if (present === undefined) byNode.set(nodeName, new Map([[pod.uid, pod]]))
      else present.set(pod.uid, pod)
    },
    drop,
    nodeOf: (uid) => byPod.get(uid)?.nodeName ?? '',
    on: (nodeName) => [...(byNode.get(nodeName)?.values() ?? [])],
    get size() {
      return byPod.size
    },
  }
}
