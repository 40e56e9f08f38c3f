import type { KubeObject } from '#kube'
import { ageColumn, nameColumn } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'
import { isSet, mapAt } from '../read.ts'

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
  rules: { updatesUnconditionally: false, warnings },
})

const mountableKey = 'kubernetes.io/enforce-mountable-secrets'

/** A sentence about an annotation that is newly there. */
function warnings(object: KubeObject, old: KubeObject | undefined): readonly string[] {
  const has = (account: KubeObject) => isSet(mapAt(account.metadata, 'annotations'), mountableKey)
  const detail = 'deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets'
  return has(object) && (old === undefined || !has(old)) ? [`metadata.annotations[${mountableKey}]: ${detail}`] : []
}
