import { checkDns1035Label, type KubeObject } from '#kube'
import { checkServiceStatus } from '../check/load-balancer.ts'
import { ageColumn, column, nameColumn, wideColumn } from '../columns/column.ts'
import { loadBalancerAddresses } from '../columns/load-balancer.ts'
import { labelsText } from '../columns/selector.ts'
import { defineKind, proxySubresource, statusSubresource } from '../define.ts'
import type { Kind } from '../kind.ts'
import { mapAt, mapsAt, numberAt, textAt, textsAt } from '../read.ts'
import { serviceWarnings } from '../warn/service.ts'
import { checkService, checkServiceUpdate } from './service-check.ts'
import { defaultService, prepareService, prepareServiceUpdate } from './service-defaults.ts'

/** One name and address for a set of pods. */
export const service: Kind = defineKind({
  group: '',
  kind: 'Service',
  plural: 'services',
  shortNames: ['svc'],
  categories: ['all'],
  subresources: [proxySubresource('ServiceProxyOptions'), statusSubresource],
  columns: [
    nameColumn,
    column('Type', 'How the Service is exposed.', (object) => textAt(mapAt(object, 'spec'), 'type')),
    column(
      'Cluster-IP',
      'The IP address of the service.',
      (object) => textAt(mapAt(object, 'spec'), 'clusterIP') || '<none>',
    ),
    column('External-IP', 'Addresses for which nodes in the cluster will also accept traffic.', externalAddress),
    column('Port(s)', 'The list of ports that are exposed by this service.', portsOf),
    ageColumn,
    wideColumn('Selector', 'Route service traffic to pods with these labels.', (object) =>
      labelsText(mapAt(object, 'spec')['selector']),
    ),
  ],
  selectableFields: {
    'spec.clusterIP': (object) => textAt(mapAt(object, 'spec'), 'clusterIP'),
    'spec.type': (object) => textAt(mapAt(object, 'spec'), 'type'),
  },
  rules: {
    checkName: checkDns1035Label,
    createsOnUpdate: true,
    defaults: defaultService,
    prepare: prepareService,
    prepareUpdate: prepareServiceUpdate,
    check: checkService,
    checkUpdate: checkServiceUpdate,
    checkStatus: checkServiceStatus,
    warnings: serviceWarnings,
  },
})

function externalAddress(object: KubeObject): string {
  const spec = mapAt(object, 'spec')
  const external = textsAt(spec, 'externalIPs')
  switch (textAt(spec, 'type')) {
    case 'ClusterIP':
    case 'NodePort':
      return external.join(',') || '<none>'
    case 'LoadBalancer':
      return [...loadBalancerAddresses(object), ...external].join(',') || '<pending>'
    case 'ExternalName':
      return textAt(spec, 'externalName')
    default:
      return '<unknown>'
  }
}

function portsOf(object: KubeObject): string {
  const ports = mapsAt(mapAt(object, 'spec'), 'ports').map((port) => {
    const nodePort = numberAt(port, 'nodePort') ?? 0
    return `${numberAt(port, 'port') ?? 0}${nodePort > 0 ? `:${nodePort}` : ''}/${textAt(port, 'protocol')}`
  })
  return ports.join(',') || '<none>'
}
