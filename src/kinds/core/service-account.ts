import { ageColumn, nameColumn } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'

/** Who the processes in a pod are. */
export const serviceAccount: Kind = defineKind({
  group: '',
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  shortNames: ['sa'],
  subresources: [
    {
      name: 'token',
      verbs: ['create'],
      body: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' },
    },
  ],
  columns: [nameColumn, ageColumn],
  rules: { updatesUnconditionally: false },
})
