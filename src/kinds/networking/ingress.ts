import type { KubeObject } from '#kube'
import { checkBalancerStatus } from '../check/load-balancer.ts'
import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { loadBalancerAddresses } from '../columns/load-balancer.ts'
import { defineKind, statusSubresource } from '../define.ts'
import type { Kind } from '../kind.ts'
import { listAt, mapAt, mapsAt, textAt } from '../read.ts'
import { checkIngress, checkNewIngress, ingressWarnings } from './ingress-check.ts'

/** Rules by which requests from outside reach services. */
export const ingress: Kind = defineKind({
  group: 'networking.k8s.io',
  kind: 'Ingress',
  plural: 'ingresses',
  shortNames: ['ing'],
  subresources: [statusSubresource],
  columns: [
    nameColumn,
    column(
      'Class',
      'The name of the IngressClass resource that should be used for additional configuration',
      (object) => textAt(mapAt(object, 'spec'), 'ingressClassName') || '<none>',
    ),
    column('Hosts', 'Hosts that incoming requests are matched against before the ingress rule', hostsOf),
    column('Address', 'Address is a list containing ingress points for the load-balancer', (object) =>
      loadBalancerAddresses(object).join(','),
    ),
    column('Ports', 'Ports of TLS configurations that open', (object) =>
      listAt(mapAt(object, 'spec'), 'tls').length > 0 ? '80, 443' : '80',
    ),
    ageColumn,
  ],
  rules: {
    newStatus: { loadBalancer: {} },
    generationFields: ['spec'],
    check: checkIngress,
    checkStatus: checkBalancerStatus,
    checkNew: checkNewIngress,
    warnings: ingressWarnings,
  },
})

function hostsOf(object: KubeObject): string {
  const rules = mapsAt(mapAt(object, 'spec'), 'rules')
  const hosts: string[] = []
  let hasMore = false
  for (const rule of rules) {
    if (hosts.length === 3) hasMore = true
    else if (textAt(rule, 'host') !== '') hosts.push(textAt(rule, 'host'))
  }
  if (hosts.length === 0) return '*'
  return hasMore ? `${hosts.join(',')} + ${rules.length - 3} more...` : hosts.join(',')
}
