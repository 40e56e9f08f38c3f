import { networkInterfaces } from 'node:os'
import { type Client, coreType, type ResourceType } from '#client'
import type { Clock, KubeObject } from '#kube'
import { ensure, put } from './create.ts'

const services = coreType('services', 'Service')
const endpoints = coreType('endpoints', 'Endpoints')
const slices: ResourceType = {
  group: 'discovery.k8s.io',
  version: 'v1',
  resource: 'endpointslices',
  kind: 'EndpointSlice',
  isNamespaced: true,
}
const PLACE = { namespace: 'default', name: 'kubernetes' }
const LABELS = { component: 'apiserver', provider: 'kubernetes' }

/** Where the API server is reached. */
export interface ServicePlace {
  /** The first address of services. */
  readonly serviceAddress: string
  /** What the server listens on. */
  readonly port: number
}

/** The service by which pods reach the API server, and the one endpoint behind it. */
export async function createKubernetesService(client: Client, place: ServicePlace): Promise<void> {
  await ensure(client, services, serviceOf(place))
  for (const [type, object] of endpointsOf(place)) await put(client, type, object)
}

/** Makes what somebody deleted again, as kube-apiserver does every ten seconds. Returns how to stop. */
export function keepKubernetesService(
  client: Client,
  place: ServicePlace,
  { clock, onError }: { readonly clock: Clock; readonly onError: (error: unknown) => void },
): () => void {
  let cancel = clock.setTimer(LOOK_MS, look)
  function look(): void {
    ensureAll(client, place).catch(onError)
    cancel = clock.setTimer(LOOK_MS, look)
  }
  return () => cancel()
}

const LOOK_MS = 10_000

/** What other control planes wrote on the same store stays. */
async function ensureAll(client: Client, place: ServicePlace): Promise<void> {
  await ensure(client, services, serviceOf(place))
  for (const [type, object] of endpointsOf(place)) await ensure(client, type, object)
}

function serviceOf({ serviceAddress, port }: ServicePlace): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...PLACE, labels: LABELS },
    spec: {
      type: 'ClusterIP',
      clusterIP: serviceAddress,
      clusterIPs: [serviceAddress],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      sessionAffinity: 'None',
      ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: port }],
    },
  }
}

function endpointsOf({ port }: ServicePlace): readonly (readonly [ResourceType, KubeObject])[] {
  const own = ownAddress()
  const skip = { 'endpointslice.kubernetes.io/skip-mirror': 'true' }
  const older: KubeObject = {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { ...PLACE, labels: skip },
    subsets: [{ addresses: [{ ip: own }], ports: [{ name: 'https', port, protocol: 'TCP' }] }],
  }
  const slice: KubeObject = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { ...PLACE, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [own], conditions: { ready: true } }],
    ports: [{ name: 'https', port, protocol: 'TCP' }],
  }
  return [
    [endpoints, older],
    [slices, slice],
  ]
}

/** An address of this machine that pods may reach: endpoints must not be loopback ones. */
function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((some) => some ?? [])
  const found = all.find(
    ({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'),
  )
  return found?.address ?? '192.0.2.1'
}
