import { isTrue, mapAt, mapsAt, numberAt, textAt } from '#kinds'
import type { KubeObject } from '#kube'

/** A port of the node that a container wants for itself. */
export interface HostPort {
  /** `TCP/80`. */
  readonly port: string
  /** `0.0.0.0` for every address. */
  readonly address: string
}

/** Every address of a node. */
export const ANY_ADDRESS = '0.0.0.0'

/** The ports of the node that a pod's containers and sidecars want. Source: scheduler util GetHostPorts. */
export function hostPortsOf(pod: KubeObject): readonly HostPort[] {
  const spec = mapAt(pod, 'spec')
  const sidecars = mapsAt(spec, 'initContainers').filter((container) => container['restartPolicy'] === 'Always')
  const isOnHost = isTrue(spec, 'hostNetwork')
  return [...mapsAt(spec, 'containers'), ...sidecars].flatMap((container) =>
    mapsAt(container, 'ports').flatMap((port) => {
      const number = numberAt(port, 'hostPort') ?? (isOnHost ? numberAt(port, 'containerPort') : undefined) ?? 0
      if (number <= 0) return []
      return [
        { port: `${textAt(port, 'protocol') || 'TCP'}/${number}`, address: textAt(port, 'hostIP') || ANY_ADDRESS },
      ]
    }),
  )
}
