import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { selectorText } from '../columns/selector.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'
import { mapAt } from '../read.ts'
import { networkPolicyWarnings } from '../warn/endpoint.ts'
import { checkNetworkPolicy, defaultNetworkPolicy } from './network-policy-rules.ts'

/** Which traffic pods may send and receive. */
export const networkPolicy: Kind = defineKind({
  group: 'networking.k8s.io',
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
  shortNames: ['netpol'],
  columns: [
    nameColumn,
    column('Pod-Selector', 'Selects the pods to which this NetworkPolicy object applies.', (object) =>
      selectorText(mapAt(object, 'spec', 'podSelector')),
    ),
    ageColumn,
  ],
  rules: {
    generationFields: ['spec'],
    defaults: defaultNetworkPolicy,
    check: checkNetworkPolicy,
    warnings: networkPolicyWarnings,
  },
})
