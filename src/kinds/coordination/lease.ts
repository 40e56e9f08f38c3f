import { checkQualifiedName, type KubeObject } from '#kube'
import { addInvalid, checkOptionalWord, type Findings } from '../check/finding.ts'
import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'
import { isSet, mapAt, numberAt, textAt } from '../read.ts'

/** Who leads, and until when. */
export const lease: Kind = defineKind({
  group: 'coordination.k8s.io',
  kind: 'Lease',
  plural: 'leases',
  columns: [
    nameColumn,
    column('Holder', 'holderIdentity contains the identity of the holder of a current lease.', (object) =>
      textAt(mapAt(object, 'spec'), 'holderIdentity'),
    ),
    ageColumn,
  ],
  rules: { createsOnUpdate: true, updatesUnconditionally: false, check },
})

function check(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  const duration = numberAt(spec, 'leaseDurationSeconds')
  if (duration !== undefined && duration <= 0) {
    addInvalid(found, 'spec.leaseDurationSeconds', duration, 'must be greater than 0')
  }
  const transitions = numberAt(spec, 'leaseTransitions')
  if (transitions !== undefined && transitions < 0) {
    addInvalid(found, 'spec.leaseTransitions', transitions, 'must be greater than or equal to 0')
  }
  const strategy = textAt(spec, 'strategy')
  if (strategy.includes('/')) addInvalid(found, 'spec.strategy', strategy, ...checkQualifiedName(strategy))
  else checkOptionalWord(found, 'spec.strategy', strategy, ['OldestEmulationVersion'])
  const holder = textAt(spec, 'preferredHolder')
  if (holder !== '' && !isSet(spec, 'strategy')) {
    addInvalid(found, 'spec.preferredHolder', holder, 'may only be specified if `strategy` is defined')
  }
}
