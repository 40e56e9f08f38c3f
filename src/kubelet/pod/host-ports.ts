import { mapAt, mapsAt, numberAt, textAt } from '#kinds'
import type { KubeObject } from '#kube'

/** A port of the node that a container takes. */
export interface HostPort {
  /** Empty for every address. */
  readonly address: string
  readonly protocol: string
  readonly port: number
}

/** The ports of the node that a pod takes; sidecars take theirs for as long as the pod is there. */
export function hostPortsOf(pod: KubeObject): readonly HostPort[] {
  const spec = mapAt(pod, 'spec')
  const sidecars = mapsAt(spec, 'initContainers').filter((one) => one['restartPolicy'] === 'Always')
  const ports = [...mapsAt(spec, 'containers'), ...sidecars].flatMap((one) => mapsAt(one, 'ports'))
  return ports
    .map((one) => ({
      address: textAt(one, 'hostIP').replace(/^0\.0\.0\.0$/, ''),
      protocol: textAt(one, 'protocol') || 'TCP',
      port: numberAt(one, 'hostPort') ?? 0,
    }))
    .filter(({ port }) => port > 0)
}

/** Whether two ports cannot be had at once: the same number and protocol on an address that is the same or every one. */
export function areInConflict(a: HostPort, b: HostPort): boolean {
  const isSameAddress = a.address === b.address || a.address === '' || b.address === ''
  return a.port === b.port && a.protocol === b.protocol && isSameAddress
}
