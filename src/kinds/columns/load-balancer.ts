import type { JsonObject } from '#kube'
import { mapAt, mapsAt, textAt } from '../read.ts'

/** Addresses of a load balancer, sorted, each once. */
export function loadBalancerAddresses(object: JsonObject): readonly string[] {
  const ingress = mapsAt(mapAt(object, 'status', 'loadBalancer'), 'ingress')
  const addresses = ingress.map((each) => textAt(each, 'ip') || textAt(each, 'hostname'))
  return [...new Set(addresses.filter((address) => address !== ''))].toSorted()
}
