import { type Client, coreType, createInformer } from '#client'
import { type Clock, type KubeObject, textAt, valueAt } from '#kube'

const services = coreType('services', 'Service')
/** Addresses of TEST-NET-1, which lead nowhere (RFC 5737). */
const PREFIX = '192.0.2.'
const HOSTS = 254

/** Gives every service of type LoadBalancer an address, as a cloud would, until it is closed. */
export function giveAddresses(client: Client, clock: Clock): { close(): Promise<void> } {
  let given = 0
  const informer = createInformer({ client, type: services, clock, random: Math.random })
  informer.onChange(({ type, object }) => {
    if (type === 'DELETED' || !isWanting(object)) return
    const asked = textAt(object['spec'], 'loadBalancerIP')
    const ip = asked === '' ? `${PREFIX}${(given++ % HOSTS) + 1}` : asked
    const { name } = object.metadata
    const body = { status: { loadBalancer: { ingress: [{ ip }] } } }
    const place = { name, namespace: textAt(object.metadata, 'namespace'), subresource: 'status' }
    // a service that has gone meanwhile needs none
    client.patch(services, place, { type: 'merge', body }).catch(() => undefined)
  })
  informer.start()
  return { close: () => informer.close() }
}

function isWanting(service: KubeObject): boolean {
  const ingress = valueAt(service, 'status', 'loadBalancer', 'ingress')
  return textAt(service['spec'], 'type') === 'LoadBalancer' && !(Array.isArray(ingress) && ingress.length > 0)
}
