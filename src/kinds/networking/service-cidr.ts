import { checkCidr, type KubeObject, parseCidr } from '#kube'
import { addInvalid, addRequired, addTooMany, type Findings } from '../check/finding.ts'
import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { defineKind, statusSubresource } from '../define.ts'
import type { Kind } from '../kind.ts'
import { mapAt, textsAt } from '../read.ts'

/** Ranges from which services get their addresses. */
export const serviceCidr: Kind = defineKind({
  group: 'networking.k8s.io',
  kind: 'ServiceCIDR',
  plural: 'servicecidrs',
  scope: 'Cluster',
  subresources: [statusSubresource],
  columns: [
    nameColumn,
    column('CIDRs', 'The IP blocks in CIDR notation from which to assign service cluster IPs.', (object) =>
      textsAt(mapAt(object, 'spec'), 'cidrs').join(','),
    ),
    ageColumn,
  ],
  rules: {
    newStatus: {},
    check,
    checkUpdate,
  },
})

function check(found: Findings, object: KubeObject): void {
  const cidrs = textsAt(mapAt(object, 'spec'), 'cidrs')
  if (cidrs.length === 0) return addRequired(found, 'spec.cidrs', 'at least one CIDR required')
  if (cidrs.length > 2) addTooMany(found, 'spec.cidrs', { count: cidrs.length, max: 2 })
  const families = cidrs.map((cidr) => parseCidr(cidr)?.address.family)
  if (cidrs.length === 2 && families[0] === families[1]) {
    addInvalid(found, 'spec.cidrs', [...cidrs], 'cidrs must be of different IP families')
  }
  for (const [at, cidr] of cidrs.entries()) addInvalid(found, `spec.cidrs[${at}]`, cidr, ...checkCidr(cidr))
}

function checkUpdate(found: Findings, object: KubeObject, old: KubeObject): void {
  const [cidrs, before] = [textsAt(mapAt(object, 'spec'), 'cidrs'), textsAt(mapAt(old, 'spec'), 'cidrs')]
  for (const [at, cidr] of before.entries()) {
    if (cidrs[at] !== cidr) addInvalid(found, `spec.cidrs[${at}]`, cidrs[at] ?? '', 'field is immutable')
  }
}
