import { mapAt, mapsAt, textAt } from '#kinds'
import type { KubeObject } from '#kube'

/** Names of the gates that keep a pod from being placed. */
export function gatesOf(pod: KubeObject): readonly string[] {
  return mapsAt(mapAt(pod, 'spec'), 'schedulingGates').map((gate) => textAt(gate, 'name'))
}
