import { networkInterfaces } from 'node:os'
import { type Client, coreType, type ResourceType } from '#client'
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

/** The service by which pods reach the API server, and the one endpoint behind it. */
export async function createKubernetesService(
  client: Client,
  { serviceAddress, port }: { readonly serviceAddress: string; readonly port: number },
): Promise<void> {
  const metadata = { ...PLACE, labels: LABELS }
  await ensure(client, services, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: {
      type: 'ClusterIP',
      clusterIP: serviceAddress,
      clusterIPs: [serviceAddress],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      sessionAffinity: 'None',
      ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: port }],
    },
  })
  const own = ownAddress()
  const skip = { 'endpointslice.kubernetes.io/skip-mirror': 'true' }
  await put(client, endpoints, {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { ...PLACE, labels: skip },
    subsets: [{ addresses: [{ ip: own }], ports: [{ name: 'https', port, protocol: 'TCP' }] }],
  })
  await put(client, slices, {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { ...PLACE, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [own], conditions: { ready: true } }],
    ports: [{ name: 'https', port, protocol: 'TCP' }],
  })
}

/** An address of this machine that pods may reach: endpoints must not be loopback ones. */
function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((some) => some ?? [])
  const found = all.find(
    ({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'),
  )
  return found?.address ?? '192.0.2.1'
}
