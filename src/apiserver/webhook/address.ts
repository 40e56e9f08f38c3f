import { goQuote, type Json, type KubeObject, notFound, serviceUnavailable, textAt, valueAt } from '#kube'
import type { Registry } from '../contract/registry.ts'

/** A service and one of its ports, as webhook configurations and APIServices name them. */
export interface ServicePort {
  readonly namespace: string
  readonly name: string
  readonly port: number
}

/** Where to connect. */
export interface Address {
  readonly host: string
  readonly port: number
}

/**
 * A ready address behind a port of a service (apiserver proxy.ResolveEndpoint); `random` picks one. A service that is a
 * name of somebody else is that name. Throws the 404 and 503 of the reference.
 */
export function serviceAddress(registry: Registry, wanted: ServicePort, random: () => number): Address {
  const { namespace, name, port } = wanted
  const { service, portName } = servedPort(registry, wanted)
  if (portName === undefined) return { host: textAt(service, 'spec', 'externalName'), port }
  const found = sliceAddresses(registry, { namespace, name, portName })
  const all = found.length > 0 ? found : endpointAddresses(registry, { namespace, name, portName })
  const picked = all[Math.floor(random() * all.length)]
  if (picked === undefined) throw serviceUnavailable(`no endpoints available for service ${goQuote(name)}`)
  return picked
}

/**
 * The service and the name that the port has in it; no name for a service that is a name of somebody else. Throws the 404 and
 * the 503 of the reference for one that is not there or does not have the port.
 */
export function servedPort(
  registry: Registry,
  wanted: ServicePort,
): { readonly service: KubeObject; readonly portName: string | undefined } {
  const { name, port } = wanted
  const service = readOne(registry, ['', 'services'], wanted)
  if (service === undefined) throw notFound({ group: '', resource: 'service' }, name)
  if (textAt(service, 'spec', 'type') === 'ExternalName') return { service, portName: undefined }
  const served = listOf(valueAt(service, 'spec', 'ports')).find((one) => valueAt(one, 'port') === port)
  if (served === undefined) throw serviceUnavailable(`no service port ${port} found for service ${goQuote(name)}`)
  return { service, portName: textAt(served, 'name') }
}

interface NamedPort {
  readonly namespace: string
  readonly name: string
  readonly portName: string
}

function sliceAddresses(registry: Registry, { namespace, name, portName }: NamedPort): readonly Address[] {
  const kind = registry.kinds.find('discovery.k8s.io', 'v1', 'endpointslices')
  if (kind === undefined) return []
  const slices = registry.readAll(kind, namespace)
  return slices
    .filter((slice) => textAt(slice, 'metadata', 'labels', 'kubernetes.io/service-name') === name)
    .flatMap((slice) => addressesOf(slice, portName))
}

function addressesOf(slice: KubeObject, portName: string): readonly Address[] {
  const port = portOf(valueAt(slice, 'ports'), portName)
  if (port === undefined) return []
  const ready = listOf(valueAt(slice, 'endpoints')).filter((one) => valueAt(one, 'conditions', 'ready') !== false)
  return ready.flatMap((endpoint) => textsOf(valueAt(endpoint, 'addresses'))).map((host) => ({ host, port }))
}

/** Endpoints that somebody wrote by hand and that are in no slice yet. */
function endpointAddresses(registry: Registry, named: NamedPort): readonly Address[] {
  const endpoints = readOne(registry, ['', 'endpoints'], named)
  return listOf(valueAt(endpoints, 'subsets')).flatMap((subset) => {
    const port = portOf(valueAt(subset, 'ports'), named.portName)
    if (port === undefined) return []
    return listOf(valueAt(subset, 'addresses')).map((address) => ({ host: textAt(address, 'ip'), port }))
  })
}

function portOf(ports: Json | undefined, portName: string): number | undefined {
  const found = valueAt(
    listOf(ports).find((one) => textAt(one, 'name') === portName),
    'port',
  )
  return typeof found === 'number' ? found : undefined
}

function readOne(
  registry: Registry,
  [group, resource]: readonly [string, string],
  { namespace, name }: { readonly namespace: string; readonly name: string },
): KubeObject | undefined {
  const kind = registry.kinds.find(group, 'v1', resource)
  return kind && registry.read(kind, namespace, name)
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

function textsOf(value: Json | undefined): readonly string[] {
  return listOf(value).filter((item) => typeof item === 'string')
}
