import { badRequest, goQuote, type Json, type KubeObject, notFound, serviceUnavailable, valueAt } from '#kube'
import type { NodeAccess } from './log-endpoint.ts'
import { podOf, textAt } from './pod.ts'

/** Where a proxied request goes. */
export interface Backend {
  readonly scheme: 'http' | 'https'
  readonly host: string
  readonly port: number
}

/** The scheme, name and port in the name of a proxied object: `NAME`, `NAME:PORT`, `SCHEME:NAME:PORT`. */
export interface ProxyName {
  readonly scheme: 'http' | 'https'
  readonly name: string
  readonly port: string
}

/** Splits the name of a proxied object; undefined where it is none. */
export function readProxyName(id: string): ProxyName | undefined {
  const parts = id.split(':')
  const [scheme, name, port] = parts.length === 3 ? parts : ['', ...parts]
  if (parts.length > 3 || name === undefined || name === '') return undefined
  if (scheme !== '' && scheme !== 'http' && scheme !== 'https') return undefined
  if (name.includes('/') || name === '.' || name === '..') return undefined
  return { scheme: scheme === 'https' ? 'https' : 'http', name, port: port ?? '' }
}

/** The address of a pod: its first port unless one is named. Throws 400 and 404. */
export function podBackend({ registry }: NodeAccess, namespace: string, id: string): Backend {
  const asked = readProxyName(id)
  if (asked === undefined) throw badRequest(`invalid pod request ${goQuote(id)}`)
  const pod = podOf(registry, namespace, asked.name)
  const host = textAt(pod, 'status', 'podIP')
  if (host === '' || /^(?:127\.|169\.254\.|::1$|fe80:|0\.)/.test(host)) throw badRequest('address not allowed')
  return { scheme: asked.scheme, host, port: portNumber(asked.port === '' ? firstPort(pod) : asked.port, asked.scheme) }
}

/** One ready address behind a service. Throws 503 where there is none. */
export function serviceBackend({ registry }: NodeAccess, namespace: string, id: string, random: () => number): Backend {
  const asked = readProxyName(id)
  if (asked === undefined) throw badRequest(`invalid service request ${goQuote(id)}`)
  const serviceKind = registry.kinds.find('', 'v1', 'services')
  const service = serviceKind && registry.read(serviceKind, namespace, asked.name)
  if (service === undefined) throw notFound({ group: '', resource: 'services' }, asked.name)
  const portName = servicePortName(service, asked.port)
  const backends = slicesOf(registry, namespace, asked.name).flatMap((slice) => addressesOf(slice, portName))
  const picked = backends[Math.floor(random() * backends.length)]
  if (picked === undefined) throw serviceUnavailable(`no endpoints available for service ${goQuote(asked.name)}`)
  return { scheme: asked.scheme, ...picked }
}

function portNumber(text: string, scheme: 'http' | 'https'): number {
  if (text === '') return scheme === 'https' ? 443 : 80
  const port = Number(text)
  if (!Number.isInteger(port) || port <= 0 || port > 65_535) throw badRequest(`invalid port ${goQuote(text)}`)
  return port
}

function firstPort(pod: KubeObject): string {
  for (const container of listAt(pod, 'spec', 'containers')) {
    const port = valueAt(listOf(valueAt(container, 'ports'))[0], 'containerPort')
    if (typeof port === 'number') return String(port)
  }
  return ''
}

/** A number means the service's port of that number; nothing means its only port. */
function servicePortName(service: KubeObject, wanted: string): string {
  const ports = listAt(service, 'spec', 'ports')
  const found =
    wanted === ''
      ? ports.length === 1
        ? ports[0]
        : undefined
      : ports.find((port) => valueAt(port, 'port') === Number(wanted))
  const name = found === undefined ? undefined : valueAt(found, 'name')
  if (typeof name === 'string') return name
  return found === undefined ? wanted : ''
}

function slicesOf(registry: NodeAccess['registry'], namespace: string, service: string): readonly KubeObject[] {
  const kind = registry.kinds.find('discovery.k8s.io', 'v1', 'endpointslices')
  const all = kind === undefined ? [] : registry.readAll(kind, namespace)
  return all.filter((slice) => valueAt(slice, 'metadata', 'labels', 'kubernetes.io/service-name') === service)
}

function addressesOf(slice: KubeObject, portName: string): readonly Omit<Backend, 'scheme'>[] {
  const port = listAt(slice, 'ports').find((one) => (valueAt(one, 'name') ?? '') === portName)
  const number = valueAt(port, 'port')
  if (typeof number !== 'number') return []
  const ready = listAt(slice, 'endpoints').filter((endpoint) => valueAt(endpoint, 'conditions', 'ready') !== false)
  const hosts = ready.flatMap((endpoint) => listOf(valueAt(endpoint, 'addresses')))
  return hosts.filter((host) => typeof host === 'string').map((host) => ({ host, port: number }))
}

function listAt(object: KubeObject, ...path: readonly string[]): readonly Json[] {
  return listOf(valueAt(object, ...path))
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}
