import { isTrue, mapAt, mapsAt, textAt as textOf } from '#kinds'
import { isTerminating, type JsonObject, type KubeObject, parseIp, printIp, textAt } from '#kube'
import { isFinished, isReady } from '../pod/state.ts'
import { ZONE_LABEL } from './labels.ts'

/** A family of addresses, as slices have it. */
export type Family = 'IPv4' | 'IPv6'

/** Whether a pod has its place behind a service: it has an address and has not ended. */
export function isBehindService(pod: KubeObject): boolean {
  return (
    !isFinished(pod) && (textAt(pod, 'status', 'podIP') !== '' || mapsAt(mapAt(pod, 'status'), 'podIPs').length > 0)
  )
}

/** What one endpoint is made of. */
export interface Behind {
  readonly pod: KubeObject
  readonly service: KubeObject
  readonly node: KubeObject | undefined
}

/** The endpoint of a pod in a slice of a family; without addresses when the pod has none of it. Source: `podToEndpoint`. */
export function podEndpoint({ pod, service, node }: Behind, family: Family): JsonObject {
  const isServing = isReady(pod)
  const isGoing = isTerminating(pod)
  const isPublished = isTrue(mapAt(service, 'spec'), 'publishNotReadyAddresses')
  const hostname = hostnameOf(pod, service)
  const nodeName = textAt(pod, 'spec', 'nodeName')
  const zone = textAt(node, 'metadata', 'labels', ZONE_LABEL)
  return {
    addresses: addressesOf(pod, family),
    conditions: { ready: isPublished || (isServing && !isGoing), serving: isServing, terminating: isGoing },
    ...(hostname !== undefined && { hostname }),
    targetRef: targetOf(pod),
    ...(nodeName !== '' && { nodeName }),
    ...(zone !== '' && { zone }),
  }
}

/** The reference to a pod that endpoints carry. */
export function targetOf({ metadata }: KubeObject): JsonObject {
  return { kind: 'Pod', namespace: textAt(metadata, 'namespace'), name: metadata.name, uid: textAt(metadata, 'uid') }
}

/** The name of a pod within a headless service's domain; undefined when it has none there. */
export function hostnameOf(pod: KubeObject, service: KubeObject): string | undefined {
  const hostname = textAt(pod, 'spec', 'hostname')
  return hostname !== '' && textAt(pod, 'spec', 'subdomain') === service.metadata.name ? hostname : undefined
}

/** A pod's addresses of a family, in canonical form. */
export function addressesOf(pod: KubeObject, family: Family): string[] {
  const texts = mapsAt(mapAt(pod, 'status'), 'podIPs').map((one) => textOf(one, 'ip'))
  const read = texts.map(parseIp).filter((address) => address?.family === family)
  return read.map((address) => (address === undefined ? '' : printIp(address)))
}

/** The ports of a service as one pod serves them; a named port that the pod does not have is left out. */
export function portsOf(service: KubeObject, pod: KubeObject): JsonObject[] {
  const ports: JsonObject[] = []
  for (const port of mapsAt(mapAt(service, 'spec'), 'ports')) {
    const number = portNumber(port, pod)
    if (number === undefined) continue
    const { name = '', protocol = 'TCP', appProtocol } = port
    ports.push({ name, protocol, port: number, ...(appProtocol !== undefined && { appProtocol }) })
  }
  return ports
}

/** Named ports are those of containers, and of init containers that go on running. */
function portNumber(servicePort: JsonObject, pod: KubeObject): number | undefined {
  const { targetPort, protocol = 'TCP' } = servicePort
  if (typeof targetPort === 'number') return targetPort
  const spec = mapAt(pod, 'spec')
  const sidecars = mapsAt(spec, 'initContainers').filter((one) => one['restartPolicy'] === 'Always')
  for (const container of [...mapsAt(spec, 'containers'), ...sidecars]) {
    for (const port of mapsAt(container, 'ports')) {
      const isMeant = port['name'] === targetPort && (port['protocol'] ?? 'TCP') === protocol
      if (isMeant) return Number(port['containerPort'])
    }
  }
  return undefined
}
