import { checkUnchanged } from '../check/finding.ts'
import { ageColumn, nameColumn } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import { isSame } from '../equal.ts'
import type { Kind } from '../kind.ts'
import { mapAt } from '../read.ts'
import { checkClaimSpec, defaultClaimSpec } from './claim-rules.ts'

/** What claims of pods are made from. */
export const resourceClaimTemplate: Kind = defineKind({
  group: 'resource.k8s.io',
  kind: 'ResourceClaimTemplate',
  plural: 'resourceclaimtemplates',
  columns: [nameColumn, ageColumn],
  rules: {
    defaults: (object) => defaultClaimSpec(mapAt(object, 'spec', 'spec')),
    check: (found, object) => checkClaimSpec(found, mapAt(object, 'spec', 'spec'), 'spec.spec'),
    checkUpdate: (found, object, old) =>
      checkUnchanged(found, 'spec', object['spec'], isSame(object['spec'], old['spec'])),
  },
})
