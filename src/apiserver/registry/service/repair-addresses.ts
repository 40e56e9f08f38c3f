import { valueAt } from '#kube'
import type { Registry } from '../../contract/registry.ts'
import { allocator, ipAddressOf } from './allocate-address.ts'
import { addressesOf } from './claims.ts'

/** Makes IPAddress objects and services agree after a crash between the two: what nobody has goes, what is missing comes. */
export async function repairAddresses(registry: Registry): Promise<void> {
  const services = registry.kinds.find('', 'v1', 'services')
  const addresses = registry.kinds.find('networking.k8s.io', 'v1', 'ipaddresses')
  if (services === undefined || addresses === undefined) return
  const owned = new Map(
    registry.readAll(services).flatMap((service) => addressesOf(service).map((text) => [text, service] as const)),
  )
  for (const object of registry.readAll(addresses)) {
    const { name } = object.metadata
    const isOurs = valueAt(object, 'metadata', 'labels', 'ipaddress.kubernetes.io/managed-by') === 'ipallocator.k8s.io'
    if (isOurs && !owned.has(name)) {
      await registry.remove({ kind: addresses, namespace: '', name }, { user: allocator, isInternal: true })
    }
    owned.delete(name)
  }
  for (const [address, service] of owned) {
    const target = { kind: addresses, namespace: '', name: address }
    await registry.create(target, ipAddressOf(service, address), {
      user: allocator,
      isInternal: true,
      fieldManager: 'kube-apiserver',
    })
  }
}
